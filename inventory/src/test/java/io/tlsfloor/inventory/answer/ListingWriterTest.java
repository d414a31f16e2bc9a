package io.tlsfloor.inventory.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.answer.Listing.Form;
import io.tlsfloor.report.text.Column;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListingWriterTest {
  private static String written(Form form) throws IOException {
    List<Column<List<String>>> columns =
        List.of(
            new Column<>("owner", row -> ""),
            new Column<>("stacks", row -> List.of("Java 7", "curl 8")),
            new Column<List<String>>("clients", row -> row).parted(" "));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ListingWriter.write(
        new Listing<>(columns, List.of(List.of("10.0.0.1", "10.0.0.2"))), form, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Names of stacks have spaces, addresses have none. */
  @Test
  void aCellOfCsvPartsItsListByWhatIsNotInIt() throws IOException {
    assertThat(written(Form.CSV))
        .isEqualTo(
            "\"owner\",\"stacks\",\"clients\"\r\n"
                + "\"\",\"Java 7; curl 8\",\"10.0.0.1 10.0.0.2\"\r\n");
  }

  @Test
  void jsonLinesHaveListsAndNull() throws IOException {
    assertThat(written(Form.JSONL))
        .isEqualTo(
            "{\"owner\":null,\"stacks\":[\"Java 7\",\"curl 8\"],"
                + "\"clients\":[\"10.0.0.1\",\"10.0.0.2\"]}\n");
  }
}
