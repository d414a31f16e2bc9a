package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.testing.WireBytes;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CertificateNamesTest {
  /** Made by OpenSSL 3.5 with every character that RFC 4514 wants escaped. */
  private static final byte[] ODD_NAMES =
      WireBytes.hex(
          """
          308202e43082028ba003020102021400dadd512b4c4406b9f16415b823d135a38fe67a300a06082a8648ce3d04030230
          81a6310b300906035504061302444531173015060355040a0c0e412c2042202b20433b203c643e3d311a301806035504
          0b0c1123206861736820616e6420747261696c203111300f060355040b0c084dc3bc6e6368656e311930090603550405
          13023432300c06035504030c056669727374311c301a06092a864886f70d010901160d61406578616d706c652e636f6d
          3116301406035504030c0d2a2e6578616d706c652e636f6d3020170d3236313132353133313335375a180f3231323631
          3130313133313335375a3081a6310b300906035504061302444531173015060355040a0c0e412c2042202b20433b203c
          643e3d311a3018060355040b0c1123206861736820616e6420747261696c203111300f060355040b0c084dc3bc6e6368
          656e31193009060355040513023432300c06035504030c056669727374311c301a06092a864886f70d010901160d6140
          6578616d706c652e636f6d3116301406035504030c0d2a2e6578616d706c652e636f6d3059301306072a8648ce3d0201
          06082a8648ce3d03010703420004edb3749f1a08fdb55491206ad0eedcbb28d7b61321ec62df34169884370145a78af0
          ccadc744d9cfe4696f195e866e5dfe0bd7cb2a628a5cfe8f82546e41109ba3819230818f300c0603551d130101ff0402
          3000300b0603551d0f04040302078030530603551d110101ff04493047820d2a2e6578616d706c652e636f6d8704c000
          0201810d78406578616d706c652e636f6d820b6578616d706c652e636f6d861468747470733a2f2f6578616d706c652e
          636f6d2f301d0603551d0e041604147d651d7d6e062459b841e2119f2de5e10208a37e300a06082a8648ce3d04030203
          4700304402204534efeb1bc6ce5741142f8dab2ed352ef59e578a911040c4be8abe60986b614022017752b7cb27f8d78
          4f6a0b0bac9ade91913eb1842a4ecf8cdd7f41b598d2f6b1
          """);

  private static Optional<ServerCertificate> read(byte[] certificate) {
    List<Optional<ServerCertificate>> results = new ArrayList<>();
    for (Placed at : Placed.everywhere(certificate)) {
      results.add(CertificateNames.read(at.buffer(), at.start(), at.length()));
    }
    assertThat(results).containsOnly(results.get(0));
    return results.get(0);
  }

  private static ServerCertificate readSound(byte[] certificate) {
    return read(certificate).orElseThrow();
  }

  @Test
  void readsTheNamesOfACertificate() {
    ServerCertificate names = readSound(ODD_NAMES);

    assertThat(names.subject())
        .isEqualTo(
            "CN=*.example.com,1.2.840.113549.1.9.1=#160d61406578616d706c652e636f6d,"
                + "2.5.4.5=#13023432+CN=first,OU=München,OU=\\# hash and trail\\ ,"
                + "O=A\\, B \\+ C\\; \\<d\\>\\=,C=DE");
    assertThat(names.issuer()).isEqualTo(names.subject());
    assertThat(names.commonName()).contains("*.example.com");
    assertThat(names.alternativeNames()).containsExactly("*.example.com", "example.com");
  }

  @Test
  void aNameOfMoreAttributesThanAnyInUseIsNotRead() {
    String attribute = "3008 0603550403 0c0161"; // CN=a
    String element = "310a" + attribute;

    assertThat(readSound(named(element.repeat(64))).commonName()).contains("a");
    assertThat(read(named(element.repeat(65)))).isEmpty();
    assertThat(readSound(named(der("31", attribute.repeat(64)))).commonName()).contains("a");
    assertThat(read(named(der("31", attribute.repeat(65))))).isEmpty();
  }

  private static String der(String tag, String content) {
    int length = content.replace(" ", "").length() / 2;
    return tag + String.format("83%06x", length) + content;
  }

  /** A certificate with these elements as its subject and its issuer. */
  private static byte[] named(String elements) {
    String name = der("30", elements);
    String body = "a003020102 020101 3000" + name + "3000" + name + "3000";
    return WireBytes.hex(der("30", der("30", body)));
  }

  @Test
  void readsTheNamesAsTheJdkDoes() throws Exception {
    List<X509Certificate> certificates = new ArrayList<>(authorities());
    certificates.add(
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(ODD_NAMES)));
    for (X509Certificate certificate : certificates) {
      ServerCertificate names = readSound(certificate.getEncoded());

      assertThat(names.subject())
          .isEqualTo(certificate.getSubjectX500Principal().getName(X500Principal.RFC2253));
      assertThat(names.issuer())
          .isEqualTo(certificate.getIssuerX500Principal().getName(X500Principal.RFC2253));
      assertThat(names.alternativeNames()).isEqualTo(dnsNames(certificate));
    }
  }

  /** The certificates that come with the JDK: some hundred, from many writers. */
  private static List<X509Certificate> authorities() throws Exception {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager trust) {
        return Arrays.asList(trust.getAcceptedIssuers());
      }
    }
    return List.of();
  }

  private static List<String> dnsNames(X509Certificate certificate) throws Exception {
    List<String> names = new ArrayList<>();
    if (certificate.getSubjectAlternativeNames() != null) {
      for (List<?> entry : certificate.getSubjectAlternativeNames()) {
        if (entry.get(0).equals(2)) {
          names.add((String) entry.get(1));
        }
      }
    }
    return names;
  }

  @Test
  void readsACertificateOfVersion1() {
    byte[] old = Der.certificateOfVersion1(Der.commonName("ca"), Der.commonName("old"));

    assertThat(readSound(old))
        .isEqualTo(new ServerCertificate("CN=old", "CN=ca", Optional.of("old"), List.of()));
  }

  @Test
  void readsAnEmptySubject() {
    byte[] certificate = Der.certificate(Der.commonName("ca"), Der.name());

    assertThat(readSound(certificate).subject()).isEmpty();
    assertThat(readSound(certificate).commonName()).isEmpty();
  }

  @Test
  void readsEveryTypeOfString() {
    byte[] subject =
        Der.name(
            Der.attribute(Der.ORGANIZATION, Der.text(0x13, "print", StandardCharsets.US_ASCII)),
            Der.attribute(Der.ORGANIZATION, Der.text(0x14, "té", StandardCharsets.ISO_8859_1)),
            Der.attribute(Der.ORGANIZATION, Der.text(0x16, "ia5", StandardCharsets.US_ASCII)),
            Der.attribute(Der.ORGANIZATION, Der.text(0x1E, "bmpé", StandardCharsets.UTF_16BE)),
            Der.attribute(Der.ORGANIZATION, Der.element(0x02, new byte[] {5})));

    assertThat(readSound(Der.certificate(Der.name(), subject)).subject())
        .isEqualTo("O=#020105,O=bmpé,O=ia5,O=té,O=print");
  }

  @Test
  void namesAllTypesOfRfc4514() {
    byte[] subject =
        Der.name(
            Der.attribute(WireBytes.hex("06 03 550407"), Der.utf8("l")),
            Der.attribute(WireBytes.hex("06 03 550408"), Der.utf8("st")),
            Der.attribute(WireBytes.hex("06 03 550409"), Der.utf8("street")),
            Der.attribute(WireBytes.hex("06 0a 0992268993f22c640101"), Der.utf8("uid")),
            Der.attribute(WireBytes.hex("06 0a 0992268993f22c640119"), Der.utf8("dc")),
            Der.attribute(WireBytes.hex("06 03 8837 01"), Der.utf8("x")),
            Der.attribute(WireBytes.hex("06 01 28"), Der.utf8("")));

    assertThat(readSound(Der.certificate(Der.name(), subject)).subject())
        .isEqualTo("1.0=#0c00,2.999.1=#0c0178,DC=dc,UID=uid,STREET=street,ST=st,L=l");
  }

  @Test
  void escapesWhatATerminalWouldObey() {
    byte[] certificate = Der.certificate(Der.name(), Der.commonName(" \u0000\u001b[2J\u007f\\\""));

    assertThat(readSound(certificate).subject()).isEqualTo("CN=\\ \\00\\1b[2J\\7f\\\\\\\"");
  }

  @Test
  void bytesThatAreNoUtf8AreReplaced() {
    byte[] subject =
        Der.name(Der.attribute(Der.COMMON_NAME, Der.element(0x0C, WireBytes.hex("61ff"))));

    assertThat(readSound(Der.certificate(Der.name(), subject)).commonName()).contains("a\ufffd");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no bytes                    |
          no sequence                 | 31 00
          nothing to be signed        | 30 00
          empty                       | 30 02 30 00
          version only                | 30 07 30 05 a0 03 02 01 02
          without issuer              | 30 07 30 05 02 01 01 30 00
          issuer of sequences         | 30 0f 30 0d 02 01 01 30 00 30 02 30 00 30 00 30 00
          element without attribute   | 30 0f 30 0d 02 01 01 30 00 30 02 31 00 30 00 30 00
          attribute without type      | 30 11 30 0f 02 01 01 30 00 30 04 31 02 30 00 30 00 30 00
          attribute without value     | 30 16 30 14 02 01 01 30 00 30 09 31 07 30 05 06 03 55 04 03 30 00 30 00
          set that breaks off         | 30 1b 30 19 02 01 01 30 00 30 0e 31 0c 30 08 06 03 55 04 03 0c 01 61 30 05 30 00 30 00
          indefinite length           | 30 80 30 80 02 01 01 00 00 00 00
          length of four bytes        | 30 84 00 00 00 02 30 00
          length that is not there    | 30 82 01
          longer than its parent      | 30 02 30 01
          tag of several bytes        | 3f 21 00
          """)
  void whatIsNoCertificateHasNoNames(String name, String hex) {
    assertThat(read(hex == null ? new byte[0] : WireBytes.hex(hex))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          extensions of another tag  | a1 00
          no extensions              | a3 02 30 00
          no sequence                | a3 02 31 00
          nothing inside             | a3 00
          extension without type     | a3 04 30 02 30 00
          another extension          | a3 0b 30 09 30 07 06 03 55 1d 0f 04 00
          another, of the same end   | a3 0b 30 09 30 07 06 03 2b 1d 11 04 00
          a type of another length   | a3 0c 30 0a 30 08 06 04 55 1d 11 00 04 00
          without a value            | a3 09 30 07 30 05 06 03 55 1d 11
          only critical              | a3 0c 30 0a 30 08 06 03 55 1d 11 01 01 ff
          value of another type      | a3 0b 30 09 30 07 06 03 55 1d 11 05 00
          value without list         | a3 0b 30 09 30 07 06 03 55 1d 11 04 00
          empty list                 | a3 0d 30 0b 30 09 06 03 55 1d 11 04 02 30 00
          an empty name              | a3 0f 30 0d 30 0b 06 03 55 1d 11 04 04 30 02 82 00
          an address                 | a3 13 30 11 30 0f 06 03 55 1d 11 04 08 30 06 87 04 c0 00 02 01
          """)
  void aCertificateWithoutAlternativeNamesKeepsItsSubject(String name, String extensions) {
    byte[] certificate =
        Der.certificate(Der.commonName("ca"), Der.commonName("a.net"), WireBytes.hex(extensions));

    assertThat(readSound(certificate).commonName()).contains("a.net");
    assertThat(readSound(certificate).alternativeNames()).isEmpty();
  }

  @Test
  void alternativeNamesUpToABreakAreKept() {
    byte[] broken = Der.alternativeNames(Der.dnsName("a.net"), WireBytes.hex("82 7f 61"));

    assertThat(
            readSound(Der.certificate(Der.name(), Der.name(), Der.extensions(broken)))
                .alternativeNames())
        .containsExactly("a.net");
  }

  @Test
  void capsHowManyAndHowLongNamesAre() {
    byte[][] names = new byte[2000][];
    Arrays.fill(names, Der.dnsName("a.net"));
    names[1] = Der.dnsName("b".repeat(256));
    byte[] certificate =
        Der.certificate(Der.name(), Der.name(), Der.extensions(Der.alternativeNames(names)));

    assertThat(readSound(certificate).alternativeNames()).hasSize(1024).containsOnly("a.net");
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 65})
  void capsHowManyElementsANameHas(int elements) {
    byte[][] attributes = new byte[elements][];
    Arrays.fill(attributes, Der.attribute(Der.ORGANIZATION, Der.utf8("o")));

    assertThat(read(Der.certificate(Der.name(), Der.name(attributes))).isPresent())
        .isEqualTo(elements == 64);
  }

  @Test
  void capsHowLongAValueAndATypeAre() {
    assertThat(read(Der.certificate(Der.name(), Der.commonName("x".repeat(1024))))).isPresent();
    assertThat(read(Der.certificate(Der.name(), Der.commonName("x".repeat(1025))))).isEmpty();
    byte[] longType = Der.element(0x06, new byte[33]);
    assertThat(read(Der.certificate(Der.name(), Der.name(Der.attribute(longType, Der.utf8("x"))))))
        .isEmpty();
  }

  @Test
  void everyTruncationIsTold() {
    for (int length = 0; length < ODD_NAMES.length; length++) {
      assertThat(CertificateNames.read(ByteBuffer.wrap(ODD_NAMES), 0, length)).isEmpty();
    }
  }

  @Test
  void aRangeOutsideOfTheBufferIsABugOfTheCaller() {
    assertThatThrownBy(() -> CertificateNames.read(ByteBuffer.allocate(4), 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
