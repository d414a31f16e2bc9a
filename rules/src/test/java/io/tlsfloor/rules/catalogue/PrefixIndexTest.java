package io.tlsfloor.rules.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.rules.IpPrefix;
import java.util.ArrayList;
import java.util.Comparator;
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
    List<IpPrefix> prefixes = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      IpAddress address = address(random);
      IpPrefix prefix = new IpPrefix(address, random.nextInt(address.bits() + 1));
      Row row = new Row(SET, prefix.toString(), Row.Use.NORMAL, Optional.empty());
      prefixes.add(prefix);
      index.add(row);
    }
    for (int i = 0; i < 2000; i++) {
      IpAddress address = address(random);
      List<String> expected =
          prefixes.stream()
              .filter(prefix -> prefix.contains(address))
              .map(IpPrefix::toString)
              .sorted()
              .toList();

      List<Row> found = index.covering(address).stream().flatMap(List::stream).toList();

      assertThat(found.stream().map(Row::value).sorted()).isEqualTo(expected);
      assertThat(found.stream().map(PrefixIndexTest::length))
          .isSortedAccordingTo(Comparator.reverseOrder());
    }
  }

  private static int length(Row row) {
    return Integer.parseInt(row.value().substring(row.value().indexOf('/') + 1));
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
