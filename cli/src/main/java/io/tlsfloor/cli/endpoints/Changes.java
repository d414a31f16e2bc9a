package io.tlsfloor.cli.endpoints;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds what the service says it changed: the answer to its method {@code changes}. */
final class Changes {
  private Changes() {}

  /**
   * Names and prefixes that were taken out, in lower case. What else a change holds is passed over:
   * the service adds fields.
   *
   * @throws IOException if the answer is no list of changes
   */
  static Set<String> removed(byte[] json) throws IOException {
    Set<String> removed = new HashSet<>();
    if (!(JSON.std.anyFrom(json) instanceof Collection<?> changes)) {
      throw new IOException("it is no list");
    }
    for (Object change : changes) {
      if (!(change instanceof Map<?, ?> fields)) {
        throw new IOException("a change is no object");
      }
      if (fields.get("remove") instanceof Map<?, ?> remove) {
        add(removed, remove.get("urls"));
        add(removed, remove.get("ips"));
      }
    }
    return removed;
  }

  private static void add(Set<String> to, @Nullable Object values) {
    if (values instanceof Collection<?> some) {
      for (Object value : some) {
        to.add(String.valueOf(value).toLowerCase(Locale.ROOT));
      }
    }
  }
}
