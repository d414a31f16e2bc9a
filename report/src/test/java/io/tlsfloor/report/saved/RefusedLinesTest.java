package io.tlsfloor.report.saved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.form.table.TableOptions;
import io.tlsfloor.report.form.table.TableReport;
import io.tlsfloor.report.model.Collected;
import io.tlsfloor.rules.Policy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines that are none of ours, or of a later version. */
class RefusedLinesTest {
  private static final String RUN =
      """
      {"@timestamp":"2026-11-02T10:00:00Z","event":{"dataset":"tlsfloor.run","type":["end"],\
      "end":"2026-11-02T10:00:00Z","duration":1},"tlsfloor":{"run":{"packets":5,"coverage":{},\
      "catalogue":{"version":"1"}}}}
      """;

  private static TableReport table(Collected out, String input) {
    return new TableReport(
        out, new TableOptions(Policy.standard(), 120, false, true, false, true, List.of(input)));
  }

  private static String replayed(String lines, String input) throws Exception {
    Collected out = new Collected();
    SavedLines saved = new SavedLines(table(out, input), LocalDate.EPOCH, Map.of());
    new SavedReader(saved)
        .read(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), "results");
    saved.finish();
    return out.text();
  }

  @Test
  void keepLossesThatAreNotKnownHere() throws Exception {
    String lines = RUN.replace("\"coverage\":{}", "\"coverage\":{\"from_the_future\":3}");

    assertThat(replayed(lines, "results")).contains("3 from the future");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          not JSON           | {"event":                                              | it is not JSON
          a list             | [1]                                                    | it is not JSON
          no dataset         | {"event":{}}                                           | it has no event.dataset
          other dataset      | {"event":{"dataset":"zeek.ssl"}}                       | none of tlsfloor's
          empty connection   | {"event":{"dataset":"tlsfloor.connection"}}            | it has no event.id
          event of text      | {"event":"x"}                                          | event holds something else
          address of a name  | {"event":{"dataset":"tlsfloor.client","start":"2026-11-02T10:00:00Z","end":"2026-11-02T10:00:00Z"},"source":{"ip":"host"}} | source.ip holds something else
          time of no packet  | {"event":{"dataset":"tlsfloor.client","start":"+999999999-01-01T00:00:00Z"},"source":{"ip":"10.0.0.1"}} | event.start holds something else
          long before        | {"event":{"dataset":"tlsfloor.run","end":"-1000000000-01-01T00:00:00Z"}} | event.end holds something else
          time in words      | {"event":{"dataset":"tlsfloor.client","start":"now"},"source":{"ip":"10.0.0.1"}} | event.start holds something else
          """)
  void thatDoNotFitAreRefusedWithTheirLine(String name, String line, String why) {
    assertThatThrownBy(() -> replayed(RUN + "\n" + line + "\n", "results"))
        .isInstanceOfSatisfying(
            ReportException.class,
            refusal -> assertThat(refusal.side()).isEqualTo(ReportException.Side.GIVEN))
        .hasMessageStartingWith("results, line 3: not a line of tlsfloor's results: ")
        .hasMessageContaining(why);
  }

  @Test
  void ofALineWithoutEndAreRefused() {
    byte[] endless = new byte[LineReader.MAX_LINE_BYTES + 2];
    java.util.Arrays.fill(endless, (byte) ' ');
    SavedLines saved = new SavedLines(table(new Collected(), "results"), LocalDate.EPOCH, Map.of());

    assertThatThrownBy(
            () -> new SavedReader(saved).read(new ByteArrayInputStream(endless), "results"))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("line 1: longer than");
  }

  @Test
  void gzipDataInCountlessPartsWithoutBytesIsDamaged(@TempDir Path folder) throws Exception {
    ByteArrayOutputStream member = new ByteArrayOutputStream();
    new GZIPOutputStream(member).close();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < 100_000; i++) {
      member.writeTo(all);
    }
    Path file = Files.write(folder.resolve("results.jsonl.gz"), all.toByteArray());

    assertThat(SavedReader.looksSaved(file.toString())).isFalse();
    try (InputStream in = LineReader.content(file.toString())) {
      assertThatThrownBy(in::read)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("countless");
    }
  }
}
