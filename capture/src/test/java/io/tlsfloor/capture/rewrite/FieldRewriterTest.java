package io.tlsfloor.capture.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tlsfloor.capture.record.LocatedField;
import io.tlsfloor.capture.record.LocatedMessage;
import io.tlsfloor.capture.record.Place;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.field.Field;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fields that say who a client is, in frames and in what is told. */
class FieldRewriterTest {
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

  private final FieldRewriter rewriter = new FieldRewriter(new Marked());

  private static LocatedField at(long frame, int offset, Field field, byte[] bytes) {
    String hex = HexFormat.ofDelimiter(" ").formatHex(bytes);
    return new LocatedField(field, List.of(new Place(frame, offset, hex, bytes.length)));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Field field(String name, int offset, Privacy privacy, String meaning) {
    return new Field(name, offset, meaning.length(), privacy, meaning, "");
  }

  private static LocatedMessage message(LocatedField told, LocatedField... personal) {
    return new LocatedMessage(
        true, "command", 100, List.of(1L), List.of(told), List.of(personal), "");
  }

  private String after(String frame) {
    byte[] bytes = text(frame);
    for (Written each : rewriter.written(1)) {
      System.arraycopy(each.bytes(), 0, bytes, each.offset(), each.bytes().length);
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private String meaning(LocatedMessage message) {
    return rewriter.rewritten(message, message.fields()).fields().get(0).field().meaning();
  }

  @Test
  void anAddressAndANameInALineAreReplacedInTheFrameAndInItsText() {
    String line = "EHLO [10.1.2.3]";
    LocatedMessage message =
        message(
            at(1, 0, field("line", 0, Privacy.PUBLIC, line), text(line)),
            at(1, 5, field("domain", 5, Privacy.NAME, "[10.1.2.3]"), text("[10.1.2.3]")),
            at(1, 6, field("address", 6, Privacy.ADDRESS, "10.1.2.3"), text("10.1.2.3")));

    rewriter.add(message);

    assertThat(after(line)).isEqualTo("EHLO n99999999n");
    assertThat(meaning(message)).isEqualTo("EHLO n99999999n");
  }

  @Test
  void bytesThatMayHoldANameBecomeStars() {
    String line = "250-mx.a Hello pc";
    Field greeting = new Field("ehlo-greet", 9, 8, Privacy.NAME, "", "");
    LocatedMessage message =
        message(
            at(1, 0, field("line", 0, Privacy.PUBLIC, line), text(line)),
            at(1, 9, greeting, text("Hello pc")));

    rewriter.add(message);

    assertThat(after(line)).isEqualTo("250-mx.a ********");
  }

  @Test
  void anAddressThatIsToldInBytesIsReplacedByBytes() {
    Field address = new Field("src_addr", 0, 4, Privacy.ADDRESS, "10.1.2.3", "");
    LocatedField located = at(1, 2, address, new byte[] {10, 1, 2, 3});
    LocatedMessage message = message(located, located);

    rewriter.add(message);

    assertThat(rewriter.written(1)).hasSize(1);
    assertThat(rewriter.written(1).get(0).offset()).isEqualTo(2);
    assertThat(rewriter.written(1).get(0).bytes()).containsExactly(192, 0, 2, 1);
    assertThat(meaning(message)).isEqualTo("192.0.2.1");
  }

  @Test
  void aTargetStaysWhereTheSubstitutionLetsIt() {
    String line = "CONNECT 10.1.2.3:443";
    LocatedMessage message =
        message(
            at(1, 0, field("line", 0, Privacy.PUBLIC, line), text(line)),
            at(1, 8, field("target", 8, Privacy.ADDRESS, "10.1.2.3"), text("10.1.2.3")));

    rewriter.add(message);

    assertThat(after(line)).isEqualTo(line);
  }

  @Test
  void anAddressLongerThanWhatIsShownOfItIsText() {
    String address = "2001:0db8:0000:0000:0000:0000:0000:0001";
    byte[] shown = Arrays.copyOf(text(address), Place.MAX_BYTES);
    String hex = HexFormat.ofDelimiter(" ").formatHex(shown);
    LocatedField located =
        new LocatedField(
            field("address", 0, Privacy.ADDRESS, address),
            List.of(new Place(1, 0, hex, address.length())));

    rewriter.add(message(located, located));

    assertThat(after(address)).isEqualTo("9".repeat(address.length()));
  }

  /** A field whose bytes came in two frames, the first of which shows its beginning only. */
  private static LocatedField inTwo(Field field) {
    int first = Place.MAX_BYTES + 1;
    byte[] text = text(field.meaning());
    String hex = HexFormat.ofDelimiter(" ").formatHex(text, 0, Place.MAX_BYTES);
    String rest = HexFormat.ofDelimiter(" ").formatHex(text, first, text.length);
    return new LocatedField(
        field,
        List.of(new Place(1, 0, hex, first), new Place(1, first, rest, text.length - first)));
  }

  @Test
  void anAddressInTwoFramesIsText() {
    String address = "2001:0db8:0000:0000:0000:0000:0000:0001";
    LocatedField located = inTwo(field("address", 0, Privacy.ADDRESS, address));

    rewriter.add(message(located, located));

    assertThat(after(address)).isEqualTo("9".repeat(address.length()));
  }

  @Test
  void whatLooksLikeAnAddressAndIsNoneIsText() {
    String name = "1:2:" + "b:".repeat(30) + "c";
    LocatedField located = inTwo(field("host_name", 0, Privacy.ADDRESS, name));

    rewriter.add(message(located, located));

    assertThat(after(name)).isEqualTo("9".repeat(name.length()));
    assertThat(meaning(message(located, located))).isEqualTo("9".repeat(name.length()));
  }

  @Test
  void ofWhatLooksLikeAnAddressNothingIsLeftWhereItsBytesAreNotKnown() {
    Field name = field("host_name", 0, Privacy.ADDRESS, "1:2:x");
    LocatedField located =
        new LocatedField(name, List.of(new Place(1, 0, "31 3a", 2), new Place(1, 3, "3a 63", 2)));

    rewriter.add(message(located, located));

    assertThat(after("1:2:c")).isEqualTo("**2**");
    assertThat(meaning(message(located, located))).isEqualTo("***");
  }

  /** Each field was compared with each person, in each frame: 2.4 s for a line of 100 KB. */
  @Test
  void aMessageOfManyPersonsIsRewrittenInItsOrder() {
    LocatedField line = at(1, 0, field("line", 0, Privacy.PUBLIC, "1.1.1.1 "), text("1.1.1.1 "));
    LocatedField[] persons = new LocatedField[100_000];
    for (int i = 0; i < persons.length; i++) {
      Field person = new Field("address", 8 * i, 7, Privacy.ADDRESS, "1.1.1.1", "");
      persons[i] = at(1, 8 * i, person, text("1.1.1.1"));
    }
    LocatedMessage message = message(line, persons);

    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          rewriter.add(message);
          for (int i = 0; i < 8; i++) {
            assertThat(meaning(message)).isEqualTo("9999999 ");
          }
        });
  }
}
