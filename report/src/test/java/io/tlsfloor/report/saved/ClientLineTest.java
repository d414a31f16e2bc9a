package io.tlsfloor.report.saved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.form.jsonl.JsonLinesReport;
import io.tlsfloor.report.form.jsonl.Schema;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.Collected;
import io.tlsfloor.report.model.Counted;
import io.tlsfloor.report.model.RandomDays;
import io.tlsfloor.report.model.Told;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.testing.Rounds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A day that is written and read again is the same day. */
class ClientLineTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static String line(ClientDay day) throws IOException {
    Collected out = new Collected();
    new JsonLinesReport(out).withFloors(Policy.standard()).clients(List.of(day));
    return out.text();
  }

  private static ClientDay read(String line) {
    return ((SavedLine.OfClient) SavedLine.of(line.getBytes(StandardCharsets.UTF_8))).client();
  }

  @Test
  void allOfADayIsInItsLine() throws IOException {
    for (int seed = 0; seed < Rounds.some(100); seed++) {
      RandomDays some = new RandomDays(seed);
      List<ClientDay> parts = some.connections(1 + 5 * seed);
      for (ClientDay day : List.of(parts.get(0), some.sum(parts, ClientDay::and))) {
        String line = line(day);

        Schema.holds(JSON.readTree(line));
        assertThat(read(line)).as(line).isEqualTo(day);
        assertThat(Rewritten.line(line)).isEqualTo(line.stripTrailing());
      }
    }
  }

  @Test
  void saysInWordsWhatItComesTo() throws IOException {
    Told told = new Told();
    told.enforced = Optional.of("2026-12-31");
    JsonNode client =
        JSON.readTree(line(Counted.days(List.of(told.judgement())).get(0))).at("/tlsfloor/client");

    assertThat(client.at("/severity").asText()).isEqualTo("high");
    assertThat(client.at("/fares").asText()).isEqualTo("refused");
    assertThat(client.at("/fares_text").asText()).isEqualTo("refused since 2026-11-02");
    assertThat(client.at("/behaviour/low_hellos").asText()).isEqualTo("legacy");
    assertThat(client.at("/behaviour/failed").asInt()).isEqualTo(1);
  }

  @Test
  void ofAnEarlierVersionIsRefusedWithWhatToDo() throws IOException {
    String line = line(Counted.days(List.of(new Told().judgement())).get(0));
    String earlier = line.replaceFirst("\"part\":0,", "");
    assertThat(earlier).isNotEqualTo(line);
    SavedLines lines =
        new SavedLines(new JsonLinesReport(new Collected()), LocalDate.EPOCH, Map.of());

    assertThatThrownBy(
            () ->
                new SavedReader(lines)
                    .read(
                        new ByteArrayInputStream((line + earlier).getBytes(StandardCharsets.UTF_8)),
                        "results"))
        .isInstanceOfSatisfying(
            ReportException.class,
            refusal ->
                assertThat(refusal.hint()).isEqualTo("Scan again, or read it with that version."))
        .hasMessage("results, line 2: it was written by an earlier version of tlsfloor");
  }
}
