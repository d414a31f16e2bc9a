package io.tlsfloor.inventory.page;

import io.tlsfloor.inventory.answer.Clients.Filter;
import io.tlsfloor.inventory.answer.Clients.Row;
import io.tlsfloor.inventory.answer.NaturalOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The rows of a view, ready to be searched and sorted: a million of them within a request.
 *
 * <p>What can be searched for lies in one text in lower case, once for rows of one client that
 * follow each other, so that a search makes no objects; an order is worked out when it is first
 * asked for. Safe for use by several threads.
 */
public final class RowSearch {
  private static final byte END = '\n';

  /** A column that can be sorted by. */
  private static final Map<String, Comparator<Row>> SORTS =
      Map.of(
          "client", Comparator.comparing(Row::client, NaturalOrder.OF_TEXTS),
          "name", Comparator.comparing(Row::name, NaturalOrder.OF_TEXTS),
          "service", Comparator.comparing(Row::service),
          "first", Comparator.comparingLong(Row::firstSeen),
          "last", Comparator.comparingLong(Row::lastSeen),
          "owner", Comparator.comparing(Row::owner));

  private final List<Row> rows;
  private final byte[] text; // of each entry: identity, and what of the client it does not hold
  private final int[] starts; // of each entry, and where the last one ends
  private final int[] entries; // of each row
  private final Map<String, int[]> orders = new HashMap<>();

  RowSearch(List<Row> rows) {
    this.rows = rows;
    entries = new int[rows.size()];
    int[] begins = new int[rows.size() + 1];
    byte[] all = new byte[Math.max(64, rows.size() * 48)];
    int end = 0;
    int entry = -1;
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      if (i > 0 && row.id().equals(rows.get(i - 1).id())) {
        entries[i] = entry;
        continue;
      }
      entries[i] = ++entry;
      begins[entry] = end;
      byte[] bytes = words(row).getBytes(StandardCharsets.UTF_8);
      if (all.length - end <= bytes.length) {
        all = Arrays.copyOf(all, Math.max(all.length + all.length / 2, end + bytes.length + 1));
      }
      System.arraycopy(bytes, 0, all, end, bytes.length);
      end += bytes.length;
      all[end++] = END;
    }
    begins[entry + 1] = end;
    starts = Arrays.copyOf(begins, entry + 2);
    text = Arrays.copyOf(all, end);
  }

  private static String words(Row row) {
    StringBuilder words = new StringBuilder(row.id().toLowerCase(Locale.ROOT));
    for (String word : List.of(row.client(), row.name(), row.mac())) {
      String lower = word.toLowerCase(Locale.ROOT);
      if (words.indexOf(lower) < 0) { // most identities hold one of them
        words.append((char) END).append(lower);
      }
    }
    return words.toString();
  }

  /** A row. */
  Row row(int index) {
    return rows.get(index);
  }

  /**
   * The rows that a filter takes.
   *
   * @param sort a column, with a minus before it for the other way round; else the worst state is
   *     first
   * @return their indexes, in that order
   */
  int[] find(Filter filter, String sort) {
    boolean down = sort.startsWith("-");
    int[] order = order(down ? sort.substring(1) : sort);
    boolean[] holds = holding(filter.text().orElse(""));
    Predicate<Row> takes = predicate(filter);
    int[] found = new int[rows.size()];
    int count = 0;
    for (int at = 0; at < found.length; at++) {
      int place = down ? found.length - 1 - at : at;
      int index = order.length == 0 ? at : order[place];
      if ((holds.length == 0 || holds[entries[index]]) && takes.test(rows.get(index))) {
        found[count++] = index;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** An order by a column; empty for the one that the rows have. */
  private synchronized int[] order(String column) {
    Comparator<Row> by = SORTS.get(column);
    if (by == null) {
      return new int[0];
    }
    return orders.computeIfAbsent(
        column,
        key -> {
          Integer[] order = new Integer[rows.size()];
          Arrays.setAll(order, i -> i);
          Arrays.sort(order, Comparator.comparing(rows::get, by));
          return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
        });
  }

  /** Which entries hold a text; empty where all do, because there is none. */
  private boolean[] holding(String sought) {
    byte[] needle = sought.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    if (needle.length == 0) {
      return new boolean[0];
    }
    boolean[] holds = new boolean[starts.length - 1];
    if (sought.indexOf(END) >= 0) {
      return holds; // no text does
    }
    byte last = needle[needle.length - 1]; // rarer than the first in addresses of one network
    int before = Math.min(1, needle.length - 1); // and one more, which spares most comparisons
    int entry = 0;
    for (int at = needle.length - 1; at < text.length; at++) {
      if (text[at] == last
          && text[at - before] == needle[needle.length - 1 - before]
          && matches(needle, at - needle.length + 1)) {
        while (starts[entry + 1] <= at) {
          entry++;
        }
        holds[entry] = true;
        at = starts[entry + 1] - 1 + needle.length - 1; // on with the next entry
      }
    }
    return holds;
  }

  private boolean matches(byte[] needle, int from) {
    return Arrays.equals(text, from, from + needle.length, needle, 0, needle.length);
  }

  /** The filter but for its text; rows share their stacks and services, so each is asked once. */
  private static Predicate<Row> predicate(Filter filter) {
    Filter rest =
        new Filter(
            filter.states(), filter.service(), filter.stack(), filter.owner(), Optional.empty());
    if (rest.equals(Filter.ALL)) {
      return row -> true;
    }
    IdentityHashMap<Object, Boolean> services = new IdentityHashMap<>();
    IdentityHashMap<Object, Boolean> stacks = new IdentityHashMap<>();
    IdentityHashMap<Object, Boolean> owners = new IdentityHashMap<>();
    return row ->
        rest.takesState(row)
            && known(
                services, row.service(), rest.service().isEmpty(), () -> rest.takesService(row))
            && known(stacks, row.stacks(), rest.stack().isEmpty(), () -> rest.takesStack(row))
            && known(owners, row.owner(), rest.owner().isEmpty(), () -> rest.takesOwner(row));
  }

  private static boolean known(
      IdentityHashMap<Object, Boolean> answers, Object value, boolean any, BooleanSupplier answer) {
    if (any) {
      return true;
    }
    Boolean before = answers.get(value);
    if (before == null) {
      before = answer.getAsBoolean();
      answers.put(value, before);
    }
    return before;
  }
}
