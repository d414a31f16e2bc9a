package io.tlsfloor.capture.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Tests what is remembered of names that clients gave themselves. */
class ClientNamesTest {
  private static final FrameRef FRAME = new FrameRef("a.pcap", 1, Instant.EPOCH);

  private final ClientNames names = new ClientNames(1 << 20);

  private void add(int address, String name) {
    names.add(IpAddress.v4(address), name, ClientNameSource.MDNS, FRAME);
  }

  @Test
  void longNamesOfManyAddressesTakeNoMoreMemoryThanTheyMay() {
    for (int i = 8; i < 80_008; i++) {
      add(i >> 3, i + "x".repeat(240));
    }

    assertThat(names.heldBytes()).isBetween(1L << 19, 1L << 20);
    assertThat(names.all()).hasSizeLessThan(4_000);
    assertThat(names.evicted()).isEqualTo(80_000 - names.all().size());
    assertThat(names.all().get(names.all().size() - 1).address()).isEqualTo(IpAddress.v4(10_000));
  }

  @Test
  void aNameThatIsSeenAgainTakesNoMore() {
    add(1, "pc1");
    long once = names.heldBytes();
    for (int i = 0; i < 100; i++) {
      add(1, "pc1");
    }

    assertThat(names.heldBytes()).isEqualTo(once);
    assertThat(names.evicted()).isZero();
  }
}
