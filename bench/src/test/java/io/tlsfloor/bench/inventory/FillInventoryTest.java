package io.tlsfloor.bench.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.answer.Question;
import io.tlsfloor.inventory.answer.Status;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.report.model.State;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FillInventoryTest {
  private static final int CLIENTS = 30;
  private static final int DAYS = 14;

  @TempDir private Path folder;

  @Test
  void someClientsAreBelowSomeWereFixedAndEachPageAnswers() throws Exception {
    String file = folder.resolve("pages.db").toString();
    Store store = Store.open(Location.parse(file), notice -> {});

    FillInventory.fill(store, CLIENTS, DAYS);

    Question question = new Question(FillInventory.LAST_DAY);
    Status status =
        Derivation.ask(
            store, question.asOf(), handle -> Status.of(handle, question, OptionalInt.empty()));
    assertThat(status.below()).isBetween(1, CLIENTS / 2);
    assertThat(status.states().get(State.FIXED)).isBetween(1, CLIENTS / 2);
    assertThat(status.fixes()).isNotEmpty();
    PageTimes.main(new String[] {file, String.valueOf(CLIENTS), "1"}); // fails where one does not
  }
}
