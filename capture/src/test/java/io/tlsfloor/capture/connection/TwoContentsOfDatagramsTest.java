package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.testing.WireQuic;
import io.tlsfloor.testing.WireTls;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Two contents of one place in DTLS and QUIC: the first copy counts, and the connection is
 * contested.
 */
class TwoContentsOfDatagramsTest {
  private static final int DTLS_1_0 = 0xFEFF;
  private static final int DTLS_1_2 = 0xFEFD;
  private static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8};

  private final byte[] old = Datagrams.dtlsHelloBody(DTLS_1_0, 1, 0);
  private final byte[] modern = Datagrams.dtlsHelloBody(DTLS_1_2, 1, 0);

  @Test
  void theFirstHelloCountsAndThatThereAreTwoIsStated() {
    byte[] refusal = WireTls.dtlsRecord(21, DTLS_1_0, 0, 0, new byte[] {2, 70});
    for (List<byte[]> hellos : List.of(List.of(modern, old), List.of(old, modern))) {
      Analyzed analyzed =
          new Datagrams()
              .client(Datagrams.dtlsHello(DTLS_1_0, 0, hellos.get(0)))
              .client(Datagrams.dtlsHello(DTLS_1_0, 0, hellos.get(1)))
              .server(refusal)
              .analyzed();
      TlsConnection c = only(analyzed);
      assertThat(c.offer().orElseThrow().max())
          .isEqualTo(hellos.get(0) == old ? TlsVersion.DTLS_1_0 : TlsVersion.DTLS_1_2);
      assertThat(c.evidence().contradictions()).containsExactly(Contradiction.MESSAGE_BYTES);
      assertThat(analyzed.coverage().count(Loss.CONFLICTS)).isEqualTo(1);
    }
  }

  @Test
  void ofFragmentsOfTwoHellosTheFirstCopiesCount() {
    int half = old.length / 2;
    TlsConnection c =
        only(
            new Datagrams()
                .client(part(modern, 0, half))
                .client(part(old, 0, half))
                .client(part(modern, half, old.length - half))
                .analyzed());

    assertThat(c.offer().orElseThrow().max()).isEqualTo(TlsVersion.DTLS_1_2);
    assertThat(c.evidence().contested()).isTrue();
  }

  @Test
  void fragmentsOfAnotherHelloThanTheOneThatWasReadAreAConflict() {
    int half = old.length / 2;
    TlsConnection c =
        only(
            new Datagrams()
                .client(Datagrams.dtlsHello(DTLS_1_0, 0, modern))
                .client(part(modern, 0, half))
                .client(part(old, 0, half))
                .client(part(old, half, old.length - half))
                .analyzed());

    assertThat(c.offer().orElseThrow().max()).isEqualTo(TlsVersion.DTLS_1_2);
    assertThat(c.evidence().contested()).isTrue();
  }

  @Test
  void aSecondHelloThatDoesNotRepeatTheRandomIsNamed() {
    TlsConnection c =
        only(
            new Datagrams()
                .client(Datagrams.dtlsHello(DTLS_1_2, 0, modern))
                .client(Datagrams.dtlsHello(DTLS_1_2, 1, Datagrams.dtlsHelloBody(DTLS_1_2, 2, 8)))
                .analyzed());

    assertThat(c.evidence().contradictions()).containsExactly(Contradiction.HELLO_CHANGED);
  }

  @Test
  void aRetransmissionIsNoConflict() {
    int half = old.length / 2;
    TlsConnection c =
        only(
            new Datagrams()
                .client(Datagrams.dtlsHello(DTLS_1_0, 0, old))
                .client(Datagrams.dtlsHello(DTLS_1_0, 0, old))
                .client(part(old, half, old.length - half))
                .client(part(old, 0, half))
                .analyzed());

    assertThat(c.evidence().contradictions()).isEmpty();
  }

  @Test
  void twoChoicesOfOnePlaceAreContested() {
    TlsConnection c =
        only(
            new Datagrams()
                .client(Datagrams.dtlsHello(DTLS_1_0, 0, modern))
                .server(Datagrams.dtlsServerHello(DTLS_1_2, 0))
                .server(Datagrams.dtlsServerHello(DTLS_1_0, 0))
                .analyzed());

    assertThat(c.choice().orElseThrow().version()).isEqualTo(TlsVersion.DTLS_1_2);
    assertThat(c.evidence().contested()).isTrue();
  }

  @Test
  void twoHellosInQuicAreAConflict() {
    byte[] first = quicHello(0x0304);
    byte[] second = quicHello(0x0303);
    int different = Arrays.mismatch(first, second);
    TlsConnection whole =
        only(
            new Datagrams()
                .client(initial(0, WireQuic.crypto(first, 0, first.length)))
                .client(initial(1, WireQuic.crypto(second, 0, second.length)))
                .analyzed());
    TlsConnection parts =
        only(
            new Datagrams()
                .client(initial(0, WireQuic.crypto(first, different, first.length - different)))
                .client(initial(1, WireQuic.crypto(second, different, second.length - different)))
                .client(initial(2, WireQuic.crypto(first, 0, different)))
                .analyzed());

    for (TlsConnection c : List.of(whole, parts)) {
      assertThat(c.offer().orElseThrow().max()).isEqualTo(TlsVersion.TLS_1_3);
      assertThat(c.evidence().contradictions()).containsExactly(Contradiction.QUIC_BYTES);
      assertThat(c.evidence().contested()).as("QUIC has no old version").isFalse();
    }
  }

  private static byte[] part(byte[] body, int offset, int length) {
    return WireTls.dtlsRecord(22, DTLS_1_0, 0, 0, WireTls.fragment(1, 0, body, offset, length));
  }

  private static byte[] quicHello(int version) {
    return WireTls.clientHello(
        0x0303, 1, WireTls.serverName("outlook.office365.com"), WireTls.supportedVersions(version));
  }

  private static byte[] initial(int number, byte[] frames) {
    return Datagrams.quicInitial(true, ID, ID, number, frames);
  }

  private static TlsConnection only(Analyzed analyzed) {
    assertThat(analyzed.connections()).hasSize(1);
    return analyzed.connections().get(0);
  }
}
