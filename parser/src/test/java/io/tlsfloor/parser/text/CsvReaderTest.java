package io.tlsfloor.parser.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.parser.text.CsvReader.BadRowException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {
  private static CsvReader reader(byte[] bytes, char comma) throws IOException {
    return new CsvReader(WideText.utf8(new ByteArrayInputStream(bytes), bytes), comma);
  }

  private static CsvReader reader(String text) throws IOException {
    String heads = text.replace('~', '\n').lines().findFirst().orElse("");
    byte[] bytes = text.replace("~", "\r\n").getBytes(StandardCharsets.UTF_8);
    return reader(bytes, CsvReader.comma(heads));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      textBlock =
          """
          commas              ! a,b~1,2~             ! 1|2
          semicolons          ! a;b~1;2,5~           ! 1|2,5
          a comma in a name   ! a,b;c~1,2;3          ! 1|2;3
          quotes              ! a,b~"1,~2","say ""x"" now"~ ! 1,~2|say "x" now
          a quote within      ! a,b~1"2,3            ! 1"2|3
          empty cells         ! a,b~,~               ! |
          an end without line ! a,b~1,2              ! 1|2
          """)
  void cellsAreWhatWasWritten(String what, String text, String expected) throws Exception {
    CsvReader table = reader(text);

    assertThat(table.row()).hasSize(2).startsWith("a");
    assertThat(String.join("|", table.row())).isEqualTo(expected.replace("~", "\n"));
    assertThat(table.row()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "windows-1252"})
  void encodingsOfWindowsAreRead(String charset) throws Exception {
    byte[] bytes = "name\towner\r\npc1\tJürgen\r\n".getBytes(Charset.forName(charset));
    CsvReader table = reader(bytes, '\t');

    assertThat(table.row()).isEqualTo(List.of("name", "owner"));
    assertThat(table.row()).isEqualTo(List.of("pc1", "Jürgen"));
  }

  @Test
  void aByteOrderMarkIsNoPartOfAName() throws Exception {
    assertThat(reader("\uFEFFname,owner").row()).isEqualTo(List.of("name", "owner"));
  }

  @Test
  void aLineIsKnownByItsNumberAlsoBehindLinesInCells() throws Exception {
    CsvReader table = reader("title \" of it~a,b~\"1~2\",3~4,5");
    table.skip(1);
    table.row();
    table.row();

    assertThat(table.row()).isEqualTo(List.of("4", "5"));
    assertThat(table.line()).isEqualTo(5);
    assertThat(table.isWhole()).isFalse();
  }

  @Test
  void aRowThatIsTooLargeIsRefusedAndTheNextIsRead() throws Exception {
    CsvReader table = reader("a,b~" + "x".repeat(1 << 20) + ",2~3,4~");
    table.row();

    assertThatThrownBy(table::row)
        .isInstanceOf(BadRowException.class)
        .hasMessageContaining("more than 1048576 characters");
    assertThat(table.row()).isEqualTo(List.of("3", "4"));
  }

  @Test
  void aQuoteThatDoesNotEndIsSaid() throws Exception {
    CsvReader table = reader("a,b~\"1,2~3,4~");
    table.row();

    assertThatThrownBy(table::row).hasMessage("begins a cell in quotes that does not end");
    assertThat(table.line()).isEqualTo(2);
    assertThat(table.row()).isNull();
  }
}
