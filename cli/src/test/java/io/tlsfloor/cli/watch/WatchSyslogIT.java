package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.watch.Gateway.Running;
import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A watch whose results go to a real rsyslog, which comes late, goes and returns. */
@Timeout(120)
@TakesLong("programs and interfaces in network namespaces, in real time")
class WatchSyslogIT {
  private static final int PORT = 5514; // in a network namespace of its own

  @TempDir Path scratch;

  private Running receiver(Gateway gateway) throws IOException {
    Path configuration = scratch.resolve("rsyslog.conf");
    Files.writeString(
        configuration,
        """
        global(workDirectory="FOLDER" net.enableDNS="off")
        module(load="imtcp")
        template(name="t" type="string" string="%pri% %msgid% %structured-data% %msg%\\n")
        ruleset(name="keep") {
          action(type="omfile" file="FOLDER/received" template="t" flushOnTXEnd="on")
        }
        input(type="imtcp" address="127.0.0.1" port="PORT" ruleset="keep")
        """
            .replace("FOLDER", scratch.toString())
            .replace("PORT", Integer.toString(PORT)));
    return gateway.start("g", "/usr/sbin/rsyslogd", "-n", "-iNONE", "-f", configuration.toString());
  }

  private List<String> received() {
    try (Stream<String> lines = Files.lines(scratch.resolve("received"))) {
      return lines.toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  @Test
  void everyFindingArrivesWithoutTheClientsAddressThoughTheReceiverComesAndGoes() throws Exception {
    Path key = Files.writeString(scratch.resolve("key"), "k7Zs0qTn4wLx9Bv2Rj6Yd1Fm8Hc3Gp5Aeu");
    try (Gateway gateway = Gateway.open(scratch, "rsyslogd")) {
      Running watch =
          gateway.watch(
              "-i",
              "gi",
              "--pseudonymize",
              key.toString(),
              "--evidence",
              scratch.resolve("evidence").toString(),
              "--syslog",
              "tcp://127.0.0.1:" + PORT);
      gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
      Await.until(() -> watch.errors().contains("nothing listens there"));
      Running first = receiver(gateway);
      Await.until(() -> received().size() == 1);
      Await.until(() -> watch.errors().contains("works again"));

      first.signal("KILL");
      first.status();
      gateway.handshake("443", "-tls1_1", "-servername", "outlook.office365.com");
      Running second = receiver(gateway);
      Await.until(() -> received().stream().anyMatch(l -> l.contains("cs1=TLS 1.1")));
      watch.signal("USR1");
      Await.until(() -> watch.errors().contains("status: "));
      watch.signal("TERM");

      assertThat(watch.status()).as(watch.errors()).isEqualTo(1);
      Await.until(() -> received().stream().anyMatch(l -> l.contains("|end of run|")));
      second.signal("TERM");
      assertThat(watch.errors()).doesNotContain("lost");
      assertThat(watch.lines()).last().asString().contains("\"syslog_lost\":0");
      assertThat(received()).first().asString().startsWith("130 negotiated-below-floor [origin ");
      assertThat(String.join("\n", received()) + String.join("\n", watch.lines()))
          .contains("src=10.")
          .doesNotContain("10.20.0.2");
      int files = 0;
      try (Stream<Path> evidence = Files.list(scratch.resolve("evidence"))) {
        for (Path file : evidence.toList()) {
          String hex = HexFormat.of().formatHex(Files.readAllBytes(file));
          assertThat(hex.indexOf("0a140002") % 2).as(file + ": 10.20.0.2").isNotZero();
          files++;
        }
      }
      assertThat(files).as("two captures and the manifest").isEqualTo(3);
    }
  }
}
