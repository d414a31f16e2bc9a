package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.testing.Rounds;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireHello;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Truncated, mutated and made-up bytes: nothing throws, each refusal says why, and what is accepted
 * can be read to its end. {@code -Dtlsfloor.rounds=N} runs longer, {@code -Dtlsfloor.seed=N}
 * repeats.
 */
final class HostileBytesTest {
  private static final int ROUNDS = Rounds.count(Rounds.some(5_000));
  private static final long SEED = Long.getLong("tlsfloor.seed", 20_261_125);

  private static final byte[] FULL_CLIENT =
      WireHello.client(0x0303)
          .suites(0x1A1A, 0x1301, 0xC02F, 0x002F)
          .serverName("outlook.office365.com")
          .alpn("h2", "http/1.1")
          .groups(0x001D, 0x0017)
          .pointFormats("00")
          .signatureAlgorithms(0x0403, 0x0804)
          .versions(0x0304, 0x0303, 0x0301)
          .body();
  private static final byte[] FULL_SERVER =
      WireHello.server(0x0303).extension(43, "0304").extension(16, "0003 02 6832").body();
  private static final byte[] SSLV2_CLIENT =
      WireBytes.join(WireBytes.hex("801f 01 0301 0006 0000 0010 000005 010080"), new byte[16]);
  private static final byte[] SSLV2_SERVER =
      WireBytes.join(
          WireBytes.hex("8025 04 00 01 0002 0004 0006 0010 30820000 010080 020080"), new byte[16]);
  private static final byte[] CERTIFICATE =
      Der.certificate(
          Der.commonName("ca"),
          Der.commonName("a.net"),
          Der.extensions(Der.alternativeNames(Der.dnsName("a.net"), Der.dnsName("b.net"))));
  private static final byte[] CERTIFICATES =
      WireBytes.counted(
          3, WireBytes.join(WireBytes.counted(3, CERTIFICATE), WireBytes.counted(3, CERTIFICATE)));
  private static final byte[] RECORD =
      WireBytes.join(
          WireBytes.hex("16 0301"), WireBytes.counted(2, FULL_CLIENT), WireBytes.hex("15 0301"));

  private final ClientHelloView client = new ClientHelloView();
  private final ServerHelloView server = new ServerHelloView();
  private final SslV2ClientHelloView sslv2Client = new SslV2ClientHelloView();
  private final SslV2ServerHelloView sslv2Server = new SslV2ServerHelloView();
  private final CertificateView certificates = new CertificateView();
  private final TlsRecordView record = new TlsRecordView();
  private final AlertView alert = new AlertView();
  private final HelloKinds kinds = new HelloKinds(); // must never take one hello for another

  /** Gives bytes to every reader and reads what each accepts, all of it. */
  private void readAll(ByteBuffer buffer, int start, int length) {
    readClient(client.wrap(buffer, start, length), HelloFormat.TLS);
    readClient(client.wrapDtls(buffer, start, length), HelloFormat.DTLS);
    if (server.wrap(buffer, start, length)) {
      assertThat(kinds.choice(server)).isEqualTo(HelloFacts.choice(server));
    } else {
      assertThat(server.failure().offset()).isBetween(0, length);
    }
    if (sslv2Client.wrap(buffer, start, length) == Progress.DONE) {
      assertThat(HelloFacts.sslv2(sslv2Client).suites()).isNotEmpty();
    }
    if (sslv2Server.wrap(buffer, start, length) == Progress.DONE) {
      for (int i = 0; i < sslv2Server.cipherSpecCount(); i++) {
        assertThat(sslv2Server.cipherSpec(i)).isNotNegative();
      }
    }
    if (certificates.wrap(buffer, start, length)) {
      CertificateNames.read(
          buffer, certificates.certificateStart(), certificates.certificateLength());
    } else {
      assertThat(certificates.failure().offset()).isBetween(0, length);
    }
    if (certificates.wrapFirst(buffer, start, length) == Progress.DONE) {
      CertificateNames.read(
          buffer, certificates.certificateStart(), certificates.certificateLength());
    }
    CertificateNames.read(buffer, start, length);
    if (record.wrap(buffer, start, length) == Progress.DONE) {
      assertThat(record.length()).isLessThanOrEqualTo(length);
    }
    TlsStart.at(buffer, start, length);
    alert.wrap(buffer, start, length);
    PseudoTls.client(buffer, start, length);
    PseudoTls.server(buffer, start, length);
    half(buffer, start, length, HelloFormat.TLS);
    half(buffer, start, length, HelloFormat.DTLS);
    server.wrapBeginning(buffer, start, length);
    HelloFacts.cutChoice(server);
    server.describe(inside(start, length));
    CertificateView.describe(inside(start, length), buffer, start, start + length, true);
    CertificateView.describe(inside(start, length), buffer, start, start + length, false);
  }

  private void half(ByteBuffer buffer, int start, int length, HelloFormat format) {
    client.wrapBeginning(buffer, start, length, format);
    HelloFacts.cutOffer(client, format);
    HelloFacts.serverName(client);
    client.describe(inside(start, length));
  }

  /** No field may lie outside of the bytes. */
  private static FieldSink inside(int start, int length) {
    return (name, at, bytes, privacy, meaning, source) -> {
      assertThat(at).as(name).isBetween(start, start + length);
      assertThat(bytes).as(name).isBetween(0, start + length - at);
    };
  }

  private void readClient(boolean accepted, HelloFormat format) {
    if (accepted) {
      assertThat(HelloFacts.offer(client, format).suites()).hasSize(client.suiteCount());
      assertThat(kinds.offer(client, format)).isEqualTo(HelloFacts.offer(client, format));
      assertThat(Ja4.raw(client, format)).isNotEmpty();
      for (int i = 0; i < client.extensionCount(); i++) {
        assertThat(client.extensionStart(i) + client.extensionLength(i)).isPositive();
      }
    } else {
      assertThat(client.failure().field()).isNotEmpty();
    }
  }

  private static List<byte[]> seeds() {
    return List.of(
        Hellos.OPENSSL_TLS_1_0,
        Hellos.OPENSSL_LISTS_OLD_VERSIONS,
        Hellos.OPENSSL_SERVER_TLS_1_0,
        Hellos.OPENSSL_SERVER_TLS_1_3,
        FULL_CLIENT,
        WireHello.client(0xFEFD)
            .cookie(WireBytes.hex("aabb"))
            .groups(29)
            .serverName("a.net")
            .body(),
        FULL_SERVER,
        SSLV2_CLIENT,
        SSLV2_SERVER,
        CERTIFICATE,
        CERTIFICATES,
        RECORD);
  }

  @Test
  void everyTruncationIsReadWithoutHarm() {
    for (byte[] seed : seeds()) {
      for (Placed at : Placed.everywhere(seed)) {
        for (int length = 0; length <= at.length(); length++) {
          readAll(at.buffer(), at.start(), length);
        }
      }
    }
  }

  @Test
  void noTruncationOfAHelloIsAHello() {
    for (int length = 0; length < FULL_CLIENT.length; length++) {
      boolean bare = length == 2 + 32 + 1 + 2 + 8 + 2; // whole, if nothing follows
      assertThat(client.wrap(ByteBuffer.wrap(FULL_CLIENT), 0, length)).isEqualTo(bare);
    }
    for (int length = 0; length < FULL_SERVER.length; length++) {
      boolean bare = length == 2 + 32 + 1 + 2 + 1;
      assertThat(server.wrap(ByteBuffer.wrap(FULL_SERVER), 0, length)).isEqualTo(bare);
    }
  }

  @Test
  void nothingBeyondTheRangeIsRead() {
    for (byte[] seed : seeds()) {
      for (int length = 0; length <= seed.length; length++) {
        readAll(ByteBuffer.wrap(Arrays.copyOf(seed, length)), 0, length); // reading on would throw
      }
    }
  }

  @Test
  void mutatedBytesAreReadWithoutHarm() {
    Random random = new Random(SEED);
    List<byte[]> seeds = seeds();
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = Mutations.of(seeds.get(round % seeds.size()), random);
      try {
        readAll(ByteBuffer.wrap(bytes), 0, bytes.length);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "seed " + SEED + ", round " + round + ", bytes " + HexFormat.of().formatHex(bytes), e);
      }
    }
  }
}
