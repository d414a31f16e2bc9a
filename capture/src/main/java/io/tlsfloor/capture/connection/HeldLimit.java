package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.flow.FlowTable;
import io.tlsfloor.capture.flow.FlowTable.Age;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which TCP connection gives way when all together hold too much. Those that share the ends of
 * another one, and so have no place of their own in the table, hold bytes as well: candidates, and
 * the connection before the one in the table. They go first, so that a flood of them displaces no
 * others; then the undecided connection that was used longest ago.
 */
final class HeldLimit {
  private final Teller teller;
  private final long maxBytes;
  private final Consumer<TcpFlow> evicted;
  private final Set<TcpFlow> aside = new LinkedHashSet<>(); // by identity, in the order they came

  /**
   * A limit.
   *
   * @param evicted concludes a connection that has to go
   */
  HeldLimit(Teller teller, long maxBytes, Consumer<TcpFlow> evicted) {
    this.teller = teller;
    this.maxBytes = maxBytes;
    this.evicted = evicted;
  }

  /** Notes a connection of which the first bytes came. */
  void begun(TcpFlow flow) {
    if (flow.isTentative()) {
      aside(flow);
    }
  }

  /** Notes a connection that holds bytes and is not the one in the table. */
  void aside(TcpFlow flow) {
    aside.add(flow);
  }

  /** Notes that one is over, or has come into the table. */
  void forget(TcpFlow flow) {
    aside.remove(flow);
  }

  /** Lets connections go until the others hold no more than they may; never {@code current}. */
  void keep(FlowTable<TcpFlow> table, TcpFlow current) {
    while (!teller.fitsIn(maxBytes)) {
      TcpFlow next = next(table, current);
      if (next == null) {
        return;
      }
      evicted.accept(next);
      table.remove(next);
      aside.remove(next);
    }
  }

  private @Nullable TcpFlow next(FlowTable<TcpFlow> table, TcpFlow current) {
    TcpFlow beside = oldestAside(current);
    TcpFlow open = beside == null ? table.first(Age.OPEN) : beside;
    return open == current ? null : open;
  }

  private @Nullable TcpFlow oldestAside(TcpFlow current) {
    Iterator<TcpFlow> each = aside.iterator();
    while (each.hasNext()) {
      TcpFlow flow = each.next();
      if (flow.conversation == null) {
        each.remove(); // it was decided
      } else if (flow != current) {
        return flow;
      }
    }
    return null;
  }
}
