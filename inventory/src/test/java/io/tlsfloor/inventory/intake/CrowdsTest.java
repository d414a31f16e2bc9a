package io.tlsfloor.inventory.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Plans;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an import reads to find routers and shared names grows by what it brings, not by what is
 * stored.
 */
class CrowdsTest {
  @TempDir Path folder;

  /** An index of days alone leads to all that was ever seen on them. */
  @Test
  void readTheDaysOfEndpointsNotTheEndpointsOfDays() throws IOException {
    for (String query : List.of(Crowds.MANY_OF_LINKS, Crowds.MANY_OF_NAMES, Crowds.TWO_AT_A_TIME)) {
      assertThat(Plans.of(folder, query))
          .as(query)
          .anyMatch(step -> step.matches("SEARCH d .*endpoint=. AND service=. AND day.*"))
          .noneMatch(step -> step.startsWith("SCAN ") || step.contains("client_day_day"))
          .noneMatch(step -> step.contains("(site=?)"));
    }
  }

  @Test
  void andOthersReadEndpointsOfTheTime() throws IOException {
    for (String query :
        List.of(
            Unsettled.SELECT + Unsettled.BY_NAME,
            Unsettled.SELECT + Unsettled.BY_MAC,
            Unsettled.SELECT + Unsettled.SHARES_ADDRESS,
            Unsettled.SELECT + Unsettled.NEIGHBOURS,
            StoredEndpoints.OF_THE_TIME)) {
      assertThat(Plans.of(folder, query))
          .as(query)
          .noneMatch(step -> step.startsWith("SCAN ") || step.contains("(site=?)"));
    }
    assertThat(Plans.of(folder, Unsettled.SELECT + Unsettled.SHARES_ADDRESS))
        .anyMatch(step -> step.contains("endpoint_address (address=? AND last_seen>?)"));
  }
}
