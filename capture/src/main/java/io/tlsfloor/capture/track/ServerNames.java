package io.tlsfloor.capture.track;

import io.tlsfloor.capture.NameSink;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names that a capture's name-resolution blocks give to addresses. Bounded, the oldest goes first.
 */
final class ServerNames implements NameSink {
  static final int MAX_ADDRESSES = 1 << 16;
  static final int MAX_NAMES_AN_ADDRESS = 8;
  static final int MAX_NAME_CHARS = 255; // RFC 1035 §2.3.4

  private final Map<IpAddress, List<NameSeen>> names =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<IpAddress, List<NameSeen>> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  @Override
  public void name(IpAddress address, String name) {
    if (name.isEmpty() || name.length() > MAX_NAME_CHARS) {
      return;
    }
    List<NameSeen> known = names.computeIfAbsent(address, a -> new ArrayList<>(1));
    NameSeen seen = new NameSeen(name, NameSource.NAME_RESOLUTION);
    if (known.size() < MAX_NAMES_AN_ADDRESS && !known.contains(seen)) {
      known.add(seen);
    }
  }

  List<NameSeen> of(IpAddress address) {
    return names.getOrDefault(address, List.of());
  }
}
