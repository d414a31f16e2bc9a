package io.tlsfloor.report.saved;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.report.form.jsonl.JsonLinesReport;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.Collected;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.report.text.Version;
import io.tlsfloor.testing.Project;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lines that were written, read, and written again are the same bytes. */
class GoldenLinesTest {
  private static final Path GOLDEN = Project.path("report/src/test/resources/golden.jsonl");

  @Test
  void allOfThemComeOutAsTheyWentIn() throws Exception {
    List<String> golden =
        Files.readString(GOLDEN).replace("VERSION", Version.text()).lines().toList();
    byte[] bytes = (String.join("\n", golden) + "\n").getBytes(StandardCharsets.UTF_8);
    Collected again = new Collected();
    JsonLinesReport report = new JsonLinesReport(again, false, Optional.of("berlin"));
    new SavedReader(
            new SavedReader.Taker() {
              @Override
              public void connection(Result result, boolean amends) {}

              @Override
              public void watch(WatchState state) throws IOException {
                if (state.isStart()) {
                  report.start(state);
                } else {
                  report.stats(state);
                }
              }

              @Override
              public void client(ClientDay client) throws IOException {
                assertThat(client.site()).hasValue("berlin");
                report.clients(List.of(client));
              }

              @Override
              public void run(Run run) throws IOException {
                report.run(run);
              }

              @Override
              public void end(boolean finished) {
                assertThat(finished).isTrue();
              }
            })
        .read(new ByteArrayInputStream(bytes), "golden");

    assertThat(again.text().lines().toList()).isEqualTo(golden).hasSizeGreaterThan(9);
  }
}
