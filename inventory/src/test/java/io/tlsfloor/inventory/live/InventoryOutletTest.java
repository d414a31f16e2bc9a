package io.tlsfloor.inventory.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.sink.QueuedSink;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The thread that writes for a watch. */
@Timeout(600)
class InventoryOutletTest {
  @TempDir private Path folder;

  /** Shows what waits is written once the database is free again. */
  @Test
  void goesOnWhenTheDatabaseDoes() throws Exception {
    AtomicInteger sentences = new AtomicInteger();
    Location location = Location.parse(folder.resolve("inventory.db").toString());
    try (Connection other = Store.connect(location);
        Statement statement = other.createStatement()) {
      Store.open(location, notice -> {});
      statement.execute("begin immediate"); // the database is locked
      InventoryOutlet outlet =
          new InventoryOutlet(location, "site", sentence -> sentences.incrementAndGet());
      QueuedSink sink =
          new QueuedSink(outlet, "the inventory", sentence -> sentences.incrementAndGet());
      sink.take(
          Chunk.of(new Saved("hq").client(Saved.day(0), new Client("10.0.0.1").old(1)).text()));
      sink.take(Chunk.of("no line\n"));
      Thread.sleep(500);
      statement.execute("commit");

      assertThat(sink.finish()).isEmpty();
      assertThat(sentences.get()).isLessThan(3);
      sink.close();
    }
    try (Book book = new Book(folder.resolve("inventory.db").toString())) {
      Derivation.refresh(book.store);
      assertThat(book.states(Saved.day(0))).containsExactly("10.0.0.1 below");
    }
  }
}
