package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.names.NameReader;
import io.tlsfloor.parser.packet.PacketView;
import java.util.ArrayDeque;

/**
 * Conversations over TCP, with all that they are made of, lent to one connection after the other.
 * Bounded in what it keeps; confined to one thread.
 *
 * <p>A conversation that was given back is as it was until it is lent again, which is with a later
 * packet at the earliest: who let go of it may still ask whether it is over.
 */
final class ConversationPool {
  private static final int MAX_FREE = 1 << 10; // about 3 KB each, with their streams

  private final Views views;
  private final NameReader names;
  private final ArrayDeque<TcpConversation> free = new ArrayDeque<>();

  ConversationPool(Views views, NameReader names) {
    this.views = views;
    this.names = names;
  }

  /** A conversation of which nothing was read. */
  TcpConversation take(TcpFlow flow, PacketView first) {
    TcpConversation used = free.pollLast();
    if (used == null) {
      return new TcpConversation(flow, views, names, this, first);
    }
    used.begin(flow, first);
    return used;
  }

  /** Takes one back, of which nothing more is read. */
  void give(TcpConversation conversation) {
    if (free.size() < MAX_FREE) {
      free.addLast(conversation);
    }
  }
}
