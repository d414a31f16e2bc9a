package io.tlsfloor.report.saved;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.report.form.jsonl.JsonLinesReport;
import io.tlsfloor.report.model.Collected;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Told;
import io.tlsfloor.report.text.Version;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.testing.Project;
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

    assertThat(golden.stream().map(Rewritten::line).toList())
        .isEqualTo(golden)
        .hasSizeGreaterThan(9);
  }

  @Test
  void soDoConnectionsOfAllKinds() throws Exception {
    for (Judgement judgement :
        List.of(new Told().judgement(), Told.everything().judgement(), Told.media().judgement())) {
      for (boolean live : List.of(true, false)) {
        Collected out = new Collected();
        new JsonLinesReport(out, live, Optional.of("berlin")).connection(Result.of(judgement));
        new JsonLinesReport(out, live, Optional.empty()).connection(Result.of(judgement));

        assertThat(out.text().lines().map(Rewritten::line).toList())
            .isEqualTo(out.text().lines().toList());
      }
    }
  }

  /** A list of suites is kept as it was written when it is met again. */
  @Test
  void aConnectionIsTheSameEachTime() throws Exception {
    Judgement judgement = Told.everything().judgement();
    Collected out = new Collected();
    JsonLinesReport report = new JsonLinesReport(out);
    for (int i = 0; i < 4; i++) {
      report.connection(Result.of(judgement));
    }

    assertThat(out.text().lines()).hasSize(4);
    assertThat(out.text().lines().distinct()).hasSize(1);
  }
}
