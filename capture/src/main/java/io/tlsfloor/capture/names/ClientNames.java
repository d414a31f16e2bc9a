package io.tlsfloor.capture.names;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Room;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names that clients gave themselves, by address. Bounded in number and in memory: the address that
 * was named the longest ago goes first, and of an address the oldest name of the same kind.
 */
public final class ClientNames {
  static final int MAX_ADDRESSES = 1 << 14;

  /** More names behind one address are a NAT's, or a relay's. */
  static final int MAX_NAMES_AN_ADDRESS = 8;

  static final int MAX_NAME_CHARS = 255; // RFC 1035 §2.3.4

  private static final long MAX_BYTES = 64L << 20;
  private static final int ADDRESS_BYTES = 200; // address, its place in the table, a list: about
  private static final int NAME_BYTES = 160; // a name without its text, and its frame: about

  private final Map<IpAddress, List<ClientName>> names = new LinkedHashMap<>(64, 0.75f, true);
  private final long maxBytes;
  private long bytes;
  private long evicted;

  /** Remembers as much as the heap has room for. */
  public ClientNames() {
    this(Room.of(MAX_BYTES));
  }

  /** Names in so much memory, about. */
  ClientNames(long maxBytes) {
    this.maxBytes = maxBytes;
  }

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
    List<ClientName> known = names.get(address);
    if (known == null) {
      known = new ArrayList<>(1);
      names.put(address, known);
      bytes += ADDRESS_BYTES;
    }
    boolean again = known.removeIf(old -> old.from() == from && old.name().equals(name));
    if (!again && known.size() == MAX_NAMES_AN_ADDRESS) {
      bytes -= bytes(makeRoom(known, from));
      evicted++;
    }
    ClientName added = new ClientName(address, name, from, frame);
    known.add(added);
    bytes += again ? 0 : bytes(added);
    while (names.size() > MAX_ADDRESSES || bytes > maxBytes && names.size() > 1) {
      List<ClientName> oldest = names.values().iterator().next();
      evicted += oldest.size();
      bytes -= ADDRESS_BYTES;
      oldest.forEach(each -> bytes -= bytes(each));
      names.remove(oldest.get(0).address());
    }
  }

  private static int bytes(ClientName name) {
    return NAME_BYTES + 2 * name.name().length();
  }

  /** The oldest of the same kind goes, so that no kind drives out the others. */
  private static ClientName makeRoom(List<ClientName> known, ClientNameSource from) {
    for (int i = 0; i < known.size(); i++) {
      if (known.get(i).from() == from) {
        return known.remove(i);
      }
    }
    return known.remove(0);
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

  /** Memory that the names take, in bytes, about. */
  long heldBytes() {
    return bytes;
  }

  /** A name was not taken, as its message has too many. */
  void leftOut() {
    evicted++;
  }

  /** Names that had to go for lack of room, or were not taken. */
  public long evicted() {
    return evicted;
  }
}
