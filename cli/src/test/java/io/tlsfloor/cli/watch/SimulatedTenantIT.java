package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.watch.Gateway.Running;
import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.TakesLong;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Real clients (OpenSSL's and curl) seen on both sides: by tcpdump inside of a gateway with address
 * translation, and by a tenant outside of it. The tenant is simulated: a program that takes TLS and
 * mail in Microsoft's place, and writes what Entra and Exchange would report of it, in the forms
 * that Microsoft documents. Addresses are those of network namespaces.
 */
@TakesLong("programs and interfaces in network namespaces, in real time")
class SimulatedTenantIT extends OnGateway {
  private static final String LOGIN = "login.microsoftonline.com";
  private static final String TENANT =
      """
      import datetime, json, socket, ssl, sys, threading
      cert, key, folder, address = sys.argv[1:5]
      context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
      context.minimum_version = ssl.TLSVersion.TLSv1
      context.set_ciphers("ALL:@SECLEVEL=0")
      context.load_cert_chain(cert, key)
      lock = threading.Lock()
      mail = {}

      def now():
          return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

      def sign_in(plain, peer):
          with context.wrap_socket(plain, server_side=True) as tls:
              request = tls.recv(4096).decode("latin-1")
              tls.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n")
              agent = [l[12:] for l in request.splitlines() if l.lower().startswith("user-agent: ")]
              user = request.split(" ")[1].strip("/") if " " in request else "nobody"
              old = str(tls.version() in ("TLSv1", "TLSv1.1"))
              entry = {"createdDateTime": now(), "userPrincipalName": user,
                  "appDisplayName": "Lab", "ipAddress": peer[0], "userAgent": "".join(agent),
                  "status": {"errorCode": 0}, "authenticationProcessingDetails": [
                      {"key": "Legacy TLS (TLS 1.0, 1.1, 3DES)", "value": old}]}
              with lock, open(folder + "/signins.jsonl", "a") as out:
                  out.write(json.dumps({"time": now(), "category": "SignInLogs",
                      "properties": entry}) + "\\n")

      def submit(plain, peer):
          def line(s):
              text = b""
              while not text.endswith(b"\\n"):
                  more = s.recv(1)
                  if not more:
                      return ""
                  text += more
              return text.decode("latin-1").strip()
          plain.sendall(b"220 PR3P195CA0012.outlook.office365.com Microsoft ESMTP ready\\r\\n")
          conn, sender = plain, ""
          while True:
              command = line(conn).upper()
              if not command or command.startswith("QUIT"):
                  break
              if command.startswith("EHLO"):
                  conn.sendall(b"250-PR3P195CA0012.outlook.office365.com\\r\\n250 STARTTLS\\r\\n")
              elif command == "STARTTLS":
                  conn.sendall(b"220 ready\\r\\n")
                  conn = context.wrap_socket(conn, server_side=True)
              elif command.startswith("MAIL FROM:"):
                  sender = command[10:].split(">")[0].strip(" <").lower()
                  conn.sendall(b"250 OK\\r\\n")
              elif command == "DATA":
                  conn.sendall(b"354 go on\\r\\n")
                  while line(conn) != ".":
                      pass
                  conn.sendall(b"250 OK\\r\\n")
                  with lock:
                      mail.setdefault(sender, []).append(conn.version())
                      with open(folder + "/smtpauth.csv", "w") as out:
                          out.write("Sender address,TLS 1.0,TLS 1.1,TLS 1.2,Messages sent\\n")
                          for who, all in mail.items():
                              share = lambda *v: 100 * sum(x in v for x in all) / len(all)
                              out.write("%s,%.1f,%.1f,%.1f,%d\\n" % (who, share("TLSv1"),
                                  share("TLSv1.1"), share("TLSv1.2", "TLSv1.3"), len(all)))
              else:
                  conn.sendall(b"250 OK\\r\\n")

      def serve(port, handle):
          listener = socket.create_server((address, port))
          print("listening", port, flush=True)
          while True:
              plain, peer = listener.accept()
              def run(plain=plain, peer=peer):
                  try:
                      handle(plain, peer)
                  except (OSError, ssl.SSLError):
                      pass
              threading.Thread(target=run, daemon=True).start()

      threading.Thread(target=serve, args=(8444, sign_in), daemon=True).start()
      serve(587, submit)
      """;

  SimulatedTenantIT() {
    super("curl", "python3", "nft", "tcpdump");
  }

  /** curl, held to TLS 1.0, from one of the office's addresses. */
  private void curl(String from, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "curl",
                "-sk",
                "--max-time",
                "10",
                "--interface",
                from,
                "--tlsv1.0",
                "--tls-max",
                "1.0",
                "--ciphers",
                "DEFAULT@SECLEVEL=0"));
    command.addAll(List.of(options));
    assertThat(gateway.client(command.toArray(new String[0]))).as(command + "").isTrue();
  }

  @Test
  void theMachinesOfUsersAreNamed() throws Exception {
    String outside = Gateway.BEHIND_NAT;
    gateway.translate();
    gateway.in("c", "ip", "addr", "add", "10.20.0.3/24", "dev", "e0");
    gateway.in("c", "ip", "addr", "add", "10.20.0.4/24", "dev", "e0");
    Path script = Files.writeString(scratch.resolve("tenant.py"), TENANT);
    Running tenant =
        gateway.start(
            "s",
            "python3",
            script.toString(),
            gateway.file("cert.pem"),
            gateway.file("key.pem"),
            scratch.toString(),
            outside);
    gateway.server("8443", "-min_protocol", "TLSv1.2"); // another host, which refuses
    Await.until(() -> tenant.lines().size() == 2);
    Await.until(() -> gateway.handshake("8443", "-tls1_2"));
    Running tcpdump =
        gateway.start("g", "tcpdump", "-i", "gi", "-U", "-s", "0", "-w", gateway.file("gi.pcap"));
    Await.until(() -> tcpdump.errors().contains("listening on"));

    curl(
        "10.20.0.2",
        "--resolve",
        LOGIN + ":8444:" + outside,
        "https://" + LOGIN + ":8444/alice@lab");
    Path message = Files.writeString(scratch.resolve("mail"), "Subject: scan\n\nHello\n");
    curl(
        "10.20.0.3",
        "--ssl-reqd",
        "smtp://" + outside + ":587",
        "--mail-from",
        "scanner@lab.example",
        "--mail-rcpt",
        "b@lab.example",
        "-T",
        message.toString());
    gateway.openssl(Gateway.SERVER, "8443", "-tls1", "-servername", LOGIN, "-bind", "10.20.0.4:0");
    Path signIns = scratch.resolve("signins.jsonl");
    Path senders = scratch.resolve("smtpauth.csv");
    Await.until(() -> Files.exists(signIns) && Files.exists(senders));
    Path capture = Path.of(gateway.file("gi.pcap"));
    Await.until(() -> capture.toFile().length() > 4000);
    Thread.sleep(1500); // what the kernel still holds
    tcpdump.signal("INT");
    tcpdump.status();

    Path policy = Files.writeString(scratch.resolve("policy"), "nat-addresses = [\"40.96.0.1\"]\n");
    String[] inputs = {signIns.toString(), senders.toString(), gateway.file("gi.pcap")};
    String today = LocalDate.now(ZoneOffset.UTC).toString();
    List<String> args =
        new ArrayList<>(List.of("scan", "--policy", policy.toString(), "--day", today));
    args.addAll(List.of(inputs));
    String table = Cli.run(args.toArray(new String[0])).out();
    args.addAll(List.of("--format", "jsonl"));
    List<JsonNode> reported = new ArrayList<>();
    for (String line : Cli.run(args.toArray(new String[0])).lines()) {
      JsonNode node = new ObjectMapper().readTree(line);
      if (node.at("/rule/name").asText().equals("reported-below-floor")) {
        reported.add(node);
      }
    }

    assertThat(reported).as(table).hasSize(2);
    JsonNode alice = reported.get(0);
    assertThat(alice.at("/user/name").asText()).isEqualTo("alice@lab");
    assertThat(alice.at("/source/ip").asText()).isEqualTo("10.20.0.2");
    assertThat(alice.at("/tlsfloor/nat/ip").asText()).isEqualTo("40.96.0.1");
    assertThat(alice.at("/tlsfloor/report/agent").asText()).startsWith("curl/");
    JsonNode scanner = reported.get(1);
    assertThat(scanner.at("/user/name").asText()).isEqualTo("scanner@lab.example");
    assertThat(scanner.at("/source/ip").asText()).isEqualTo("10.20.0.3");
    assertThat(table.replaceAll("\\s+", " "))
        .contains("1 client on the wire that Microsoft never saw: refused.")
        // All addresses are of one device, by its MAC.
        .contains("perhaps used by alice@lab for Lab, scanner@lab.example for SMTP AUTH");
  }
}
