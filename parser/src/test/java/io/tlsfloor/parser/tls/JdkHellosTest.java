package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.CipherSuites;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.TlsVersion;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

/** Hellos that the JDK's own TLS writes: a writer that knows nothing of this parser. */
final class JdkHellosTest {
  private static SSLEngine client(String protocol, String... enabled) throws Exception {
    SSLContext context = SSLContext.getInstance(protocol);
    context.init(null, null, null);
    SSLEngine engine = context.createSSLEngine("outlook.office365.com", 443);
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(enabled);
    SSLParameters parameters = engine.getSSLParameters();
    if (!protocol.equals("DTLS")) {
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
    }
    parameters.setServerNames(List.of(new SNIHostName("outlook.office365.com")));
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** The first bytes that an engine sends. */
  private static ByteBuffer firstFlight(SSLEngine engine) throws Exception {
    ByteBuffer out = ByteBuffer.allocateDirect(engine.getSession().getPacketBufferSize());
    engine.beginHandshake();
    engine.wrap(ByteBuffer.allocate(0), out);
    return out.flip();
  }

  private static ClientHelloView readRecord(ByteBuffer bytes) {
    TlsRecordView record = new TlsRecordView();
    assertThat(record.wrap(bytes, 0, bytes.limit())).isEqualTo(Progress.DONE);
    assertThat(record.contentType()).isEqualTo(ContentType.HANDSHAKE);
    assertThat(record.length()).isEqualTo(bytes.limit());
    assertThat(HandshakeHeader.type(bytes, record.fragmentStart()))
        .isEqualTo(HandshakeType.CLIENT_HELLO);
    int length = HandshakeHeader.length(bytes, record.fragmentStart());
    assertThat(length).isEqualTo(record.fragmentLength() - HandshakeHeader.HEADER_BYTES);
    ClientHelloView hello = new ClientHelloView();
    assertThat(hello.wrap(bytes, record.fragmentStart() + HandshakeHeader.HEADER_BYTES, length))
        .isTrue();
    return hello;
  }

  @Test
  void readsAHelloOfTls12() throws Exception {
    SSLEngine engine = client("TLS", "TLSv1.2");

    ClientHelloView hello = readRecord(firstFlight(engine));
    Offer offer = HelloFacts.offer(hello, HelloFormat.TLS);

    assertThat(offer.max()).isEqualTo(TlsVersion.TLS_1_2);
    assertThat(offer.serverName()).contains("outlook.office365.com");
    assertThat(offer.alpn()).containsExactly("h2", "http/1.1");
    assertThat(offer.suites().stream().map(CipherSuites::name))
        .containsAll(
            List.of(engine.getEnabledCipherSuites()).stream()
                .filter(name -> name.contains("_WITH_")) // not those of TLS 1.3
                .toList());
  }

  @Test
  void readsAHelloOfTls13() throws Exception {
    Offer offer =
        HelloFacts.offer(
            readRecord(firstFlight(client("TLS", "TLSv1.2", "TLSv1.3"))), HelloFormat.TLS);

    assertThat(offer.legacyVersion()).isEqualTo(TlsVersion.TLS_1_2);
    assertThat(offer.max()).isEqualTo(TlsVersion.TLS_1_3);
    assertThat(offer.min()).contains(TlsVersion.TLS_1_2);
    assertThat(offer.versions().orElseThrow())
        .containsExactly(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2);
    assertThat(offer.groups()).isNotEmpty();
  }

  @Test
  void readsAHelloInSslv2Format() throws Exception {
    ByteBuffer bytes = firstFlight(client("TLS", "SSLv2Hello", "TLSv1.2"));
    SslV2ClientHelloView hello = new SslV2ClientHelloView();

    assertThat(hello.wrap(bytes, 0, bytes.limit())).isEqualTo(Progress.DONE);

    assertThat(hello.lengthOnWire()).isEqualTo(bytes.limit());
    assertThat(HelloFacts.sslv2(hello).max()).isEqualTo(TlsVersion.TLS_1_2);
    assertThat(HelloFacts.sslv2(hello).suites().stream().map(CipherSuites::name))
        .contains("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
  }

  @Test
  void readsAHelloOfDtls() throws Exception {
    ByteBuffer bytes = firstFlight(client("DTLS", "DTLSv1.2"));
    ClientHelloView hello = new ClientHelloView();
    int body = 13 + 12; // record and handshake header of DTLS

    assertThat(hello.wrapDtls(bytes, body, bytes.limit() - body)).isTrue();

    Offer offer = HelloFacts.offer(hello, HelloFormat.DTLS);
    assertThat(offer.max()).isEqualTo(TlsVersion.DTLS_1_2);
    assertThat(offer.ja4().orElseThrow()).startsWith("dd2");
  }
}
