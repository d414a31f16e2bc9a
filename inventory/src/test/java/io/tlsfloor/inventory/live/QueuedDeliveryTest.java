package io.tlsfloor.inventory.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.store.Location;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The thread that writes for a watch. */
@Timeout(60)
class QueuedDeliveryTest {
  @TempDir private Path folder;

  /** What has no memory is counted, and what comes later is written. */
  @Test
  void goesOnWhereThereIsNoMemoryEvenForASentence() throws Exception {
    AtomicInteger sentences = new AtomicInteger();
    CountDownLatch written = new CountDownLatch(1);
    QueuedDelivery delivery =
        new QueuedDelivery(
            Location.parse(folder.resolve("inventory.db").toString()),
            "site",
            sentence -> {
              sentences.incrementAndGet();
              throw new OutOfMemoryError("as if the heap were full");
            });
    delivery.take(
        3,
        intake -> {
          throw new OutOfMemoryError("as if the heap were full");
        });
    while (delivery.lost() == 0) {
      Thread.sleep(10);
    }
    delivery.take(1, intake -> written.countDown());

    assertThat(written.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(delivery.settle()).isEqualTo(3);
    assertThat(sentences).hasValue(1);
    delivery.close();
  }
}
