package io.tlsfloor.inventory.page;

import io.tlsfloor.inventory.answer.Clients.Filter;
import io.tlsfloor.inventory.answer.Clients.Row;
import io.tlsfloor.inventory.answer.NaturalOrder;
import io.tlsfloor.inventory.state.State;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The rows of a view, ready to be searched and sorted: a million of them within a request, in some
 * 80 bytes each. They lie in columns; what many rows share is kept once, and what can be searched
 * for in {@link ClientTexts}. Never changes, so safe for use by several threads.
 */
public final class RowSearch {
  private static final State[] STATES = State.values();

  private final ClientTexts texts;
  private final Shared<String> services;
  private final Shared<List<String>> stacks;
  private final Shared<List<String>> sites;
  private final Shared<Decided> decided;
  private final RowColumns columns;
  private final Map<String, int[]> orders; // by a column's name

  /** What people decided of a row, and what its identity rests on. */
  private record Decided(
      String basis, String owner, String ticket, String due, String acceptedUntil) {}

  private RowSearch(Builder from) {
    texts = from.texts.build();
    services = from.services;
    stacks = from.stacks;
    sites = from.sites;
    decided = from.decided;
    int[] clients = Order.ranks(texts.all(ClientTexts.ADDRESS), NaturalOrder.OF_TEXTS);
    clients = Order.within(clients, Order.ranks(texts.all(ClientTexts.ID), NaturalOrder.OF_TEXTS));
    int[] named = services.ranks(Function.identity());
    RowColumns given = from.columns.whole();
    long[] keys = new long[given.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (long) given.state[i] << 60 | (long) clients[given.client[i]] << 28;
      keys[i] |= Math.min(named[given.service[i]], (1 << 28) - 1);
    }
    columns = given.inOrder(Order.of(keys));
    orders = orders();
  }

  /** Takes rows, those of one client one after the other. */
  static final class Builder {
    private final ClientTexts.Builder texts = new ClientTexts.Builder();
    private final Shared<String> services = new Shared<>();
    private final Shared<List<String>> stacks = new Shared<>();
    private final Shared<List<String>> sites = new Shared<>();
    private final Shared<Decided> decided = new Shared<>();
    private final RowColumns columns = new RowColumns();

    void add(Row row) {
      columns.add(
          row.state(),
          texts.add(row),
          services.index(row.service()),
          stacks.index(row.stacks()),
          sites.index(row.sites()),
          decided.index(
              new Decided(row.basis(), row.owner(), row.ticket(), row.due(), row.acceptedUntil())),
          row.firstSeen(),
          row.lastSeen());
    }

    RowSearch build() {
      return new RowSearch(this);
    }
  }

  /** A row; the worst state is first, then by client and service. */
  Row row(int index) {
    int client = columns.client[index];
    Decided notes = decided.value(columns.decided[index]);
    return new Row(
        texts.text(client, ClientTexts.ID),
        texts.text(client, ClientTexts.ADDRESS),
        notes.basis(),
        texts.text(client, ClientTexts.NAME),
        texts.text(client, ClientTexts.MAC),
        services.value(columns.service[index]),
        STATES[columns.state[index]],
        stacks.value(columns.stacks[index]),
        sites.value(columns.sites[index]),
        columns.firstSeen[index],
        columns.lastSeen[index],
        notes.owner(),
        notes.ticket(),
        notes.due(),
        notes.acceptedUntil());
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
    boolean[] clients =
        filter.text().isEmpty() ? new boolean[0] : texts.holding(filter.text().get());
    boolean[] states = new boolean[STATES.length];
    for (State state : STATES) {
      states[state.ordinal()] = filter.states().isEmpty() || filter.states().contains(state);
    }
    boolean[] ofService = services.taken(filter.service(), filter::takesService);
    boolean[] ofStack = stacks.taken(filter.stack(), filter::takesStacks);
    boolean[] ofOwner = decided.taken(filter.owner(), each -> filter.takesOwner(each.owner()));
    int[] found = new int[columns.size()];
    int count = 0;
    for (int at = 0; at < found.length; at++) {
      int place = down ? found.length - 1 - at : at;
      int index = order.length == 0 ? at : order[place];
      if (states[columns.state[index]]
          && (clients.length == 0 || clients[columns.client[index]])
          && (ofService.length == 0 || ofService[columns.service[index]])
          && (ofStack.length == 0 || ofStack[columns.stacks[index]])
          && (ofOwner.length == 0 || ofOwner[columns.decided[index]])) {
        found[count++] = index;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** An order by a column; empty for the one that the rows have. */
  private int[] order(String column) {
    return orders.getOrDefault(column, new int[0]);
  }

  private Map<String, int[]> orders() {
    int[] addresses = Order.ranks(texts.all(ClientTexts.ADDRESS), NaturalOrder.OF_TEXTS);
    int[] names = Order.ranks(texts.all(ClientTexts.NAME), NaturalOrder.OF_TEXTS);
    int[] named = services.ranks(Function.identity());
    int[] owners = decided.ranks(Decided::owner);
    return Map.of(
        "client", Order.of(keys(addresses, columns.client)),
        "name", Order.of(keys(names, columns.client)),
        "service", Order.of(keys(named, columns.service)),
        "owner", Order.of(keys(owners, columns.decided)),
        "first", Order.of(columns.firstSeen),
        "last", Order.of(columns.lastSeen));
  }

  /** What rows are sorted by: the rank of what each has in a column. */
  private static long[] keys(int[] ranks, int[] column) {
    return Arrays.stream(column).mapToLong(each -> ranks[each]).toArray();
  }
}
