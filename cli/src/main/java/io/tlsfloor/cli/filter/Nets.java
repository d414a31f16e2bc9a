package io.tlsfloor.cli.filter;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.rules.IpPrefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Few ranges that hold many addresses, as narrow as their number allows. */
final class Nets {
  private Nets() {}

  /**
   * At most {@code most} ranges that together hold all of {@code addresses}, in order. The two
   * neighbours that share the longest prefix become one until there are few enough; IPv4 and IPv6
   * have nothing in common and are one range each in the end.
   *
   * @param most from 2
   */
  static List<IpPrefix> of(Collection<IpAddress> addresses, int most) {
    List<IpPrefix> nets = new ArrayList<>();
    for (IpAddress address : new TreeSet<>(addresses)) {
      nets.add(new IpPrefix(address, address.bits()));
    }
    int length = nets.stream().mapToInt(IpPrefix::length).max().orElse(0);
    while (nets.size() > most && length > 0) {
      length--;
      nets = merged(nets, length);
    }
    return nets;
  }

  /** Makes one of those that lie in one range of {@code length} bits, and are at least so long. */
  private static List<IpPrefix> merged(List<IpPrefix> nets, int length) {
    List<IpPrefix> fewer = new ArrayList<>();
    for (IpPrefix net : nets) {
      IpPrefix last = fewer.isEmpty() ? net : fewer.get(fewer.size() - 1);
      boolean one =
          !fewer.isEmpty()
              && last.address().v4() == net.address().v4()
              && last.length() >= length
              && last.address().sharesPrefix(net.address(), length);
      if (one) {
        fewer.set(fewer.size() - 1, new IpPrefix(masked(last.address(), length), length));
      } else {
        fewer.add(net);
      }
    }
    return fewer;
  }

  private static IpAddress masked(IpAddress address, int length) {
    if (address.v4()) {
      int bits = (int) address.low();
      return IpAddress.v4(length == 0 ? 0 : bits & (-1 << (32 - length)));
    }
    long high = length == 0 ? 0 : address.high() & (length >= 64 ? -1 : -1L << (64 - length));
    long low = length <= 64 ? 0 : address.low() & (length == 128 ? -1 : -1L << (128 - length));
    return IpAddress.v6(high, low);
  }
}
