package io.tlsfloor.report.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.report.form.cef.CefReport;
import io.tlsfloor.report.form.csv.CsvReport;
import io.tlsfloor.report.form.jsonl.JsonLinesReport;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientStates;
import io.tlsfloor.report.model.Collected;
import io.tlsfloor.report.model.Counted;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.Told;
import io.tlsfloor.report.saved.SavedLines;
import io.tlsfloor.report.saved.SavedReader;
import io.tlsfloor.rules.Judgement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Of media over DTLS the end at home is the client in every form, whichever end said hello. */
class MediaTest {
  private static final Judgement MEDIA = Told.media().judgement();

  @FunctionalInterface
  private interface Form {
    Report on(Chunk.Taker out) throws IOException;
  }

  private static String told(Form form) throws IOException {
    Collected out = new Collected();
    Report report = form.on(out);
    report.connection(Result.of(MEDIA));
    return out.text();
  }

  @Test
  void jsonLinesNameTheHomeEndAsSourceWithItsMac() throws IOException {
    assertThat(told(JsonLinesReport::new))
        .contains("\"source\":{\"ip\":\"10.20.3.41\",\"port\":49152,\"mac\":\"00-00-5E-00-53-24\"}")
        .contains(
            "\"destination\":{\"ip\":\"52.112.2.30\",\"port\":3478,\"mac\":\"00-00-5E-00-53-23\"}");
  }

  @Test
  void soDoTheFormsOfOtherPrograms() throws IOException {
    assertThat(told(CefReport::new))
        .contains("src=10.20.3.41 spt=49152 smac=00:00:5E:00:53:24 dst=52.112.2.30 dpt=3478");
  }

  @Test
  void daysOfClientsAreOfTheHomeEnd() throws IOException {
    List<ClientDay> days = Counted.days(List.of(MEDIA));

    ClientDay client = days.get(0);
    assertThat(client.client()).hasToString("10.20.3.41");
    assertThat(client.mac().map(MacAddress::toString)).contains("00-00-5E-00-53-24");
    Collected csv = new Collected();
    new CsvReport(csv, false).run(Told.run(1, 1, 1), Counted.clients(days));
    assertThat(csv.text()).contains("\"10.20.3.41\",\"\",\"00-00-5E-00-53-24\"");
  }

  @Test
  void savedLinesTurnNothingASecondTime() throws Exception {
    List<Result> read = new ArrayList<>();
    SavedLines saved =
        new SavedLines(
            new Report() {
              @Override
              public void connection(Result result) {
                read.add(result);
              }

              @Override
              public void clients(List<ClientDay> clients) {}

              @Override
              public void run(Run run, ClientStates clients) {}
            },
            LocalDate.of(2026, 11, 2),
            Map.of());
    byte[] line = told(JsonLinesReport::new).getBytes(StandardCharsets.UTF_8);
    new SavedReader(saved).read(new ByteArrayInputStream(line), "lines");
    saved.finish();

    assertThat(read)
        .singleElement()
        .satisfies(again -> assertThat(again.ends()).isEqualTo(MEDIA.ends()));
  }
}
