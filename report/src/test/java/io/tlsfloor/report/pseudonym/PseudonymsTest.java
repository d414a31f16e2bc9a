package io.tlsfloor.report.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.ReportException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pseudonyms of addresses, MAC addresses, names, files and text; keys that are no good. */
class PseudonymsTest {
  @TempDir Path folder;
  private Path keyFile;
  private Pseudonyms pseudonyms;

  @BeforeEach
  void makeAKey() throws Exception {
    byte[] key = new byte[32];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (7 * i + 1);
    }
    keyFile = folder.resolve("key");
    Files.write(keyFile, key);
    Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
    pseudonyms = pseudonymsOf(keyFile);
  }

  private static Pseudonyms pseudonymsOf(Path file) throws Exception {
    return new Pseudonyms(PseudonymKey.read(file.toString()));
  }

  /** Test data of the authors' own program, Crypto-PAn 1.0, with the key in its sample. */
  @ParameterizedTest
  @CsvSource({
    "128.11.68.132,135.242.180.132",
    "129.118.74.4,134.136.186.123",
    "130.132.252.244,133.68.164.234",
    "141.223.7.43,141.167.8.160",
    "141.233.145.108,141.129.237.235",
    "152.163.225.39,151.140.114.167"
  })
  void permutesAsTheAuthorsOfCryptoPanDo(String address, String expected) {
    byte[] key =
        HexFormat.of().parseHex("1522178d33a4cf80130a5b1649907d10d8988f837979652762574c2d2a842202");
    IpAddress original = IpAddress.parse(address);
    byte[] bytes = ByteBuffer.allocate(4).putInt((int) original.low()).array();

    byte[] permuted = new CryptoPan(key).permute(bytes, 0);

    assertThat(IpAddress.v4(ByteBuffer.wrap(permuted).getInt())).hasToString(expected);
  }

  @Test
  void aKeyThatIsNoGoodIsRefused() throws Exception {
    refused(folder.resolve("missing"), "no such file");
    refused(folder, "it is a directory");
    refused(Files.writeString(folder.resolve("short"), "secret"), "too short: 6 bytes, 32");
    refused(Files.write(folder.resolve("zero"), new byte[64]), "not random");
    refused(Files.write(folder.resolve("long"), new byte[70000]), "longer than");
  }

  private static void refused(Path key, String why) {
    assertThatThrownBy(() -> PseudonymKey.read(key.toString()))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aKeyThatOthersMayReadIsWarnedOf() throws Exception {
    assertThat(PseudonymKey.read(keyFile.toString()).warning()).isEmpty();

    Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(PseudonymKey.read(keyFile.toString()).warning())
        .hasValueSatisfying(said -> assertThat(said).contains("others may read", "chmod 600"));
  }

  @Test
  void keepsNothingOfTheNameOfACapture() {
    String one = pseudonyms.capture("/home/mueller/site-3/laptop-mueller.pcap");
    assertThat(one).matches("capture-[a-z2-7]{8}");
    assertThat(pseudonyms.capture("/home/mueller/site-3/laptop-mueller.pcap")).isEqualTo(one);
    assertThat(pseudonyms.capture("/home/mueller/site-4/laptop-mueller.pcap")).isNotEqualTo(one);
    assertThat(pseudonyms.capture("-")).isEqualTo("-");
  }

  @Test
  void keepsOfAPathOnlyItsLastPart() {
    String file = pseudonyms.file("/home/mueller/site-3/10.20.3.41.pcap", address -> true);
    assertThat(file)
        .matches("folder-[a-z2-7]{6}/10\\.[0-9.]+\\.pcap")
        .doesNotContain("mueller", "site", "10.20.3.41");
    assertThat(pseudonyms.file("capture.pcapng", address -> true)).isEqualTo("capture.pcapng");
    assertThat(pseudonyms.file("eth0", address -> true)).isEqualTo("eth0");
    assertThat(pseudonyms.file("-", address -> true)).isEqualTo("-");
    assertThat(pseudonyms.file("a/b/", address -> true)).endsWith("/b");
    assertThat(pseudonyms.file("/", address -> true)).doesNotContain("//");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          220 2.0.0 Ready for pc-17           | 220 2.0.0
          454 4.7.0 [10.1.2.3] not available  | 454 4.7.0
          502 Command refused, mueller        | 502
          +OK Begin TLS, pc-17                | +OK
          -ERR no                             | -ERR
          a1 NO go away pc-17                 | NO
          mueller.1 OK begin                  | OK
          hello pc-17                         | ''
          """)
  void keepsOfAReplyWhatCannotNameAClient(String reply, String kept) {
    assertThat(ConnectionPseudonyms.code(reply)).isEqualTo(kept);
  }
}
