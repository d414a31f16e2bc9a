package io.tlsfloor.report.form.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.report.model.Collected;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.Told;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GithubReportTest {
  private final Collected out = new Collected();

  private List<String> lines(Told told, LossCount... losses) throws IOException {
    GithubReport report = new GithubReport(out, Policy.standard(), List.of("captures/"));
    report.connection(told.result());
    report.run(Told.run(1, 1, 1, losses));
    return out.text().lines().toList();
  }

  @Test
  void isAnErrorForEachGroupAndANoticeForTheAnswer() throws IOException {
    List<String> lines = lines(new Told());

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .startsWith("::error file=capture.pcapng,title=10.20.3.41 high::")
        .endsWith("1 time. To do: use Java 8");
    assertThat(lines.get(1))
        .startsWith("::notice title=tlsfloor::1 of 1 client that speaks to Microsoft 365 is below");
  }

  @Test
  void doesNotRaiseMoreThanTheSeverityWarrants() throws IOException {
    Told low = new Told();
    low.severity = Optional.of(Severity.LOW);

    assertThat(lines(low).get(0)).startsWith("::notice ");
  }

  @Test
  void countsAConnectionOnceThatWasAmended() throws IOException {
    GithubReport report = new GithubReport(out, Policy.standard(), List.of("captures/"));
    report.connection(new Told().result());
    report.takeBack(new Told().result());
    report.connection(new Told().result());
    report.run(Told.run(1, 1, 1));

    assertThat(out.text()).contains(" 1 time. To do: use Java 8").doesNotContain(" 2 times");
  }

  @Test
  void warnsOfWhatCouldHideAFinding() throws IOException {
    LossCount loss = new LossCount("kernel_drops", "7 packets dropped", 7, true);

    assertThat(lines(new Told(), loss).get(1))
        .isEqualTo(
            "::warning title=Not seen::7 packets dropped: capture with a larger buffer, or with a"
                + " filter");
  }

  @Test
  void letsNoNameBeginACommandOfItsOwn() throws IOException {
    Told told = new Told();
    told.file = "a,title=x::\n::error::100%.pcap";

    List<String> lines = lines(told);

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .startsWith(
            "::error file=a%2Ctitle=x%3A%3A\\u000a%3A%3Aerror%3A%3A100%25.pcap,title=10.20.3.41");
  }
}
