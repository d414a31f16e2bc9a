package io.tlsfloor.report.pseudonym;

import io.tlsfloor.parser.observation.IpAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pseudonyms of addresses. Prefixes are preserved, and so is the kind: a private address stays one
 * of its own range, and the pseudonym of a public one lies where no host can be: 240.0.0.0/4 (RFC
 * 1112 §4) or 3fff::/20 (RFC 9637). Confined to one thread.
 */
final class AddressPseudonyms {
  private static final int MAX_KNOWN = 1 << 16; // each costs 32 or 128 blocks of AES
  private static final int RESERVED_V4 = 0xF000_0000;
  private static final int RESERVED_V4_MASK = 0xF000_0000;
  private static final long RESERVED_V6 = 0x3FFF_0000_0000_0000L;
  private static final long RESERVED_V6_MASK = 0xFFFF_F000_0000_0000L;

  /**
   * Addresses of one kind, of which as many bits stay as they are.
   *
   * @param first address of the range
   * @param length of its prefix, in bits
   * @param kept bits; all of them where the address is of no single client
   */
  private record Range(IpAddress first, int length, int kept) {
    static Range of(String prefix, int kept) {
      int slash = prefix.indexOf('/');
      return new Range(
          IpAddress.parse(prefix.substring(0, slash)),
          Integer.parseInt(prefix.substring(slash + 1)),
          kept);
    }

    static Range of(String prefix) {
      return of(prefix, Integer.parseInt(prefix.substring(prefix.indexOf('/') + 1)));
    }
  }

  private static final List<Range> RANGES =
      List.of(
          Range.of("0.0.0.0/8", 32), // this host, RFC 1122 §3.2.1.3
          Range.of("127.0.0.0/8", 32), // loopback
          Range.of("224.0.0.0/4", 32), // multicast
          Range.of("255.255.255.255/32", 32), // broadcast
          Range.of("10.0.0.0/8"), // private, RFC 1918
          Range.of("172.16.0.0/12"),
          Range.of("192.168.0.0/16"),
          Range.of("100.64.0.0/10"), // shared, RFC 6598
          Range.of("169.254.0.0/16"), // link-local, RFC 3927
          Range.of("::/127", 128), // unspecified and loopback, RFC 4291 §2.5
          Range.of("ff00::/8", 128), // multicast
          Range.of("::ffff:0:0/96"), // IPv4 in an IPv6 address: see below
          Range.of("fe80::/64"), // link-local: its interface id may be the MAC address
          Range.of("fe80::/10"),
          Range.of("fc00::/8"), // unique local, RFC 4193
          Range.of("fd00::/8"));

  private static final int MAPPED = 96; // length of the prefix before an IPv4 address

  private final CryptoPan permutation;
  private final Map<IpAddress, IpAddress> known =
      new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<IpAddress, IpAddress> eldest) {
          return size() > MAX_KNOWN;
        }
      };

  AddressPseudonyms(PseudonymKey key) {
    permutation = new CryptoPan(key.mac("addresses", new byte[0]));
  }

  /** The pseudonym of an address, of the same family. */
  IpAddress of(IpAddress address) {
    IpAddress pseudonym = known.get(address);
    if (pseudonym == null) {
      pseudonym = make(address);
      known.put(address, pseudonym);
    }
    return pseudonym;
  }

  private IpAddress make(IpAddress address) {
    for (Range range : RANGES) {
      if (address.sharesPrefix(range.first(), range.length())) {
        if (!address.v4() && range.length() == MAPPED) {
          IpAddress inner = of(IpAddress.v4((int) address.low()));
          return IpAddress.v6(0, 0xFFFF_0000_0000L | inner.low());
        }
        return permuted(address, range.kept());
      }
    }
    IpAddress anywhere = permuted(address, 0);
    return anywhere.v4()
        ? IpAddress.v4((int) anywhere.low() & ~RESERVED_V4_MASK | RESERVED_V4)
        : IpAddress.v6(anywhere.high() & ~RESERVED_V6_MASK | RESERVED_V6, anywhere.low());
  }

  private IpAddress permuted(IpAddress address, int kept) {
    ByteBuffer result = ByteBuffer.wrap(permutation.permute(address.bytes(), kept));
    return address.v4()
        ? IpAddress.v4(result.getInt())
        : IpAddress.v6(result.getLong(), result.getLong());
  }
}
