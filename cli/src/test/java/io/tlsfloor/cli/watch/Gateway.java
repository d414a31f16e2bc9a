package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An office host, a gateway and a server side with published addresses of Exchange Online, each in
 * a network namespace of its own. The gateway's inner interface is {@code gi}, its outer one {@code
 * go}.
 */
final class Gateway implements AutoCloseable {
  static final String SERVER = "40.96.0.2";

  /** Reached through the gateway's address translation. */
  static final String BEHIND_NAT = "40.96.0.3";

  /** Reached through {@link #vlan}. */
  static final String BEHIND_VLAN = "40.96.0.4";

  private static final long PATIENCE_SECONDS = 300;
  private static final AtomicInteger GATEWAYS = new AtomicInteger();

  private final Path scratch;
  private final String name =
      "tf" + ProcessHandle.current().pid() + "x" + GATEWAYS.incrementAndGet();
  private final List<Process> started = new ArrayList<>();
  private int files;

  /**
   * Makes one, where this process may; else skips the test.
   *
   * @param scratch folder for its files
   * @param tools that the test needs besides
   */
  static Gateway open(Path scratch, String... tools) {
    Requires.root();
    Requires.networkNamespaces();
    Requires.tools("openssl");
    Requires.tools(tools);
    return new Gateway(scratch);
  }

  private Gateway(Path scratch) {
    this.scratch = scratch;
    for (String side : List.of("c", "g", "s")) {
      run("ip", "netns", "add", name + side);
      in(side, "ip", "link", "set", "lo", "up");
    }
    connectOffice();
    run(
        "ip",
        "-n",
        name + "s",
        "link",
        "add",
        "e0",
        "type",
        "veth",
        "peer",
        "name",
        "go",
        "netns",
        name + "g");
    in("g", "ip", "addr", "add", "40.96.0.1/24", "dev", "go");
    in("g", "ip", "link", "set", "go", "up");
    in("g", "sysctl", "-qw", "net.ipv4.ip_forward=1");
    for (String address : List.of(SERVER, BEHIND_NAT, BEHIND_VLAN)) {
      in("s", "ip", "addr", "add", address + "/24", "dev", "e0");
    }
    in("s", "ip", "link", "set", "e0", "up");
    in("s", "ip", "route", "add", "default", "via", "40.96.0.1");
    in(
        "s",
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=outlook.office365.com",
        "-keyout",
        file("key.pem"),
        "-out",
        file("cert.pem"));
    server("443", "-min_protocol", "TLSv1");
    server("993", "-min_protocol", "TLSv1.2");
    Await.until(() -> handshake("443", "-tls1_2"));
    Await.until(() -> handshake("993", "-tls1_2"));
  }

  void connectOffice() {
    run(
        "ip",
        "-n",
        name + "c",
        "link",
        "add",
        "e0",
        "type",
        "veth",
        "peer",
        "name",
        "gi",
        "netns",
        name + "g");
    in("g", "ip", "addr", "add", "10.20.0.1/24", "dev", "gi");
    in("g", "ip", "link", "set", "gi", "up");
    in("c", "ip", "addr", "add", "10.20.0.2/24", "dev", "e0");
    in("c", "ip", "link", "set", "e0", "up");
    in("c", "ip", "route", "add", "default", "via", "10.20.0.1");
  }

  /** Starts a server that serves one connection at a time. */
  void server(String port, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "openssl",
                "s_server",
                "-www",
                "-accept",
                port,
                "-key",
                file("key.pem"),
                "-cert",
                file("cert.pem"),
                "-cipher",
                "ALL:@SECLEVEL=0"));
    command.addAll(Arrays.asList(options));
    start("s", command.toArray(new String[0]));
  }

  /** Hides clients of {@link #BEHIND_NAT} behind the gateway's outer address. */
  void translate() {
    in(
        "g",
        "nft",
        "table ip nat { chain post { type nat hook postrouting priority 100;"
            + " ip daddr "
            + BEHIND_NAT
            + " oifname go masquerade; }; }");
  }

  /**
   * A VLAN between office and gateway: {@code gi.12}, with tagged frames on {@code gi}. A program
   * tags them, since not every kernel has 802.1Q devices; the frames on the wire are the same.
   */
  List<Running> vlan(Path tagger) {
    String office = out("c", "cat", "/sys/class/net/e0/address").trim();
    String gateway = out("g", "cat", "/sys/class/net/gi/address").trim();
    List<Running> ends =
        List.of(
            start(
                "c",
                "env",
                "WIRE=e0",
                "python3",
                tagger + "",
                "vlan",
                "e0.12",
                office,
                gateway,
                "12"),
            start(
                "g",
                "env",
                "WIRE=gi",
                "python3",
                tagger + "",
                "vlan",
                "gi.12",
                gateway,
                office,
                "12"));
    vlanDevice("c", "e0.12", "10.20.12.2/24");
    vlanDevice("g", "gi.12", "10.20.12.1/24");
    in("c", "ip", "route", "add", BEHIND_VLAN, "via", "10.20.12.1");
    return ends;
  }

  private void vlanDevice(String side, String device, String address) {
    Await.until(() -> out(side, "ls", "/sys/class/net").contains(device));
    in(side, "sysctl", "-qw", "net.ipv6.conf." + device.replace('.', '/') + ".disable_ipv6=1");
    in(side, "ip", "addr", "add", address, "dev", device);
    in(side, "ip", "link", "set", device, "mtu", "1400", "up");
  }

  /** A whole connection of OpenSSL's client; false if it is refused. */
  boolean handshake(String port, String... options) {
    return openssl(SERVER, port, options);
  }

  /** The same, to one of the addresses. */
  boolean openssl(String server, String port, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "openssl",
                "s_client",
                "-connect",
                server + ":" + port,
                "-cipher",
                "ALL:@SECLEVEL=0"));
    command.addAll(Arrays.asList(options));
    return client(command.toArray(new String[0]));
  }

  /** Runs a client that ends when its input does, or on a line with a Q; false if it fails. */
  boolean client(String... client) {
    List<String> command =
        new ArrayList<>(
            List.of("ip", "netns", "exec", name + "c", "timeout", PATIENCE_SECONDS + ""));
    command.addAll(Arrays.asList(client));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().write("Q\n".getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().close();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false; // it was gone before it read the Q
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  String file(String name) {
    return scratch.resolve(name).toString();
  }

  /** Words that a program is started by to run in a side. */
  String[] within(String side) {
    return new String[] {"ip", "netns", "exec", name + side};
  }

  /** Runs in a side, {@code c}, {@code g} or {@code s}, and expects success. */
  void in(String side, String... command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name + side));
    all.addAll(Arrays.asList(command));
    run(all.toArray(new String[0]));
  }

  /** The same, and gives what it prints. */
  String out(String side, String... command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name + side));
    all.addAll(Arrays.asList(command));
    return run(all.toArray(new String[0]));
  }

  private String run(String... command) {
    try {
      Path out = scratch.resolve("run" + files++);
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue())
          .as(String.join(" ", command) + ": " + Files.readString(out))
          .isZero();
      return Files.readString(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A program that goes on: its output is {@code out} and {@code err} of the record. */
  record Running(Process process, Path out, Path err) {
    String errors() {
      return read(err);
    }

    List<String> lines() {
      return read(out).lines().toList();
    }

    /** How many connections it has told of, as JSON Lines. */
    long connections() {
      return lines().stream().filter(l -> l.contains("\"tlsfloor.connection\"")).count();
    }

    void signal(String signal) throws IOException, InterruptedException {
      new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid()).start().waitFor();
    }

    int status() throws InterruptedException {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(errors()).isTrue();
      return process.exitValue();
    }

    private static String read(Path path) {
      try {
        return Files.readString(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Starts in a side. {@code ip netns exec} becomes the program, so signals reach it. */
  Running start(String side, String... command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name + side));
    all.addAll(Arrays.asList(command));
    int number = files++;
    Path out = scratch.resolve("start" + number + ".out");
    Path err = scratch.resolve("start" + number + ".err");
    try {
      Process process =
          new ProcessBuilder(all).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      started.add(process);
      return new Running(process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a watch on the gateway, and waits until it captures or has given up. */
  Running watch(String... options) {
    Running watch = begin(options);
    captures(watch);
    return watch;
  }

  /** Starts a watch; several that begin at the same time need little longer than one. */
  Running begin(String... options) {
    List<String> command = new ArrayList<>(List.of(Assembled.PROGRAM.toString(), "watch"));
    command.addAll(Arrays.asList(options));
    return start("g", command.toArray(new String[0]));
  }

  /** Waits until each captures or has given up. */
  static void captures(Running... watches) {
    for (Running each : watches) {
      Await.until(() -> each.errors().contains(": engine ") || !each.process().isAlive());
    }
  }

  @Override
  public void close() throws IOException {
    started.forEach(Process::destroyForcibly);
    for (String side : List.of("c", "g", "s")) {
      new ProcessBuilder("ip", "netns", "del", name + side).start();
    }
  }
}
