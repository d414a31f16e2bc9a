package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.record.ConnectionFrames;
import io.tlsfloor.capture.record.ConnectionProof;
import io.tlsfloor.capture.record.FrameKeeper;
import io.tlsfloor.capture.record.KeptFrame;
import io.tlsfloor.capture.record.ProvingFrame;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireFrame;
import io.tlsfloor.testing.WirePackets;
import io.tlsfloor.testing.WireTls;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The frames that prove what is told of a connection: kept until the verdict, cut after what
 * proves, blanked where something private stands, and enough for the same verdict.
 */
class EvidenceFramesTest {
  private static final int TLS_1_0 = 0x0301;
  private static final int ETHERNET = 1;

  /** A connection that was told, and its proof. */
  private record Proved(TlsConnection connection, ConnectionFrames kept, List<ProvingFrame> proof) {
    String text() {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      proof.forEach(frame -> all.writeBytes(frame.bytes()));
      return all.toString(StandardCharsets.ISO_8859_1);
    }

    List<WireFrame> frames() {
      return proof.stream()
          .map(
              frame ->
                  new WireFrame(
                      frame.frame().timeNanos(),
                      ETHERNET,
                      frame.bytes(),
                      frame.frame().originalLength()))
          .toList();
    }
  }

  private static final int TCP_CHECKSUM = 14 + 20 + 16;

  private static List<Proved> prove(List<WireFrame> frames, FrameKeeper keeper) {
    List<Proved> proved = new ArrayList<>();
    AnalyzerOptions options = Analyzed.OPTIONS;
    Analyzer analyzer =
        new Analyzer(
            options,
            connection ->
                proved.add(new Proved(connection, keeper.told(), proof(keeper.told(), connection))),
            keeper);
    analyzer.begin("test.pcap");
    Analyzed.feed(analyzer, frames);
    analyzer.end();
    return proved;
  }

  private static List<ProvingFrame> proof(ConnectionFrames kept, TlsConnection connection) {
    return Replay.of(kept, connection)
        .map(read -> ConnectionProof.of(kept.frames(), connection, read))
        .orElse(List.of());
  }

  private static Proved prove(Wire wire) {
    List<Proved> all = prove(wire.frames(), new FrameKeeper(FrameKeeper.DEFAULT_MAX_BYTES));
    assertThat(all).hasSize(1);
    assertThat(all.get(0).kept().whole()).isTrue();
    return all.get(0);
  }

  /** Shows what must not change, in words. */
  private static String verdict(TlsConnection c) {
    return String.join(
        " | ",
        c.protocol().toString(),
        c.client() + " to " + c.server(),
        c.offer().toString(),
        c.choice().toString(),
        c.inferred().toString(),
        c.outcome().toString(),
        c.alert().toString(),
        c.way().prefaces().toString(),
        c.way().target().toString(),
        c.mail().map(mail -> mail.requested() + " " + mail.commandsInClear()).orElse(""));
  }

  private static void assertSameVerdict(Proved proved) {
    List<Proved> again = prove(proved.frames(), new FrameKeeper(FrameKeeper.DEFAULT_MAX_BYTES));
    assertThat(again).hasSize(1);
    assertThat(verdict(again.get(0).connection())).isEqualTo(verdict(proved.connection()));
  }

  private static byte[] unescaped(String text) {
    if (text.startsWith("0x")) {
      return WireBytes.hex(text.substring(2));
    }
    String plain = text.replace("/", "\r\n");
    return plain.getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * Each dialogue in steps: C and S for the ends, T for TLS 1.0 that is refused; "/" ends a line.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SMTP, log-in before STARTTLS       | S 220 mx.outlook.com ESMTP/ ; C EHLO pc1/ ; S 250-mx.outlook.com/250 STARTTLS/ ; C AUTH PLAIN c2VjcmV0/ ; S 535 no/ ; C STARTTLS/ ; S 220 go/ ; T | c2VjcmV0
          SMTP, log-in in steps              | S 220 mx.outlook.com ESMTP/ ; C EHLO pc1/ ; S 250 mx.outlook.com/ ; C AUTH LOGIN/ ; S 334 VXNlcm5hbWU6/ ; C c2VjcmV0/ ; S 535 no/ ; C STARTTLS/ ; S 220 go/ ; T | c2VjcmV0
          SMTP, mail in clear                | S 220 mx.outlook.com ESMTP/ ; C EHLO pc1/ ; S 250 mx.outlook.com/ ; C MAIL FROM:<secret@contoso.com>/ ; S 250 <secret@contoso.com> ok/ ; C RCPT TO:<x@y.z>/ ; S 250 ok/ ; C DATA/ ; S 354 go/ ; C Subject: secret//secret/./ ; S 250 ok/ ; F | secret
          SMTP, pipelined                    | S 220 mx.outlook.com ESMTP/ ; C EHLO pc1/ ; S 250 mx.outlook.com/ ; C MAIL FROM:<a@b.c>/RCPT TO:<secret@y.z>/DATA/ ; S 250 ok/250 ok/354 go/ ; C secret/./ ; F | secret
          SMTP, an address in a reply        | S 220 mx.outlook.com ESMTP/ ; C EHLO pc1/ ; S 250 mx.outlook.com/ ; C VRFY joe/ ; S 252 <secret@contoso.com>/ ; C STARTTLS/ ; S 220 go/ ; T | secret
          IMAP, LOGIN in clear               | S * OK IMAP4 outlook.office365.com/ ; C a1 LOGIN alex secret/ ; S a1 OK done/ ; C a2 SELECT INBOX/ ; S * 3 EXISTS secret/ ; F | secret
          IMAP, LOGIN by literals            | S * OK IMAP4 outlook.office365.com/ ; C a1 LOGIN {4}/ ; S + go/ ; C alex {6}/ ; S + go/ ; C secret/ ; S a1 NO/ ; C a2 STARTTLS/ ; S a2 OK/ ; T | secret
          IMAP, AUTHENTICATE                 | S * OK IMAP4 outlook.office365.com/ ; C a1 AUTHENTICATE PLAIN/ ; S + / ; C c2VjcmV0/ ; S a1 NO/ ; C a2 STARTTLS/ ; S a2 OK/ ; T | c2VjcmV0
          POP3, USER and PASS in clear       | S +OK POP3 outlook.office365.com/ ; C USER alex/ ; S +OK/ ; C PASS secret/ ; S +OK/ ; C RETR 1/ ; S +OK/secret/./ ; F | secret
          POP3, a list, then STLS            | S +OK POP3 outlook.office365.com/ ; C CAPA/ ; S +OK/TOP/SASL PLAIN/STLS/./ ; C USER secret/ ; S -ERR/ ; C STLS/ ; S +OK/ ; T | secret
          HTTP, credentials and a cookie     | C CONNECT outlook.office365.com:443 HTTP/1.1~Proxy-Authorization: Basic c2VjcmV0~Cookie: id=secret~~ ; S HTTP/1.1 200 ok~Set-Cookie: secret~~ ; T | ecret
          HTTP, the body of a refusal        | C CONNECT outlook.office365.com:443 HTTP/1.1~~ ; S HTTP/1.1 407 no~Content-Length: 12~X: secret~~OK my secret ; C CONNECT outlook.office365.com:443 HTTP/1.1~Proxy-Authorization: secret~~ ; S HTTP/1.1 200 ok~~ ; T | secret
          HTTP, a refusal in chunks          | C CONNECT outlook.office365.com:443 HTTP/1.1~~ ; S HTTP/1.1 407 no~Transfer-Encoding: chunked~~6;x=y~secret~2~ok~0~X: secret~~ ; C CONNECT outlook.office365.com:443 HTTP/1.1~~ ; S HTTP/1.1 200 ok~~ ; T | secret
          SOCKS 5, user and password         | C 0x050102 ; S 0x0502 ; C 0x0104616c657806736563726574 ; S 0x0100 ; C 0x0501000306612e622e636401bb ; S 0x05000001000000000000 ; T | secret
          SOCKS 4, user id                   | C 0x040101bb34600a0173656372657400 ; S 0x005a000000000000 ; T | secret
          SOCKS 4a, user id and a name       | C 0x040101bb0000000173656372657400612e622e636400 ; S 0x005a000000000000 ; T | secret
          PROXY protocol 2, what follows     | C 0x0d0a0d0a000d0a515549540a211100150a00000534600a01138801bbe00006736563726574 ; T | secret
          FTP, user and password             | S 220 FTP/ ; C USER alex/ ; S 331 go/ ; C PASS secret/ ; S 530 no/ ; C AUTH TLS/ ; S 234 go/ ; T | secret
          LDAP, a bind before StartTLS       | C 0x301602010160110201030404616c65788006736563726574 ; S 0x300c02010161070a010104000400 ; C 0x301d02010277188016312e332e362e312e342e312e313436362e3230303337 ; S 0x300c02010278070a010004000400 ; T | secret
          RDP, the cookie                    | C 0x0300002a25e00000000000436f6f6b69653a206d737473686173683d7365637265740d0a0100080001000000 ; S 0x0300001300ed00000000000200080001000000 ; T | secret
          XMPP, who it is                    | C <stream:stream to='a.b' xmlns='jabber:client'> ; S <stream:stream from='a.b'><stream:features><starttls xmlns='x'/></stream:features> ; C <iq from='secret'/><starttls xmlns='x'/> ; S <proceed xmlns='x'/> ; T | secret
          something unknown                  | C 0x7f01736563726574 ; S 0x7f02736563726574 ; T | secret
          """)
  void nothingPrivateIsInIt(String name, String dialogue, String secret) {
    Wire wire = new Wire().handshake();
    for (String step : dialogue.split(" ; ")) {
      String said = step.strip().length() < 2 ? "" : step.strip().substring(2);
      byte[] bytes =
          said.contains("HTTP/1.1") || said.contains("~") || said.startsWith("<")
              ? said.replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1)
              : unescaped(said);
      switch (step.strip().charAt(0)) {
        case 'C' -> wire.client(bytes);
        case 'S' -> wire.server(bytes);
        case 'T' -> wire.client(WireTls.hello(TLS_1_0, 1)).server(WireTls.alert(TLS_1_0, 2, 70));
        default -> wire.clientFin().serverFin();
      }
    }
    String captured = text(wire.frames());
    assertThat(captured).as("the secret was captured").contains(secret);

    Proved proved = prove(wire);

    assertThat(proved.text()).doesNotContain(secret);
    assertSameVerdict(proved);
  }

  /** The bytes of a side have other places then: what may leave has to move with them. */
  @Test
  void nothingPrivateIsInItWhereTheFirstBytesOfASideCameLater() {
    byte[] hello = unescaped("EHLO pc1/");
    byte[] logIn = unescaped("AUTH PLAIN c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0/");
    Wire wire =
        new Wire()
            .client(hello)
            .client(logIn)
            .reverseLast(2)
            .server(unescaped("250-mx.outlook.com/250 STARTTLS/"), unescaped("535 no/"))
            .client(unescaped("STARTTLS/"))
            .server(unescaped("220 go/"))
            .client(WireTls.hello(TLS_1_0, 1))
            .server(WireTls.alert(TLS_1_0, 2, 70));

    Proved proved = prove(wire);

    assertThat(proved.text()).contains("EHLO pc1", "AUTH ***").doesNotContain("c2Vj", "jcmV0");
    assertThat(proved.proof()).hasSize(wire.frames().size());
    assertSameVerdict(proved);
  }

  private static String text(List<WireFrame> frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    frames.forEach(frame -> all.writeBytes(frame.bytes()));
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void whatComesAfterTheVerdictIsNotInIt() {
    Wire wire =
        new Wire()
            .handshake()
            .tls(TLS_1_0)
            .client(WireTls.data(TLS_1_0, 100))
            .server(WireTls.data(TLS_1_0, 900));

    Proved proved = prove(wire);

    assertThat(proved.proof()).hasSize(7);
    assertThat(proved.proof())
        .allSatisfy(frame -> assertThat(frame.frame().number()).isLessThanOrEqualTo(7));
    assertSameVerdict(proved);
  }

  @Test
  void ofApplicationDataOnlyTheHeaderIsKept() {
    byte[] data =
        WireTls.record(
            WireTls.DATA, TLS_1_0, "0123456789secret".getBytes(StandardCharsets.US_ASCII));
    Wire wire =
        new Wire()
            .client(data, data)
            .server(data, data); // begun in the middle: the version is told by records

    Proved proved = prove(wire);

    assertThat(proved.connection().inferred()).isPresent();
    assertThat(proved.text()).doesNotContain("0123456789");
    assertThat(proved.text()).doesNotContain("secret");
    assertSameVerdict(proved);
  }

  @Test
  void aFrameIsCutAfterTheLastByteThatProves() {
    Wire wire =
        new Wire()
            .handshake()
            .client(WireTls.hello(TLS_1_0, 1))
            .server(
                WireTls.alert(TLS_1_0, 2, 70),
                WireTls.alert(TLS_1_0, 1, 0),
                WireTls.data(TLS_1_0, 200));

    Proved proved = prove(wire);

    ProvingFrame last = proved.proof().get(proved.proof().size() - 1);
    assertThat(last.bytes()).hasSize(14 + 20 + 20 + 7 + 7 + 5);
    assertThat(last.frame().originalLength()).isEqualTo(14 + 20 + 20 + 7 + 7 + 205);
    assertThat(last.blanked()).isEmpty();
    assertSameVerdict(proved);
  }

  @Test
  void eachFrameThatIsInItIsTheOriginalButForBlanksAndTheChecksumOverThem() {
    Proved proved = prove(new Wire().handshake().tls(TLS_1_0));

    for (ProvingFrame frame : proved.proof()) {
      byte[] written = frame.bytes();
      byte[] original = Arrays.copyOf(frame.frame().bytes(), written.length);
      boolean whole = frame.blanked().isEmpty() && written.length == frame.frame().bytes().length;
      if (!whole) { // it would tell 16 bits of what is not there
        Arrays.fill(original, TCP_CHECKSUM, TCP_CHECKSUM + 2, (byte) 0);
      }
      for (ProvingFrame.Range range : frame.blanked()) {
        Arrays.fill(original, range.offset(), range.offset() + range.length(), (byte) '*');
      }
      assertThat(written).isEqualTo(original);
    }
    assertThat(proved.proof().stream().mapToInt(ProvingFrame::blankedBytes).sum()).isPositive();
  }

  @Test
  void aHelloInManySegmentsOutOfOrderIsThereWhole() {
    Wire wire =
        new Wire()
            .handshake()
            .clientSegments(7, WireTls.hello(TLS_1_0, 1))
            .reverseLast(4)
            .duplicateLast()
            .server(WireTls.alert(TLS_1_0, 2, 70));

    assertSameVerdict(prove(wire));
  }

  private static WireFrame fragment(int millis, int offset, boolean more, byte[] part) {
    byte[] frame =
        WirePackets.ethernet(
            0x0800, WirePackets.ipv4Fragment("10.0.0.5", "52.96.1.10", 6, 77, offset, more, part));
    return WireFrame.ethernet(1_000_000_000_000L + millis * 1_000_000L, frame, frame.length);
  }

  /** A segment with a hello, in pieces of 32 bytes. */
  private static List<byte[]> pieces() {
    byte[] segment = WirePackets.tcp(40000, 443, 1001, 0x18, WireTls.hello(TLS_1_0, 1));
    List<byte[]> pieces = new ArrayList<>();
    for (int at = 0; at < segment.length; at += 32) {
      pieces.add(Arrays.copyOfRange(segment, at, Math.min(segment.length, at + 32)));
    }
    assertThat(pieces).hasSizeGreaterThanOrEqualTo(3);
    return pieces;
  }

  @Test
  void ofAFragmentedHelloAllFragmentsAreThere() {
    List<byte[]> pieces = pieces();
    List<WireFrame> frames = new ArrayList<>();
    for (int i = pieces.size() - 1; i >= 0; i--) {
      frames.add(fragment(100 - i, i * 32, i < pieces.size() - 1, pieces.get(i)));
    }

    List<Proved> proved = prove(frames, new FrameKeeper(1 << 20));

    assertThat(proved).hasSize(1);
    assertThat(proved.get(0).proof()).hasSize(pieces.size());
    assertSameVerdict(proved.get(0));
  }

  @Test
  void ofAHelloWhoseLastFragmentNeverCameTheOthersAreThere() {
    List<byte[]> pieces = pieces();
    List<WireFrame> frames = new ArrayList<>();
    for (int i = 0; i < pieces.size() - 1; i++) {
      frames.add(fragment(i, i * 32, true, pieces.get(i)));
    }

    List<Proved> proved = prove(frames, new FrameKeeper(1 << 20));

    assertThat(proved).hasSize(1);
    assertThat(proved.get(0).connection().offer()).isPresent();
    assertThat(proved.get(0).proof()).hasSize(pieces.size() - 1);
    assertSameVerdict(proved.get(0));
  }

  @Test
  void aFloodOfSynsAndOfHalfHellosCostsABoundedAmountAndTheOldestFrames() {
    FrameKeeper keeper = new FrameKeeper(1 << 18);
    Wire wire = new Wire().handshake().client(WireTls.hello(TLS_1_0, 1));
    for (int i = 0; i < 2000; i++) {
      wire.another("10.1." + i / 250 + "." + (1 + i % 250), 1024 + i)
          .clientSends(WirePackets.SYN, new byte[0]);
    }
    int ours = wire.frames().size();
    List<WireFrame> frames = new ArrayList<>(wire.server(WireTls.alert(TLS_1_0, 2, 70)).frames());

    List<Proved> proved = prove(frames, keeper);

    assertThat(ours).isGreaterThan(2000);
    assertThat(keeper.evicted()).isPositive();
    assertThat(keeper.heldBytes()).isZero(); // all is told
    assertThat(proved).hasSize(1);
    assertThat(proved.get(0).kept().whole()).as("a SYN gives way to a hello").isTrue();
  }

  @Test
  void atTheCapAConnectionIsToldWithoutFramesAndSaysSo() {
    FrameKeeper keeper = new FrameKeeper(1 << 12);
    Wire wire = new Wire().handshake().client(WireTls.hello(TLS_1_0, 1));
    for (int i = 0; i < 50; i++) {
      wire.another("10.1.1." + (1 + i), 1024 + i)
          .handshake()
          .client(WireTls.hello(TLS_1_0, 10 + i));
    }
    List<Proved> proved = prove(wire.server(WireTls.alert(TLS_1_0, 2, 70)).frames(), keeper);

    assertThat(proved).hasSize(51);
    assertThat(keeper.evicted()).isPositive();
    Proved first =
        proved.stream()
            .filter(p -> p.connection().client().port() == 40000)
            .findFirst()
            .orElseThrow();
    assertThat(first.kept().whole()).isFalse();
  }

  @Test
  void aTagThatTheKernelTookOutIsInItsPlaceAgain() {
    Frame frame = new Frame();
    byte[] bytes = new Wire().handshake().frames().get(0).bytes();
    frame.bytes(ByteBuffer.wrap(bytes), 0, bytes.length, bytes.length);
    frame.about(1, ETHERNET, 5, true);
    frame.vlanTci(12);
    FrameKeeper keeper = new FrameKeeper(1 << 20);
    keeper.look(frame, "eth0");
    keeper.keep("flow", 1, false);
    keeper.tell("flow", prove(new Wire().handshake().tls(TLS_1_0)).connection());

    KeptFrame kept = keeper.told().frames().get(0);

    assertThat(kept.bytes()).hasSize(bytes.length + 4);
    assertThat(HexFormat.of().formatHex(kept.bytes(), 12, 18)).isEqualTo("8100000c0800");
    assertThat(kept.originalLength()).isEqualTo(bytes.length + 4);
  }
}
