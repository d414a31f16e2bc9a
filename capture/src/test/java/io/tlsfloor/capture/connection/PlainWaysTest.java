package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Way;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlainWaysTest {
  private final PlainWays ways = new PlainWays();

  @Test
  void givesOneWayToAllBetweenTwoAddresses() {
    Way first = ways.of(1, 2);

    assertThat(ways.of(1, 2)).isSameAs(first);
    assertThat(first.clientMac()).contains(new MacAddress(1));
    assertThat(first.serverMac()).contains(new MacAddress(2));
    assertThat(ways.of(2, 1)).isNotEqualTo(first);
  }

  @Test
  void hasNoAddressWhereThereIsNone() {
    assertThat(ways.of(-1, 2).clientMac()).isEmpty();
    assertThat(ways.of(1, -1).serverMac()).isEmpty();
  }

  /** More pairs than places, each again and again: a place that is taken over tells the new one. */
  @Test
  void mixesUpNone() {
    Random random = new Random(16);
    for (int i = 0; i < 100_000; i++) {
      long client = random.nextInt(100);
      long server = random.nextInt(100);
      Way way = ways.of(client, server);
      assertThat(way.clientMac().orElseThrow().bits()).isEqualTo(client);
      assertThat(way.serverMac().orElseThrow().bits()).isEqualTo(server);
    }
  }
}
