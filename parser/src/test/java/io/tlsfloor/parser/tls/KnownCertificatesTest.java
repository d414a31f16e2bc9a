package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class KnownCertificatesTest {
  private final KnownCertificates known = new KnownCertificates();

  @Test
  void readsWhatTheReaderOfNamesReads() {
    byte[] der = certificate("mail.example.com", 64);

    assertThat(known.names(ByteBuffer.wrap(der), 0, der.length))
        .isPresent()
        .isEqualTo(CertificateNames.read(ByteBuffer.wrap(der), 0, der.length));
  }

  @Test
  void givesTheSameNamesForTheSameBytesWhereverTheyLie() {
    byte[] der = certificate("mail.example.com", 64);
    ByteBuffer later = ByteBuffer.allocate(der.length + 20).put(7, der);

    assertThat(known.names(later, 7, der.length).orElseThrow())
        .isSameAs(known.names(ByteBuffer.wrap(der), 0, der.length).orElseThrow());
    assertThat(known.names(ByteBuffer.allocateDirect(der.length).put(0, der), 0, der.length))
        .isEqualTo(known.names(later, 7, der.length));
  }

  @Test
  void tellsCertificatesApartThatDifferInOneByte() {
    byte[] one = certificate("mail.example.com", 64);
    byte[] other = certificate("mall.example.com", 64);

    known.names(ByteBuffer.wrap(one), 0, one.length);

    assertThat(known.names(ByteBuffer.wrap(other), 0, other.length).orElseThrow().subject())
        .isEqualTo("CN=mall.example.com");
    assertThat(known.names(ByteBuffer.wrap(one), 0, one.length).orElseThrow().subject())
        .isEqualTo("CN=mail.example.com");
  }

  @Test
  void keepsNoBytesOfItsCaller() {
    byte[] der = certificate("mail.example.com", 64);
    ByteBuffer reused = ByteBuffer.wrap(der.clone());
    known.names(reused, 0, der.length);
    reused.put(0, certificate("mall.example.com", 64));

    assertThat(known.names(reused, 0, der.length).orElseThrow().subject())
        .isEqualTo("CN=mall.example.com");
    assertThat(known.names(ByteBuffer.wrap(der), 0, der.length).orElseThrow().subject())
        .isEqualTo("CN=mail.example.com");
  }

  @Test
  void readsThoseThatAreTooShortOrTooLongToBeKept() {
    byte[] large = certificate("mail.example.com", KnownCertificates.MAX_BYTES);

    assertThat(known.names(ByteBuffer.wrap(large), 0, large.length).orElseThrow().subject())
        .isEqualTo("CN=mail.example.com");
    for (int length = 0; length < 64; length++) {
      assertThat(known.names(ByteBuffer.wrap(large), 0, length)).isEmpty();
    }
  }

  private static byte[] certificate(String name, int filling) {
    return Der.certificate(
        Der.commonName("Example CA"), Der.commonName(name), Der.element(0x04, new byte[filling]));
  }
}
