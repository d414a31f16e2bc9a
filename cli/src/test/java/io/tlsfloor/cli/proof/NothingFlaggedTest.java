package io.tlsfloor.cli.proof;

import static io.tlsfloor.cli.command.ExitCode.CLEAN;
import static io.tlsfloor.cli.command.ExitCode.FLAGGED;
import static io.tlsfloor.cli.command.ExitCode.LOSS;
import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.text;
import static io.tlsfloor.testing.WirePackets.ACK;
import static io.tlsfloor.testing.WirePackets.SYN;
import static io.tlsfloor.testing.WirePackets.datagram;
import static io.tlsfloor.testing.WirePackets.ethernet;
import static io.tlsfloor.testing.WirePackets.tcpFrame;
import static io.tlsfloor.testing.WireTls.changeCipherSpec;
import static io.tlsfloor.testing.WireTls.data;
import static io.tlsfloor.testing.WireTls.encryptedFinished;
import static io.tlsfloor.testing.WireTls.serverHello;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.testing.WireDns;
import io.tlsfloor.testing.WireEnd;
import io.tlsfloor.testing.WireFile;
import io.tlsfloor.testing.WireFrame;
import io.tlsfloor.testing.WireHello;
import io.tlsfloor.testing.WireTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests whether "nothing flagged" is all that can be said of a capture: by its exit status. */
class NothingFlaggedTest {
  private static final String NAME = "outlook.office365.com";
  private static final String HOME = "10.0.0.5";
  private static final String PROXY = "10.0.0.8";
  private static final String SERVER = "203.0.113.9"; // in no list
  private static final String RESOLVER = "10.0.0.53";
  private static final byte[] CONNECT =
      text("CONNECT " + NAME + ":443 HTTP/1.1\r\nHost: x\r\n\r\n");
  private static final byte[] CONNECTED = text("HTTP/1.1 200 OK\r\n\r\n");
  private static final byte[] SOCKS5 = join(hex("05010003 15"), text(NAME), hex("01bb"));
  private static final byte[] SOCKS5_CONNECTED = hex("05000001 00000000 0000");
  private static final byte[] SOCKS4A = join(hex("040101bb 00000001 00"), text(NAME), hex("00"));
  private static final byte[] RADIO = join(hex("8802"), new byte[24], hex("aaaa03 000000"));
  private static final byte[] CHECK_SEQUENCE = hex("01020304");
  private static final int WHOLE = Integer.MAX_VALUE;

  @TempDir private Path folder;

  private static Arguments row(String what, ExitCode expected, Consumer<Talk> packets) {
    return Arguments.of(what, expected, packets);
  }

  static Stream<Arguments> proxies() {
    return Stream.of(
        row(
            "a CONNECT that was cut",
            LOSS,
            t -> t.to(PROXY, 3128).open().client(CONNECT, 12).server(CONNECTED).tls(0x0301)),
        row(
            "a CONNECT that was cut, and TLS 1.2",
            CLEAN,
            t -> t.to(PROXY, 3128).open().client(CONNECT, 12).server(CONNECTED).tls(0x0303)),
        row(
            "a CONNECT that is missing",
            LOSS,
            t -> t.to(PROXY, 9999).open().client(CONNECT, 0).server(CONNECTED).tls(0x0301)),
        row(
            "a whole CONNECT",
            FLAGGED,
            t -> t.to(PROXY, 3128).open().client(CONNECT).server(CONNECTED).tls(0x0301)),
        row("a SOCKS5 target that was cut", LOSS, t -> t.socks5(9)),
        row("a SOCKS5 target that is missing", LOSS, t -> t.socks5(0)),
        row("a whole SOCKS5 target", FLAGGED, t -> t.socks5(WHOLE)),
        row(
            "a SOCKS4a target that is missing",
            LOSS,
            t ->
                t.to(PROXY, 1080)
                    .open()
                    .client(SOCKS4A, 0)
                    .server(hex("005a" + "00".repeat(6)))
                    .tls(0x0301)));
  }

  /** A client inside, one with a global address, and one outside of the NAT. */
  static Stream<Arguments> halves() {
    return Stream.of(HOME, "2001:db8::5", "198.51.100.7")
        .flatMap(
            client ->
                Stream.of(
                    row(
                        client + ": a hello that was cut",
                        LOSS,
                        t -> t.of(client).open().tls(0x0301, 40)),
                    row(
                        client + ": a hello that is missing",
                        LOSS,
                        t -> t.of(client).open().tls(0x0301, 0)),
                    row(
                        client + ": all, and no name",
                        CLEAN,
                        t -> t.of(client).open().tls(0x0301, WHOLE)),
                    row(
                        client + ": the server alone",
                        LOSS,
                        t -> t.of(client).serverAlone().tls(0x0301)),
                    row(
                        client + ": TLS 1.2 of the server alone",
                        CLEAN,
                        t -> t.of(client).serverAlone().tls(0x0303)),
                    row(
                        client + ": old records of the server alone",
                        LOSS,
                        t -> t.of(client).serverAlone().records(0x0300)),
                    row(
                        client + ": new records of the server alone",
                        CLEAN,
                        t -> t.of(client).serverAlone().records(0x0303))));
  }

  static Stream<Arguments> frames() {
    return Stream.of(
        row(
            "PEEKREMOTE with a check sequence",
            LOSS,
            t ->
                t.heard(
                    5000,
                    new byte[55],
                    RADIO,
                    hex("86dd"),
                    t.inner("2001:db8::5", "2603:1006::1"),
                    CHECK_SEQUENCE)),
        row(
            "CAPWAP with a check sequence",
            FLAGGED,
            t ->
                t.heard(
                    5247,
                    hex("0010000000000000"),
                    ethernet(t.inner(HOME, "52.96.1.10")),
                    CHECK_SEQUENCE)),
        row(
            "protocols of a LAN",
            CLEAN,
            t -> {
              for (int type : new int[] {0x88D9, 0x887B, 0x88E1, 0x8874, 0x8899, 0x88CC, 0x893A}) {
                t.frame(ethernet(type, new byte[1400]), WHOLE);
              }
              t.named(NAME).open().tls(0x0303);
            }));
  }

  static Stream<Arguments> names() {
    return Stream.of(
        row("two host names", FLAGGED, t -> t.named("www.example.com", NAME).open().tls(0x0301)),
        row(
            "an alias and its address in two answers",
            FLAGGED,
            t ->
                t.answer(
                        WireDns.answer()
                            .question(NAME, 1)
                            .alias(NAME, 60, "edge.example.net")
                            .bytes())
                    .answer(WireDns.resolved("edge.example.net", SERVER))
                    .open()
                    .tls(0x0301)),
        row(
            "an answer that nobody asked for, beside a name",
            CLEAN,
            t ->
                t.answer(WireDns.resolved(NAME, SERVER))
                    .named("www.example.com")
                    .open()
                    .tls(0x0301)),
        row(
            "one in which another leads to that name",
            CLEAN,
            t ->
                t.answer(WireDns.resolved(NAME, "www.example.com", SERVER))
                    .named("www.example.com")
                    .open()
                    .tls(0x0301)),
        row(
            "DTLS 1.0 by its other number",
            FLAGGED,
            t ->
                t.frame(
                    ethernet(
                        datagram(
                            WireEnd.of(HOME, 50_001),
                            WireEnd.of("52.112.0.1", 3478),
                            WireHello.client(0x0100).cookie(new byte[0]).datagram(0x0100, 0))),
                    WHOLE)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource({"proxies", "halves", "frames", "names"})
  void isSaidWithWhatWasLost(String what, ExitCode expected, Consumer<Talk> packets)
      throws IOException {
    Talk talk = new Talk();
    packets.accept(talk);
    Path file = folder.resolve("talk.pcapng");
    Files.write(file, talk.capture());

    Cli.Said said = Cli.run("scan", file.toString());

    assertThat(said.code()).as(said.out()).isEqualTo(expected);
  }

  /** A connection, and what else is captured; a packet each millisecond. */
  private static final class Talk {
    private static final long BEGIN = 1_700_000_000_000_000_000L;
    private static final long MILLI = 1_000_000L;

    private final List<WireFrame> frames = new ArrayList<>();
    private WireEnd client = WireEnd.of(HOME, 40_001);
    private WireEnd server = WireEnd.of(SERVER, 443);
    private String[] names = {};
    private boolean clientSeen = true;
    private int clientNext = 1000;
    private int serverNext = 5000;

    Talk of(String address) {
      client = WireEnd.of(address, 40_001);
      if (address.contains(":")) {
        server = WireEnd.of("2001:db8:1::9", 443);
      }
      return this;
    }

    Talk to(String address, int port) {
      server = WireEnd.of(address, port);
      return this;
    }

    Talk named(String... hosts) {
      names = hosts;
      return this;
    }

    Talk serverAlone() {
      clientSeen = false;
      return this;
    }

    Talk open() {
      frame(tcpFrame(client, server, clientNext++, 0, SYN, new byte[0]), WHOLE);
      frame(tcpFrame(server, client, serverNext++, clientNext, SYN | ACK, new byte[0]), WHOLE);
      return client(new byte[0]);
    }

    Talk client(byte[] bytes) {
      return client(bytes, WHOLE);
    }

    /** A packet of which the first bytes are captured; of none no packet is. */
    Talk client(byte[] bytes, int kept) {
      byte[] frame = tcpFrame(client, server, clientNext, serverNext, ACK, bytes);
      clientNext += bytes.length;
      if (clientSeen && kept > 0) {
        frame(frame, kept == WHOLE ? WHOLE : frame.length - bytes.length + kept);
      }
      return this;
    }

    Talk server(byte[] bytes) {
      frame(tcpFrame(server, client, serverNext, clientNext, ACK, bytes), WHOLE);
      serverNext += bytes.length;
      return this;
    }

    Talk tls(int version) {
      return tls(version, WHOLE);
    }

    /** A resumed session, of whose hello the first bytes are captured. */
    Talk tls(int version, int kept) {
      byte[] secured = join(changeCipherSpec(version), encryptedFinished(version));
      WireHello hello = WireTls.old(version, 7);
      return client((names.length == 0 ? hello : hello.serverName(names)).record(), kept)
          .server(join(serverHello(version, 8), secured))
          .client(join(secured, data(version, 80)))
          .records(version);
    }

    Talk records(int version) {
      return server(data(version, 90)).server(data(version, 70));
    }

    Talk socks5(int kept) {
      to(PROXY, 1080).open().client(hex("050100")).server(hex("0500"));
      return client(SOCKS5, kept).server(SOCKS5_CONNECTED).tls(0x0301);
    }

    /** An old hello for the service in a packet of its own. */
    byte[] inner(String from, String to) {
      byte[] hello = WireTls.hello(0x0301, 3);
      byte[] frame = tcpFrame(WireEnd.of(from, 40_001), WireEnd.of(to, 443), 1, 1, ACK, hello);
      return Arrays.copyOfRange(frame, 14, frame.length);
    }

    /** Shows what an access point sends on. */
    Talk heard(int port, byte[]... parts) {
      WireEnd point = WireEnd.of("10.1.1.1", 5555);
      return frame(ethernet(datagram(point, WireEnd.of("10.1.1.2", port), parts)), WHOLE);
    }

    Talk answer(byte[] message) {
      WireEnd asker = new WireEnd(client.address(), 51_000);
      return frame(ethernet(datagram(WireEnd.of(RESOLVER, 53), asker, message)), WHOLE);
    }

    Talk frame(byte[] bytes, int kept) {
      frames.add(WireFrame.ethernet(BEGIN + frames.size() * MILLI, bytes, kept));
      return this;
    }

    /** It goes on for longer than the time-out. */
    byte[] capture() {
      WireFrame last = frames.get(frames.size() - 1);
      WireEnd other = WireEnd.of(RESOLVER, 9);
      frames.add(
          last.at(last.nanos() + 60_000 * MILLI)
              .with(ethernet(datagram(other, other, new byte[8]))));
      return WireFile.Form.PCAPNG.write(frames);
    }
  }
}
