package io.tlsfloor.cli.proof;

import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.text;
import static io.tlsfloor.testing.WirePackets.ACK;
import static io.tlsfloor.testing.WirePackets.SYN;
import static io.tlsfloor.testing.WirePackets.ethernet;
import static io.tlsfloor.testing.WirePackets.ipv4;
import static io.tlsfloor.testing.WirePackets.ipv4Fragment;
import static io.tlsfloor.testing.WirePackets.tcp;
import static io.tlsfloor.testing.WirePackets.udp;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.rules.Hiding;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.WireDns;
import io.tlsfloor.testing.WireFile;
import io.tlsfloor.testing.WireFrame;
import io.tlsfloor.testing.WireHello;
import io.tlsfloor.testing.WireTls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each loss that the coverage knows, made once: the run line counts it, and where it could hide a
 * finding the closing words say so and the exit status is 3. A new loss does not compile without a
 * row in {@link #made}.
 */
class EveryLossTest {
  private static final String CLIENT = "10.20.3.5";
  private static final String SERVER = "52.96.1.10"; // of Exchange Online
  private static final long BEGIN = 1_700_000_000_000_000_000L;
  private static final long MILLI = 1_000_000L;

  /** Those that hide something in connections that may be the service's, which ours are. */
  private static final Set<Loss> BY_CONNECTION = EnumSet.of(Loss.CUT_HELLOS, Loss.HOLES);

  @TempDir private Path folder;
  private final List<WireFrame> packets = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(
      value = Loss.class,
      mode = EnumSource.Mode.EXCLUDE, // of a watch: WatchTest, WatchInterfacesIT
      names = {"INTERFACE_DROPS", "QUEUE_DROPS", "BLIND_SECONDS"})
  void isCountedAndSaid(Loss loss) throws IOException {
    Path file = folder.resolve("loss.pcapng");
    made(loss);
    Files.write(file, capture(loss));

    Said lines = Cli.run("scan", "--all", "--format", "jsonl", file.toString());
    Said table = Cli.run("scan", file.toString());

    List<String> all = lines.lines();
    JsonNode run = new ObjectMapper().readTree(all.get(all.size() - 1)).at("/tlsfloor/run");
    long count = run.at("/coverage/" + loss.id()).asLong();
    assertThat(count).as("%s", run.at("/coverage")).isPositive();
    boolean hides = Hiding.couldHide(loss) || BY_CONNECTION.contains(loss);
    assertThat(table.code()).as(table.out()).isEqualTo(hides ? ExitCode.LOSS : ExitCode.CLEAN);
    assertThat(lines.code()).isEqualTo(table.code());
    String said = table.out().replaceAll("\\s+", " ");
    if (Hiding.couldHide(loss)) {
      assertThat(said)
          .contains("not complete, findings may be hidden")
          .contains(words(loss, count));
    } else if (!hides) {
      assertThat(said)
          .containsPattern("Coverage: (no packets|nothing) lost")
          .contains(words(loss, count));
      assertThat(Cli.run("scan", "--format", "lines", file.toString()).out())
          .containsPattern("Coverage: (no packets|nothing) lost")
          .contains(words(loss, count));
    }
  }

  private static String words(Loss loss, long count) {
    return Losses.of(Map.of(loss.id(), count), new TreeMap<>()).said().get(0).text();
  }

  private byte[] capture(Loss loss) {
    byte[] capture = WireFile.Form.PCAPNG.write(packets);
    return loss == Loss.KERNEL_DROPS ? join(capture, statistics(7)) : capture;
  }

  /** An interface statistics block with so many drops. */
  private static byte[] statistics(long drops) {
    WireFile file = WireFile.little();
    return file.statistics(0, file.option64(7, drops)).bytes();
  }

  /** Makes the packets of a loss. */
  private void made(Loss loss) {
    byte[] modern = modern().record();
    byte[] silent = silent().record();
    switch (loss) {
      case KERNEL_DROPS -> setUp();
      case INTERFACE_DROPS, QUEUE_DROPS, BLIND_SECONDS -> throw new AssertionError("of a watch");
      case UNSUPPORTED_LINK_TYPES -> packets.add(new WireFrame(BEGIN, 147, new byte[60], 60));
      case UNSUPPORTED_TUNNELS -> // PPTP
          frame(ethernet(0x0800, ipv4(CLIENT, SERVER, 47, hex("3001880b00000001"))));
      case TUNNELS_TOO_DEEP -> {
        byte[] inner = ipv4(CLIENT, SERVER, 6, tcp(40_000, 443, 1, SYN, new byte[0]));
        for (int i = 0; i < 40; i++) {
          inner = ipv4("192.0.2.1", "192.0.2.2", 4, inner);
        }
        frame(ethernet(0x0800, inner));
      }
      case OPAQUE_TUNNELS -> frame(ethernet(0x0800, ipv4(CLIENT, SERVER, 50, new byte[60])));
      case MALFORMED_PACKETS -> frame(ethernet(0x0800, hex("41000028" + "00".repeat(36))));
      case TRUNCATED_PACKETS -> {
        byte[] whole = ethernet(0x0800, ipv4(CLIENT, SERVER, 6, tcp(40_000, 443, 1, ACK, modern)));
        packets.add(new WireFrame(BEGIN, 1, Arrays.copyOf(whole, 40), whole.length));
      }
      case INCOMPLETE_FRAGMENTS ->
          frame(ethernet(0x0800, ipv4Fragment(CLIENT, SERVER, 6, 7, 64, true, new byte[64])));
      case EVICTED_FLOWS -> {
        Requires.time("65,536 connections");
        byte[] half = Arrays.copyOf(modern, 20);
        for (int i = 0; i < 1 << 16; i++) { // more than there is memory for
          String client = "10.20." + (i >>> 8 & 0xFF) + "." + (i & 0xFF);
          byte[] begun = tcp(40_000, 443, 1, ACK, half);
          byte[] bytes = ethernet(0x0800, ipv4(client, SERVER, 6, begun));
          packets.add(new WireFrame(BEGIN + i * 1000L, 1, bytes, bytes.length));
        }
      }
      case CUT_HELLOS -> {
        setUp();
        byte[] whole = client(1001, 5001, silent);
        packets.add(new WireFrame(time(), 1, Arrays.copyOf(whole, 54 + 60), whole.length));
      }
      case CUT_CONNECTIONS -> {
        setUp();
        byte[] whole = client(1001, 5001, modern);
        packets.add(new WireFrame(time(), 1, Arrays.copyOf(whole, 54), whole.length));
      }
      case HOLES -> {
        setUp();
        frame(client(1001, 5001, silent));
        frame(client(1001 + silent.length, 5901, new byte[0])); // of the answer that was lost
        later();
      }
      case ONE_SIDED -> {
        frame(client(1001, 5001, modern));
        frame(client(1001 + modern.length, 5901, data(200)));
      }
      case FROM_MIDDLE -> frame(client(1001, 5001, data(200)));
      case UNFINISHED -> {
        setUp();
        frame(client(1001, 5001, modern));
      }
      case OVERFLOWED -> {
        mail("STARTTLS\r\n");
        for (int i = 0; i < 40; i++) {
          frame(client(1100 + 1024 * i, 5100, text("x".repeat(1024))));
        }
      }
      case BUDGET_EXCEEDED -> {
        WireDns answer = WireDns.answer().question("a.net", 1);
        for (int i = 0; i < 50; i++) {
          answer.address("a.net", 9, "192.0.2." + i);
        }
        for (int i = 0; i < 1000; i++) {
          dns(answer.bytes());
        }
      }
      case CONFLICTS -> {
        setUp();
        frame(client(1001, 5001, silent));
        frame(client(1001, 5001, modern));
        later();
      }
      case LONG_LINES -> mail("NOOP " + "x".repeat(70_000) + "\r\nQUIT\r\n");
      case EVICTED_NAMES -> {
        for (int i = 0; i < (1 << 16) + 1000; i++) {
          String address = "198." + (i >>> 16) + "." + (i >>> 8 & 0xFF) + "." + (i & 0xFF);
          dns(WireDns.answer().question("a.net", 1).address("a.net", 86_400, address).bytes());
        }
      }
      case CROWDED_NAMES -> {
        for (int i = 0; i < 20; i++) {
          String name = "n" + i + ".net";
          dns(WireDns.answer().question(name, 1).address(name, 900, "198.51.100.7").bytes());
        }
      }
      case EVICTED_CLIENT_NAMES -> {
        for (int i = 0; i < (1 << 14) + 10; i++) {
          dhcp(i);
        }
      }
      case QUIC_UNDECRYPTED -> {
        byte[] initial = Arrays.copyOf(hex("c0 ff000016 08 0102030405060708 00 00 44a0"), 1200);
        frame(ethernet(0x0800, ipv4(CLIENT, SERVER, 17, udp(50_000, 443, initial))));
      }
      case GOOGLE_QUIC -> {
        byte[] packet = join(hex("0d 0102030405060708 51303433"), new byte[40]);
        frame(ethernet(0x0800, ipv4(CLIENT, SERVER, 17, udp(50_000, 443, packet))));
      }
      case ENCRYPTED_CLIENT_HELLO -> {
        setUp();
        frame(client(1001, 5001, modern().extension(0xFE0D, new byte[4]).record()));
      }
      case WITHOUT_FINGERPRINTS -> {
        setUp();
        WireHello many = modern();
        for (int type = 0x1000; type < 0x1000 + 600; type++) { // more than are kept
          many.extension(type);
        }
        frame(client(1001, 5001, many.record()));
      }
    }
  }

  // Packets, one a millisecond.

  private long time() {
    return BEGIN + packets.size() * MILLI;
  }

  private void frame(byte[] bytes) {
    packets.add(new WireFrame(time(), 1, bytes, bytes.length));
  }

  /** The capture goes on for longer than the time-out. */
  private void later() {
    byte[] other = ethernet(0x0800, ipv4(CLIENT, SERVER, 17, udp(1, 2, new byte[8])));
    packets.add(new WireFrame(BEGIN + 60_000 * MILLI, 1, other, other.length));
  }

  private void setUp() {
    frame(ethernet(0x0800, ipv4(CLIENT, SERVER, 6, tcp(40_000, 443, 1000, 0, SYN, new byte[0]))));
    frame(server(5000, 1001, SYN | ACK, new byte[0]));
    frame(client(1001, 5001, new byte[0]));
  }

  private static byte[] client(int sequence, int acknowledged, byte[] payload) {
    return ethernet(
        0x0800, ipv4(CLIENT, SERVER, 6, tcp(40_000, 443, sequence, acknowledged, ACK, payload)));
  }

  private static byte[] server(int sequence, int acknowledged, int flags, byte[] payload) {
    return ethernet(
        0x0800, ipv4(SERVER, CLIENT, 6, tcp(443, 40_000, sequence, acknowledged, flags, payload)));
  }

  /** A mail dialogue, to its greeting and EHLO, and what the client says then. */
  private void mail(String then) {
    setUp();
    byte[] greeting = text("220 mail.example.net ESMTP\r\n");
    byte[] hello = text("EHLO pc\r\n");
    byte[] reply = text("250 mail.example.net\r\n");
    byte[] words = text(then);
    frame(server(5001, 1001, ACK, greeting));
    frame(client(1001, 5001 + greeting.length, hello));
    frame(server(5001 + greeting.length, 1001 + hello.length, ACK, reply));
    for (int at = 0; at < words.length; at += 1400) {
      byte[] part = Arrays.copyOfRange(words, at, Math.min(words.length, at + 1400));
      frame(client(1001 + hello.length + at, 5001 + greeting.length + reply.length, part));
    }
  }

  private void dns(byte[] message) {
    frame(ethernet(0x0800, ipv4("10.20.3.1", CLIENT, 17, udp(53, 50_000, message))));
  }

  /** A client that asks for an address by its name, and the server's consent. */
  private void dhcp(int client) {
    for (int op = 1; op <= 2; op++) {
      ByteBuffer bytes = ByteBuffer.allocate(247);
      bytes.put((byte) op).put((byte) 1).put((byte) 6).position(236);
      bytes.putInt(0x63825363).put(new byte[] {53, 1, (byte) (op == 1 ? 3 : 5), 12, 1, 'n', -1});
      bytes.putInt(30, client);
      if (op == 2) {
        bytes.putInt(16, 0x0A140000 | client + 1);
      }
      byte[] datagram = op == 1 ? udp(68, 67, bytes.array()) : udp(67, 68, bytes.array());
      frame(ethernet(0x0800, ipv4("10.20.3.1", "10.20.3.2", 17, datagram)));
    }
  }

  private static byte[] data(int length) {
    return WireTls.record(WireTls.DATA, 0x0303, new byte[length]);
  }

  /** A hello of TLS 1.2, without versions. */
  private static WireHello silent() {
    return WireHello.client(0x0303)
        .random(new byte[32])
        .suites(0x1301, 0xC02F)
        .serverName("outlook.office365.com");
  }

  /** A hello of TLS 1.3. */
  private static WireHello modern() {
    return silent().versions(0x0304, 0x0303);
  }
}
