package io.tlsfloor.inventory.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.answer.Listing.Form;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListingWriterTest {
  private static String written(Form form) throws IOException {
    Listing listing = Listing.of("owner", "stacks", "clients");
    listing.add("", List.of("Java 7", "curl 8"), List.of("10.0.0.1", "10.0.0.2"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ListingWriter.write(listing, form, out);
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
