package io.tlsfloor.inventory.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Plans;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointRowsTest {
  @TempDir Path folder;

  /** The key begins with the site: it leads to all that a site ever had. */
  @Test
  void areFoundWithoutReadingAllOfASite() throws IOException {
    for (String query :
        List.of(
            EndpointRows.BY_NAME,
            EndpointRows.BY_MAC,
            EndpointRows.CROWDED,
            EndpointRows.NEIGHBOURS)) {
      assertThat(Plans.of(folder, query))
          .as(query)
          .noneMatch(step -> step.contains("(site=?)") || step.matches("SCAN [eo]\\b.*"));
    }
    assertThat(Plans.of(folder, EndpointRows.NEIGHBOURS))
        .anyMatch(step -> step.contains("endpoint_address (address=? AND last_seen>?)"));
  }
}
