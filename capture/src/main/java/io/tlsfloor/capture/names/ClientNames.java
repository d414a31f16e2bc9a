package io.tlsfloor.capture.names;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names that clients gave themselves, by address. Bounded: the address that was named the longest
 * ago goes first, and of an address the oldest name of the same kind.
 */
public final class ClientNames {
  static final int MAX_ADDRESSES = 1 << 14;

  /** More names behind one address are a NAT's, or a relay's. */
  static final int MAX_NAMES_AN_ADDRESS = 8;

  static final int MAX_NAME_CHARS = 255; // RFC 1035 §2.3.4

  private final Map<IpAddress, List<ClientName>> names = new LinkedHashMap<>(64, 0.75f, true);
  private long evicted;

  /** Remembers a name that stands in the frame of {@code mark}. */
  public void add(IpAddress address, String name, ClientNameSource from, FrameMark mark) {
    add(address, name, from, mark.toRef());
  }

  /** Remembers a name that stands in {@code frame}. */
  public void add(IpAddress address, String name, ClientNameSource from, FrameRef frame) {
    boolean unspecified = address.high() == 0 && address.low() == 0;
    if (unspecified || name.isEmpty() || name.length() > MAX_NAME_CHARS) {
      return;
    }
    List<ClientName> known = names.computeIfAbsent(address, a -> new ArrayList<>(1));
    boolean again = known.removeIf(old -> old.from() == from && old.name().equals(name));
    if (!again && known.size() == MAX_NAMES_AN_ADDRESS) {
      makeRoom(known, from);
      evicted++;
    }
    known.add(new ClientName(address, name, from, frame));
    if (names.size() > MAX_ADDRESSES) {
      List<ClientName> oldest = names.values().iterator().next();
      evicted += oldest.size();
      names.remove(oldest.get(0).address());
    }
  }

  /** The oldest of the same kind goes, so that no kind drives out the others. */
  private static void makeRoom(List<ClientName> known, ClientNameSource from) {
    for (ClientName old : known) {
      if (old.from() == from) {
        known.remove(old);
        return;
      }
    }
    known.remove(0);
  }

  /** All of them, by address; of each the name that was seen last comes first. */
  public List<ClientName> all() {
    List<ClientName> all = new ArrayList<>();
    for (List<ClientName> each : names.values()) {
      for (int i = each.size() - 1; i >= 0; i--) {
        all.add(each.get(i));
      }
    }
    all.sort((a, b) -> a.address().compareTo(b.address())); // stable
    return all;
  }

  /** Names that had to go for lack of room. */
  public long evicted() {
    return evicted;
  }
}
