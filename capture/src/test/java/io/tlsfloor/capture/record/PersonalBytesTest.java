package io.tlsfloor.capture.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tlsfloor.capture.rewrite.Substitution;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.field.ByteRuns;
import io.tlsfloor.parser.field.Field;
import io.tlsfloor.parser.field.Message;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
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

  private static Message message(int length, Field... fields) {
    return new Message("command", length, ByteRuns.of(0, length), List.of(fields), "");
  }

  private static String after(PersonalBytes bytes, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) (bytes.at(i) & 0xFF));
    }
    return text.toString();
  }

  private static String meaning(Message message) {
    return message.fields().get(0).meaning();
  }

  @Test
  void anAddressAndANameInALineAreReplacedInItsBytesAndInItsText() {
    String line = "EHLO [10.1.2.3]";
    PersonalBytes bytes = of(text(line));
    Message message =
        message(
            line.length(),
            field("line", 0, Privacy.PUBLIC, line),
            field("domain", 5, Privacy.NAME, "[10.1.2.3]"),
            field("address", 6, Privacy.ADDRESS, "10.1.2.3"));

    Message told = bytes.replace(message, message.runs());

    assertThat(after(bytes, line.length())).isEqualTo("EHLO n99999999n");
    assertThat(meaning(told)).isEqualTo("EHLO n99999999n");
    assertThat(bytes.replaced().cardinality()).isEqualTo(10);
  }

  @Test
  void bytesThatMayHoldANameBecomeStars() {
    String line = "250-mx.a Hello pc";
    PersonalBytes bytes = of(text(line));
    Field greeting = new Field("ehlo-greet", 9, 8, Privacy.NAME, "", "");
    Message message = message(line.length(), field("line", 0, Privacy.PUBLIC, line), greeting);

    bytes.replace(message, message.runs());

    assertThat(after(bytes, line.length())).isEqualTo("250-mx.a ********");
  }

  @Test
  void anAddressThatIsToldInBytesIsReplacedByBytes() {
    PersonalBytes bytes = of(new byte[] {10, 1, 2, 3});
    Field address = new Field("src_addr", 0, 4, Privacy.ADDRESS, "10.1.2.3", "");
    Message message = message(4, address);

    Message told = bytes.replace(message, message.runs());

    assertThat(text(after(bytes, 4))).containsExactly(192, 0, 2, 1);
    assertThat(meaning(told)).isEqualTo("192.0.2.1");
  }

  @Test
  void aTargetStaysWhereTheSubstitutionLetsIt() {
    String line = "CONNECT 10.1.2.3:443";
    PersonalBytes bytes = of(text(line));
    Message message =
        message(
            line.length(),
            field("line", 0, Privacy.PUBLIC, line),
            field("target", 8, Privacy.ADDRESS, "10.1.2.3"));

    assertThat(meaning(bytes.replace(message, message.runs()))).isEqualTo(line);
    assertThat(after(bytes, line.length())).isEqualTo(line);
  }

  @Test
  void whatCameTwiceIsReplacedTwice() {
    PersonalBytes bytes = of(text("pc-1pc-1"));
    ByteRuns both = ByteRuns.of(0, 4);
    both.add(0, 4, 4);

    bytes.replace(message(4, field("name", 0, Privacy.NAME, "pc-1")), both);

    assertThat(after(bytes, 8)).isEqualTo("nnnnnnnn");
  }

  @Test
  void whatLooksLikeAnAddressAndIsNoneIsText() {
    String name = "1:2:" + "b:".repeat(30) + "c";
    PersonalBytes bytes = of(text(name));
    Message message = message(name.length(), field("host_name", 0, Privacy.ADDRESS, name));

    Message told = bytes.replace(message, message.runs());

    assertThat(after(bytes, name.length())).isEqualTo("9".repeat(name.length()));
    assertThat(meaning(told)).isEqualTo("9".repeat(name.length()));
  }

  @Test
  void ofWhatLooksLikeAnAddressNothingIsLeftWhereItsBytesAreOthers() {
    PersonalBytes bytes = of(text("1:2:c"));
    Message message = message(5, field("host_name", 0, Privacy.ADDRESS, "1:2:x"));

    Message told = bytes.replace(message, message.runs());

    assertThat(after(bytes, 5)).isEqualTo("*****");
    assertThat(meaning(told)).isEqualTo("***");
  }

  @Test
  void aMessageOfManyPersonsIsReplacedInItsOrder() {
    String address = "1.1.1.1 ";
    PersonalBytes bytes = of(text(address.repeat(10_000)));
    List<Field> fields = new ArrayList<>();
    fields.add(field("line", 0, Privacy.PUBLIC, address.repeat(10_000)));
    for (int i = 0; i < 10_000; i++) {
      fields.add(new Field("address", 8 * i, 7, Privacy.ADDRESS, "1.1.1.1", ""));
    }
    Message message = message(80_000, fields.toArray(new Field[0]));

    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          for (int i = 0; i < 8; i++) {
            assertThat(meaning(bytes.replace(message, message.runs()))).startsWith("9999999 9");
          }
        });
  }
}
