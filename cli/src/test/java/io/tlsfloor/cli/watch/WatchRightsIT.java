package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.watch.Gateway.Running;
import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The assembled application on a gateway: with fewer rights, and without libpcap. */
@TakesLong("programs and interfaces in network namespaces, in real time")
class WatchRightsIT extends OnGateway {
  WatchRightsIT() {
    super("setpriv");
  }

  @BeforeAll
  void needsLibpcap() {
    Requires.libpcap();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap"})
  void withoutTheRightItSaysWhatIsMissing(String engine) throws Exception {
    Running watch =
        gateway.start(
            "g",
            "setpriv",
            "--bounding-set=-net_raw",
            Assembled.PROGRAM.toString(),
            "watch",
            "-i",
            "gi",
            ConfigOf.engine(engine));

    assertThat(watch.status()).isEqualTo(2);
    assertThat(watch.errors()).contains("gi: capturing needs CAP_NET_RAW").contains("setcap");
  }

  @Test
  void withoutLibpcapTheRingStillCaptures() throws Exception {
    String without = "TLSFLOOR_JAVA_OPTS=-Dorg.pcap4j.core.pcapLibName=nosuch";
    String program = Assembled.PROGRAM.toString();
    Running ring =
        gateway.start("g", "env", without, program, "watch", "-i", "gi", "--duration", "0.2");
    Running pcap =
        gateway.start("g", "env", without, program, "watch", "-i", "gi", ConfigOf.engine("pcap"));

    assertThat(ring.status()).isZero();
    assertThat(ring.errors()).contains("gi: engine ring");
    assertThat(pcap.status()).isEqualTo(2);
    assertThat(pcap.errors())
        .contains("libpcap not found")
        .contains("apt install libpcap0.8t64")
        .contains("engine = \"ring\"");
  }

  /** JNA unpacks itself, and where it may not, that is no mistake of the person. */
  @ParameterizedTest
  @ValueSource(strings = {"auto", "ring", "pcap"})
  void withoutRoomForNativeCodeItSaysThatTheMachineFails(String engine) throws Exception {
    String program = Assembled.PROGRAM.toString();
    String nowhere = "TLSFLOOR_JAVA_OPTS=-Djna.tmpdir=/proc/nosuch";
    Running full =
        gateway.start("g", "env", nowhere, program, "watch", "-i", "gi", ConfigOf.engine(engine));

    assertThat(full.status()).isEqualTo(4);
    assertThat(full.errors())
        .contains("JNA, which calls the kernel and libpcap, cannot load its native part")
        .contains("-Djna.tmpdir=DIR");
  }

  @Test
  void asAnotherUserItKeepsTheOneRightThatItNeeds() throws Exception {
    Path copy = Files.createTempDirectory("tlsfloor"); // scratch is for its owner only
    try {
      gateway.in("g", "cp", "-r", Assembled.PROGRAM.getParent() + "/.", copy.toString());
      gateway.in("g", "chmod", "-R", "a+rX", copy.toString());
      Running watch =
          gateway.start(
              "g", copy.resolve("tlsfloor").toString(), "watch", "-i", "gi", "--user", "nobody");
      Await.until(() -> watch.errors().contains(": engine ") || !watch.process().isAlive());
      gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
      Await.until(() -> watch.connections() == 1);
      assertThat(lowestNice(watch.process().pid()))
          .isLessThanOrEqualTo(-5); // -10 where root has CAP_SYS_RESOURCE
      watch.signal("TERM");

      assertThat(watch.status()).isEqualTo(1);
      assertThat(watch.errors())
          .contains("runs as nobody with CAP_NET_RAW and no other capability, and cannot gain any");
    } finally {
      gateway.in("g", "rm", "-rf", copy.toString());
    }
  }

  private static int lowestNice(long process) throws IOException {
    int lowest = 20;
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc/" + process + "/task"))) {
      for (Path thread : threads) {
        String stat = Files.readString(thread.resolve("stat")); // proc(5): nice is field 19
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        lowest = Math.min(lowest, Integer.parseInt(fields[16]));
      }
    }
    return lowest;
  }

  /**
   * A shell that leads its session, as at a terminal, and a watch within it. The session must be
   * the test's own: the one that a machine boots with has no group, and nothing to read.
   */
  private static final String AS_TYPED =
      "\"$0\" watch -i gi & trap \"kill -TERM $!\" TERM; wait; wait $!";

  /** Where the kernel divides the processors by session, nice values count within one only. */
  @Test
  void aServiceIsRaisedBeforeOthersAndTheSessionOfATerminalIsNot() throws Exception {
    if (!Files.isReadable(Path.of("/proc/self/autogroup"))) {
      return; // a kernel that does not
    }
    String program = Assembled.PROGRAM.toString();
    Running service = gateway.start("g", "setsid", program, "watch", "-i", "gi");
    Running typed = gateway.start("g", "setsid", "sh", "-c", AS_TYPED, program);
    Await.until(
        () -> service.errors().contains(": engine ") && typed.errors().contains(": engine "));

    Await.until(() -> autogroup(service).endsWith(" nice -10"));
    assertThat(autogroup(typed)).endsWith(" nice 0");
    service.signal("TERM");
    typed.signal("TERM");
    assertThat(service.status()).isZero();
    assertThat(typed.status()).isZero();
  }

  private static String autogroup(Running watch) {
    try {
      return Files.readString(Path.of("/proc/" + watch.process().pid() + "/autogroup")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
