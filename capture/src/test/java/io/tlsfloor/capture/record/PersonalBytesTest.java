package io.tlsfloor.capture.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.field.ByteRuns;
import io.tlsfloor.parser.field.Field;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Substitution;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fields that say who a client is, in bytes and in what is told. */
class PersonalBytesTest {
  /** Nines for addresses in text, n for names, 192.0.2.1 for addresses in bytes. */
  private static final class Marked implements Substitution {
    @Override
    public IpAddress address(IpAddress address, boolean innermost) {
      return address;
    }

    @Override
    public IpAddress told(IpAddress address) {
      return IpAddress.parse("192.0.2.1");
    }

    @Override
    public String told(String address, boolean target) {
      return target ? address : "9".repeat(address.length());
    }

    @Override
    public String name(String name) {
      return "n".repeat(name.length());
    }

    @Override
    public MacAddress mac(MacAddress mac) {
      return mac;
    }
  }

  private static PersonalBytes of(byte[] bytes) {
    RecordedSide side = new RecordedSide();
    List<FrameBytes> frame = List.of(new FrameBytes(0, bytes.length, 1, 0));
    side.put(0, frame, ByteBuffer.wrap(bytes), 0);
    return new PersonalBytes(side, new Marked());
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Field field(String name, int offset, Privacy privacy, String meaning) {
    return new Field(name, offset, meaning.length(), privacy, meaning, "");
  }

  private static String after(PersonalBytes bytes) {
    return new String(bytes.bytes(), StandardCharsets.ISO_8859_1);
  }

  /** All of a message that lies in one piece. */
  private static PersonalBytes of(String line, Field... fields) {
    PersonalBytes bytes = of(text(line));
    bytes.replace(text(line), List.of(fields), ByteRuns.of(0, line.length()));
    return bytes;
  }

  @Test
  void anAddressAndANameInALineAreReplaced() {
    String line = "EHLO [10.1.2.3]";
    Field name = field("domain", 5, Privacy.NAME, "[10.1.2.3]");
    PersonalBytes bytes =
        of(
            line,
            field("line", 0, Privacy.PUBLIC, line),
            name,
            field("address", 6, Privacy.ADDRESS, "10.1.2.3"));

    assertThat(after(bytes)).isEqualTo("EHLO n99999999n");
    assertThat(bytes.replaced().cardinality()).isEqualTo(10);
  }

  @Test
  void bytesThatMayHoldANameBecomeStars() {
    String line = "250-mx.a Hello pc";
    Field greeting = new Field("ehlo-greet", 9, 8, Privacy.NAME, "", "");

    assertThat(after(of(line, field("line", 0, Privacy.PUBLIC, line), greeting)))
        .isEqualTo("250-mx.a ********");
  }

  @Test
  void anAddressThatIsToldInBytesIsReplacedByBytes() {
    Field address = new Field("src_addr", 0, 4, Privacy.ADDRESS, "10.1.2.3", "");

    assertThat(text(after(of("\n\1\2\3", address)))).containsExactly(192, 0, 2, 1);
  }

  @Test
  void aTargetStaysWhereTheSubstitutionLetsIt() {
    String line = "CONNECT 10.1.2.3:443";

    assertThat(after(of(line, field("target", 8, Privacy.ADDRESS, "10.1.2.3")))).isEqualTo(line);
  }

  @Test
  void whatCameTwiceIsReplacedTwice() {
    PersonalBytes bytes = of(text("pc-1pc-1"));
    ByteRuns both = ByteRuns.of(0, 4);
    both.add(0, 4, 4);

    bytes.replace(text("pc-1"), List.of(field("name", 0, Privacy.NAME, "pc-1")), both);

    assertThat(after(bytes)).isEqualTo("nnnnnnnn");
  }

  @Test
  void whatLooksLikeAnAddressAndIsNoneIsText() {
    String name = "1:2:" + "b:".repeat(30) + "c";

    assertThat(after(of(name, field("host_name", 0, Privacy.ADDRESS, name))))
        .isEqualTo("9".repeat(name.length()));
  }

  @Test
  void ofWhatLooksLikeAnAddressNothingIsLeftWhereItsBytesAreOthers() {
    assertThat(after(of("1:2:c", field("host_name", 0, Privacy.ADDRESS, "1:2:x"))))
        .isEqualTo("*****");
  }

  @Test
  void aMessageOfManyPersonsIsReplacedInItsOrder() {
    String address = "1.1.1.1 ";
    Field[] fields = new Field[10_000];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = new Field("address", 8 * i, 7, Privacy.ADDRESS, "1.1.1.1", "");
    }

    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          for (int i = 0; i < 8; i++) {
            assertThat(after(of(address.repeat(fields.length), fields))).startsWith("9999999 9");
          }
        });
  }
}
