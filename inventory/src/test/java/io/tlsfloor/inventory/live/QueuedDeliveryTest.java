package io.tlsfloor.inventory.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The thread that writes for a watch. */
@Timeout(60)
class QueuedDeliveryTest {
  @TempDir private Path folder;

  /** What waits is written once the database is free again. */
  @Test
  void goesOnWhenTheDatabaseDoes() throws Exception {
    AtomicInteger sentences = new AtomicInteger();
    Location location = Location.parse(folder.resolve("inventory.db").toString());
    try (Connection other = Store.connect(location);
        Statement statement = other.createStatement()) {
      Store.open(location);
      statement.execute("begin immediate"); // the database is locked
      QueuedDelivery delivery =
          new QueuedDelivery(location, "site", sentence -> sentences.incrementAndGet());
      delivery.take(new Saved("hq").client(Saved.day(0), new Client("10.0.0.1").old(1)).bytes());
      delivery.take("no line".getBytes(StandardCharsets.UTF_8));
      Thread.sleep(500);
      statement.execute("commit");

      assertThat(delivery.settle()).isZero();
      assertThat(sentences.get()).isLessThan(3);
      delivery.close();
    }
  }
}
