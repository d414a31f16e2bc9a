package io.tlsfloor.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLineTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final JsonLine json = new JsonLine(out);

  @Test
  void separatesFieldsAndElementsAtEveryDepth() throws IOException {
    json.open();
    json.text("a", "b");
    json.object("c");
    json.list("d");
    json.item("e");
    json.item(-7);
    json.element();
    json.flag("f", true);
    json.endObject();
    json.element();
    json.endObject();
    json.endList();
    json.nothing("g");
    json.endObject();
    json.texts("h", List.of());
    json.number("i", 1000);
    json.text("j", Optional.empty());
    json.texts("k", List.of("l", "m"));
    json.close();
    json.open();
    json.close();

    assertThat(written())
        .isEqualTo(
            """
            {"a":"b","c":{"d":["e",-7,{"f":true},{}],"g":null},"h":[],"i":1000,"k":["l","m"]}
            {}
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "0022, \\\"",
    "005C, \\\\",
    "0008, \\b",
    "0009, \\t",
    "000A, \\n",
    "000C, \\f",
    "000D, \\r",
    "0000, \\u0000",
    "001F, \\u001F",
    "007F, \\u007F",
    "0080, \\u0080",
    "00E9, \\u00E9",
    "202E, \\u202E",
    "FFFF, \\uFFFF",
    "D800, \\uFFFD",
    "DFFF, \\uFFFD",
    "002F, /",
    "007E, ~"
  })
  void escapesWhatIsNotVisibleAscii(String unit, String escaped) throws IOException {
    json.open();
    json.text("name", "<" + (char) Integer.parseInt(unit, 16) + ">");
    json.close();

    assertThat(written()).isEqualTo("{\"name\":\"<" + escaped + ">\"}\n");
  }

  @Test
  void replacesSurrogatesWithoutTheirOtherHalfOnly() throws IOException {
    json.open();
    json.text("name", "\uD83D\uD83D\uDE00\uDE00");
    json.close();

    assertThat(written()).isEqualTo("{\"name\":\"\\uFFFD\\uD83D\\uDE00\\uFFFD\"}\n");
  }

  @Test
  void isReadBackAsItWasByAnotherProgram() throws IOException {
    List<String> texts = new ArrayList<>();
    for (int c = 0; c < 0x3000; c += 7) {
      texts.add("x" + new String(Character.toChars(c)) + (char) (c & 0x7F));
    }
    json.open();
    json.texts("all", texts);
    json.close();

    List<String> read = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(out.toByteArray())) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
          read.add(parser.getText());
        }
      }
    }
    assertThat(read).isEqualTo(texts);
  }

  @Test
  void writesLinesThatAreLargerThanItsRoom() throws IOException {
    String name = "n".repeat(255);
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 1024; i++) {
      many.add(name + i);
    }
    json.open();
    json.texts("names", many);
    json.texts("again", many);
    json.close();
    json.open();
    json.text("name", "after");
    json.close();

    String list = "[\"" + String.join("\",\"", many) + "\"]";
    assertThat(written())
        .isEqualTo("{\"names\":" + list + ",\"again\":" + list + "}\n{\"name\":\"after\"}\n");
  }

  @Test
  void aLineThatWasBrokenOffLeavesNothingInTheNext() throws IOException {
    json.open();
    json.object("half");
    json.texts("long", List.of("x".repeat(1 << 17), "y")); // the first is handed on

    json.open();
    json.text("whole", "yes");
    json.close();

    assertThat(written()).isEqualTo("{\"whole\":\"yes\"}\n");
  }

  private String written() {
    return out.toString(StandardCharsets.US_ASCII);
  }
}
