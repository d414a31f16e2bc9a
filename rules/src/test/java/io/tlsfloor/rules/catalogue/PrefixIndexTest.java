package io.tlsfloor.rules.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.rules.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrefixIndexTest {
  private static final EndpointSet SET =
      new EndpointSet(
          "Test",
          Optional.of(1),
          "Test",
          Category.DEFAULT,
          true,
          Ports.NONE,
          Ports.NONE,
          EndpointSet.Origin.LIST);

  /** Prefixes and addresses are drawn close together, so that they nest and nearly miss. */
  @Test
  void findsWhatAComparisonWithEveryPrefixFinds() {
    Random random = new Random(7);
    PrefixIndex index = new PrefixIndex();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      IpAddress address = address(random);
      int length = random.nextInt(address.bits() + 1);
      Row row =
          new Row(SET, new IpPrefix(address, length).toString(), Row.Use.NORMAL, Optional.empty());
      rows.add(row);
      index.add(row);
    }
    for (int i = 0; i < 5000; i++) {
      IpAddress address = address(random);
      List<Row> expected =
          rows.stream().filter(row -> IpPrefix.parse(row.value()).contains(address)).toList();

      List<Row> found = index.covering(address).stream().flatMap(List::stream).toList();

      assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(found).isSortedAccordingTo((a, b) -> Integer.compare(length(b), length(a)));
    }
  }

  private static int length(Row row) {
    return IpPrefix.parse(row.value()).length();
  }

  private static IpAddress address(Random random) {
    int flips = random.nextInt(8);
    if (random.nextBoolean()) {
      int bits = 0x34600000;
      for (int i = 0; i < flips; i++) {
        bits ^= 1 << random.nextInt(32);
      }
      return IpAddress.v4(bits);
    }
    long high = 0x2603_1006_0000_0000L;
    long low = 0;
    for (int i = 0; i < flips; i++) {
      high ^= 1L << random.nextInt(64);
      low ^= 1L << random.nextInt(64);
    }
    return IpAddress.v6(high, low);
  }
}
