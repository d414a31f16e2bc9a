package io.tlsfloor.cli.saved;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.report.form.table.TableOptions;
import io.tlsfloor.report.form.table.TableReport;
import io.tlsfloor.report.model.Collected;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.saved.SavedLines;
import io.tlsfloor.report.saved.SavedReader;
import io.tlsfloor.rules.Policy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Watches whose lines are read later: beginnings are paired with ends, over files and restarts. */
class SavedWatchesTest {
  private static final String DAY = "2026-11-25T";

  private static String line(String dataset, String id, String begun, String at, String run) {
    return """
        {"@timestamp":"%s","ecs":{"version":"8.11.0"},"event":{"dataset":"%s","start":"%s","end":"%s",\
        "duration":1},"tlsfloor":{"run":{"id":"%s"%s}}}
        """
        .formatted(DAY + at, dataset, DAY + begun, DAY + at, id, run);
  }

  private static String start(String id, String at) {
    return line("tlsfloor.start", id, at, at, ",\"interfaces\":[\"eth0\"],\"options\":[]");
  }

  private static String stats(String id, String begun, String at) {
    return line("tlsfloor.stats", id, begun, at, "");
  }

  private static String lost(String id, String begun, String at, int dropped) {
    return stats(id, begun, at)
        .replace(
            "}}}\n",
            "},\"stats\":{\"packets\":1,\"kernel_drops\":"
                + dropped
                + ",\"interfaces\":[{\"name\":\"eth0\"}]}}}\n");
  }

  private static String run(String id, String begun, String at) {
    return line("tlsfloor.run", id, begun, at, ",\"inputs\":[],\"coverage\":{}");
  }

  /** What could hide a finding in files with these lines. */
  private static List<String> missed(String... files) throws IOException {
    return read(files).missed().hiding();
  }

  private static Run read(String... files) throws IOException {
    SavedLines saved =
        new SavedLines(
            new TableReport(
                new Collected(),
                new TableOptions(Policy.standard(), 120, false, true, false, true, List.of())));
    for (String lines : files) {
      new SavedReader(saved)
          .read(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), "results");
    }
    return saved.finish();
  }

  @Test
  void aWatchThatBeganAndEndedIsComplete() throws IOException {
    String lines =
        start("a1", "08:00:00Z")
            + stats("a1", "08:00:00Z", "09:00:00Z")
            + run("a1", "08:00:00Z", "09:30:00Z");

    assertThat(missed(lines)).isEmpty();
  }

  @Test
  void aRotatedSetOfOneWatchIsCompleteInWhateverOrderItIsGiven() throws IOException {
    String first = start("a1", "08:00:00Z");
    String second = stats("a1", "08:00:00Z", "09:00:00Z");
    String third = stats("a1", "08:00:00Z", "10:00:00Z") + run("a1", "08:00:00Z", "10:30:00Z");

    assertThat(missed(first, second, third)).isEmpty();
    assertThat(missed(third, first, second)).isEmpty();
  }

  @Test
  void watchesThatWereKilledAreNamedWithTheirLastSign() throws IOException {
    String lines =
        start("a1", "08:00:00Z")
            + stats("a1", "08:00:00Z", "09:00:00Z")
            + start("a2", "09:00:00Z")
            + start("a3", "09:00:00Z")
            + run("a3", "09:00:00Z", "10:00:00Z");

    assertThat(missed(lines))
        .containsExactly(
            "2 watches have no end: what they could not see is not known"
                + " (after 2026-11-25T09:00:00.000000000Z, after 2026-11-25T09:00:00.000000000Z)");
  }

  @Test
  void lossesThatAKilledWatchHadCountedAreAddedUp() throws IOException {
    String lines =
        start("a1", "08:00:00Z")
            + lost("a1", "08:00:00Z", "09:00:00Z", 3)
            + lost("a1", "08:00:00Z", "10:00:00Z", 7) // since it began
            + start("a2", "10:00:00Z")
            + lost("a2", "10:00:00Z", "11:00:00Z", 5)
            + start("a3", "11:00:00Z")
            + lost("a3", "11:00:00Z", "12:00:00Z", 90)
            + line(
                "tlsfloor.run",
                "a3",
                "11:00:00Z",
                "12:30:00Z",
                ",\"inputs\":[],\"packets\":50,\"coverage\":{\"kernel_drops\":100}");

    assertThat(missed(lines)).contains("112 packets dropped by the kernel");
    assertThat(read(lines).read().packets()).isEqualTo(52);
  }

  @Test
  void aPartOfARotatedSetWithoutItsEndIsNotComplete() throws IOException {
    assertThat(missed(start("a1", "08:00:00Z")))
        .containsExactly(
            "1 watch has no end: what it could not see is not known"
                + " (after 2026-11-25T08:00:00.000000000Z)");
  }

  @Test
  void theTimeBetweenTwoWatchesIsNamed() throws IOException {
    String lines =
        start("a1", "08:00:00Z")
            + run("a1", "08:00:00Z", "09:00:00Z")
            + start("a2", "09:10:00Z")
            + run("a2", "09:10:00Z", "10:00:00Z");

    assertThat(missed(lines))
        .containsExactly(
            "600 seconds in which no watch ran"
                + " (2026-11-25T09:00:00.000000000Z to 2026-11-25T09:10:00.000000000Z)");
  }

  @Test
  void watchesOfDifferentInterfacesLeaveNoGapBetweenThem() throws IOException {
    String other = start("b1", "12:00:00Z").replace("eth0", "eth1");
    String lines =
        start("a1", "08:00:00Z")
            + run("a1", "08:00:00Z", "09:00:00Z")
            + other
            + run("b1", "12:00:00Z", "13:00:00Z");

    assertThat(missed(lines)).isEmpty();
  }
}
