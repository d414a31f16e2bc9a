package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.packet.PacketView;
import org.jspecify.annotations.Nullable;

/** Whether a SYN or SYN-ACK is part of a connection's set-up (RFC 9293 §3.5, RFC 7413). */
final class TcpSetUp {
  private final TcpWindow window;

  TcpSetUp(TcpWindow window) {
    this.window = window;
  }

  /** Whether a SYN is what this connection began with. */
  boolean began(TcpFlow flow, int direction, PacketView packet) {
    int first = packet.sequence() + 1;
    if (window.isOld(flow)) {
      return false;
    }
    if (flow.synSeen(direction)) {
      return flow.firstSequence(direction) == first;
    }
    if (flow.initiator == 1 - direction) {
      return false; // the other end began, and was not answered so
    }
    boolean exactly = !window.mayBeBeginning(flow) && flow.begunKnown(direction);
    if (exactly || flow.synSeen(1 - direction) && flow.startKnown(direction)) {
      int data = flow.begun(direction) - first;
      return data == 0 || data > 0 && data == TcpWindow.bytes(packet); // of the SYN, RFC 7413
    }
    TcpConversation conversation = TcpTracker.conversation(flow);
    if (conversation != null && conversation.stream(direction).isStarted()) {
      return flow.begun(direction) - first >= 0 // bytes before it are of another connection
          && isFollowed(conversation.stream(direction).next() - first);
    }
    return !flow.done
        && (!flow.acknowledgmentSeen(1 - direction)
            || isFollowed(flow.acknowledgment(1 - direction) - first));
  }

  /** Whether a SYN-ACK acknowledges the beginning of this connection. */
  boolean answers(TcpFlow flow, int direction, PacketView packet) {
    int client = 1 - direction;
    int acknowledged = packet.acknowledgment();
    boolean known = flow.synSeen(direction);
    boolean copy = known && flow.firstSequence(direction) == packet.sequence() + 1;
    boolean other = known && !copy;
    if (window.isOld(flow) || other && flow.initiator == direction) { // it began otherwise
      return false;
    }
    if (!known
        && flow.initiator == direction
        && flow.startKnown(direction)
        && !isFollowed(flow.start(direction) - packet.sequence() - 1)) {
      return false; // the other end has answered, and acknowledged another number
    }
    if (!TcpWindow.acknowledges(packet)) {
      return flow.synSeen(client) && !other;
    }
    if (flow.done && copy) {
      return true; // it comes late
    }
    if (flow.synSeen(client)) {
      return isFollowed(acknowledged - flow.firstSequence(client));
    }
    if (other) {
      return flow.startKnown(client) && flow.start(client) == acknowledged;
    }
    if (!window.isRecent(flow) && flow.begunKnown(client)) {
      return flow.begun(client) == acknowledged;
    }
    TcpConversation conversation = TcpTracker.conversation(flow);
    if (conversation != null && conversation.stream(client).isStarted()) {
      return isFollowed(conversation.stream(client).next() - acknowledged);
    }
    return !flow.done
        && (!flow.acknowledgmentSeen(direction)
            || isFollowed(flow.acknowledgment(direction) - acknowledged));
  }

  /** Of the connections whose SYN was seen the one whose number a SYN-ACK is nearest to. */
  @Nullable TcpFlow answered(TcpFlow flow, PacketView packet, int direction) {
    int client = 1 - direction;
    TcpFlow nearest = null;
    for (TcpFlow each = flow; each != null; each = each.candidate) {
      if (each.synSeen(client)
          && answers(each, direction, packet)
          && TcpWindow.isNearer(each, nearest, packet, client)) {
        nearest = each;
      }
    }
    return nearest;
  }

  /** Whether bytes so far ahead may be a connection's first ones. */
  private static boolean isFollowed(int ahead) {
    return ahead >= 0 && ahead <= TcpWindow.FOLLOWS_BYTES;
  }
}
