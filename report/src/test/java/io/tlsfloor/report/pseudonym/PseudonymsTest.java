package io.tlsfloor.report.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @CsvSource({
    "10.20.3.41,10.0.0.0,8",
    "172.20.1.2,172.16.0.0,12",
    "192.168.178.20,192.168.0.0,16",
    "100.64.9.9,100.64.0.0,10",
    "169.254.7.7,169.254.0.0,16",
    "203.0.113.9,240.0.0.0,4",
    "8.8.8.8,240.0.0.0,4",
    "fd12:3456::1,fd00::,8",
    "fe80::200:5eff:fe00:5301,fe80::,64",
    "2001:db8::1,3fff::,20",
    "2a01:4f8::99,3fff::,20",
    "::ffff:10.1.2.3,::ffff:10.0.0.0,104"
  })
  void keepsTheKindOfAnAddress(String address, String prefix, int length) {
    IpAddress original = IpAddress.parse(address);
    IpAddress pseudonym = pseudonyms.address(original);

    assertThat(pseudonym).isNotEqualTo(original);
    assertThat(pseudonym.sharesPrefix(IpAddress.parse(prefix), length)).as("" + pseudonym).isTrue();
    assertThat(pseudonyms.address(original)).isEqualTo(pseudonym);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0", "127.0.0.1", "224.0.0.251", "255.255.255.255", "::", "::1", "ff02::fb"})
  void leavesAddressesOfNobodyAsTheyAre(String address) {
    assertThat(pseudonyms.address(IpAddress.parse(address))).hasToString(address);
  }

  @Test
  void preservesPrefixesAndTellsAddressesApart() {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      int one = 0x0A00_0000 | random.nextInt(1 << 24);
      int other = one ^ 1 << random.nextInt(24);
      IpAddress first = pseudonyms.address(IpAddress.v4(one));
      IpAddress second = pseudonyms.address(IpAddress.v4(other));
      int common = Integer.numberOfLeadingZeros(one ^ other);
      assertThat(first.sharesPrefix(second, common)).isTrue();
      assertThat(first.sharesPrefix(second, common + 1)).isFalse();
    }
  }

  @Test
  void anotherKeyGivesOtherPseudonyms() throws Exception {
    byte[] key = Files.readAllBytes(keyFile);
    key[31]++;
    Path file = Files.write(folder.resolve("other"), key);
    Pseudonyms others = pseudonymsOf(file);

    IpAddress address = IpAddress.parse("10.20.3.41");
    assertThat(others.address(address)).isNotEqualTo(pseudonyms.address(address));
    assertThat(others.name("pc-17")).isNotEqualTo(pseudonyms.name("pc-17"));
    assertThat(others.keyId()).isNotEqualTo(pseudonyms.keyId()).matches("[0-9a-f]{8}");
  }

  @Test
  void makesMacAddressesThatNoMakerAssigned() {
    MacAddress mac = new MacAddress(0x00005E005323L);
    MacAddress pseudonym = pseudonyms.mac(mac);

    assertThat(pseudonym).isNotEqualTo(mac);
    assertThat(pseudonym.bits() >>> 40 & 3).as("local, of one device").isEqualTo(2);
    assertThat(pseudonym.bits()).isLessThan(1L << 48);
    MacAddress broadcast = new MacAddress(0xFFFF_FFFF_FFFFL);
    assertThat(pseudonyms.mac(broadcast)).isEqualTo(broadcast);
  }

  @Test
  void namesADeviceAlikeWhereverItsNameIsTold() {
    String host = pseudonyms.name("PC-17");
    assertThat(host).matches("host-[a-z2-7]{8}");
    assertThat(pseudonyms.name("pc-17.local")).isEqualTo(host + ".local");
    assertThat(pseudonyms.name("pc-17.corp.example.com."))
        .matches(host + "\\.domain-[a-z2-7]{8}")
        .doesNotContain("corp", "example");
    assertThat(pseudonyms.name("pc-18")).isNotEqualTo(host);
    assertThat(pseudonyms.name("[10.20.3.41]"))
        .isEqualTo("[" + pseudonyms.address(IpAddress.parse("10.20.3.41")) + "]");
    assertThat(pseudonyms.name("[IPv6:fd00::7]")).startsWith("[IPv6:fd");
    assertThat(pseudonyms.name("")).matches("host-[a-z2-7]{8}");
    assertThat(pseudonyms.name("\u001b[31m\n")).matches("host-[a-z2-7]{8}");
  }

  @Test
  void replacesAddressesInText() {
    String ten = pseudonyms.address(IpAddress.parse("10.20.3.41")).toString();
    String six = pseudonyms.address(IpAddress.parse("fd00::1:2")).toString();
    String mac = pseudonyms.mac(new MacAddress(0x00005E005323L)).toString();
    assertThat(
            pseudonyms.text(
                "10.20.3.41:4711 to [fd00::1:2]:443, 10.20.3.41. At 09:00:04 of fd00::1:2: TLS 1.0,"
                    + " 0x0301, 52.96.1.10, 1.2.840.113549, a 00:00:5e:00:53:23 $1 \\ 00-00-5E-00-53-23",
                address -> !address.equals(IpAddress.parse("52.96.1.10"))))
        .isEqualTo(
            ten
                + ":4711 to ["
                + six
                + "]:443, "
                + ten
                + ". At 09:00:04 of "
                + six
                + ": TLS 1.0, 0x0301, 52.96.1.10, 1.2.840.113549, a "
                + mac.replace('-', ':')
                + " $1 \\ "
                + mac);
  }

  @ParameterizedTest
  @CsvSource({
    "10.20.3.41,10\\.[1-9][0-9]\\.[0-9]\\.[1-9][0-9]",
    "192.168.1.7,192\\.168\\.[0-9]\\.[0-9]",
    "172.31.255.1,172\\.(1[6-9]|2[0-9]|3[01])\\.[12][0-9]{2}\\.[0-9]",
    "100.64.0.1,100\\.[6-9][0-9]\\.[0-9]\\.[0-9]",
    "203.0.113.9,[12][0-9]{2}\\.[0-9]\\.[12][0-9]{2}\\.[0-9]",
    "fd00::1:2,fd[0-9a-f]{2}::[1-9a-f]:[1-9a-f]",
    "fe80::200:5eff,fe80::[0-9a-f]{3}:[0-9a-f]{4}",
    "2001:db8::9,3fff:[0-9a-f]{3}::[1-9a-f]",
    "::1:2,::[1-9a-f]:[1-9a-f]"
  })
  void makesTextsOfTheSameLength(String text, String pattern) {
    IpAddress address = IpAddress.parse(text);
    String other = pseudonyms.sameLength(address, text);

    assertThat(other).hasSameSizeAs(text).matches(pattern);
    assertThat(IpAddress.parse(other)).isNotEqualTo(address);
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
