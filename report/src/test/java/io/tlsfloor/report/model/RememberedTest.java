package io.tlsfloor.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Weight;
import io.tlsfloor.rules.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is remembered of connections and clients is bounded by its size, not by its number. */
class RememberedTest {
  private static final int MANY = 100;

  private static Judgement silent(int number) {
    Told told = Told.everything();
    told.client = IpAddress.v4(0x0A000000 + number);
    told.outcome = Outcome.UNANSWERED;
    told.alert = Optional.empty();
    told.ending = Optional.of(new Ending(EndedHow.TIMEOUT, Optional.empty()));
    return told.judgement();
  }

  @Test
  void theLatestJudgementsFit() {
    long each = Weight.of(silent(0).connection());
    Remembered remembered = new Remembered(10 * each);
    for (int i = 0; i < MANY; i++) {
      remembered.put("id " + i % 50, silent(i));
    }

    assertThat(each).isGreaterThan(Weight.CONNECTION_BYTES);
    assertThat(remembered.all()).hasSize(10);
    assertThat(remembered.remove("id 49")).isNotNull();
    assertThat(remembered.remove("id 39")).isNull();
    remembered.removeIf(judgement -> true);
    for (int i = 0; i < 10; i++) {
      remembered.put("id " + i, silent(i));
    }
    assertThat(remembered.all()).as("what was forgotten takes no room").hasSize(10);
  }

  @Test
  void onlyOneThatIsTooLargeByItselfIsKeptAllTheSame() {
    Remembered remembered = new Remembered(1);
    remembered.put("a", silent(1));
    remembered.put("b", silent(2));

    assertThat(remembered.all()).hasSize(1);
    assertThat(remembered.remove("b")).isNotNull();
  }

  @Test
  void theLatestNamesOfClientsFit() {
    ClientNameBook book = new ClientNameBook(100_000);
    FrameRef frame = silent(0).connection().evidence().first();
    List<ClientName> names = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      for (int name = 0; name < ClientNameBook.MAX_NAMES; name++) {
        names.add(
            new ClientName(
                IpAddress.v4(0x0A000000 + i),
                name + "x".repeat(250),
                ClientNameSource.MDNS,
                frame));
      }
    }
    for (int again = 0; again < 3; again++) {
      book.add(names);
    }

    long held = 0;
    for (int i = 0; i < MANY; i++) {
      held += book.of(IpAddress.v4(0x0A000000 + i)).stream().mapToInt(n -> n.name().length()).sum();
    }
    assertThat(held).isBetween(20_000L, 100_000L);
  }
}
