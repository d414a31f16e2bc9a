package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.flow.FlowNumbers;

/** What is kept of a flow once nothing more is wanted of it, and in which words. */
final class TcpFlowNumbers implements FlowNumbers<TcpFlow> {
  private static final int SYN_SEEN = 1; // of each pair, the second is the next bit
  private static final int ACKNOWLEDGMENT_SEEN = 1 << 2;
  private static final int PAYLOAD_SEEN = 1 << 4;
  private static final int ENDED = 1 << 6;
  private static final int TIME_KNOWN = 1 << 7;
  private static final int FIRST_DIRECTION = 1 << 8;
  private static final int INITIATOR = 9; // shift; -1 to 1, plus one
  private static final int HELLO_WHOLE = 1 << 11;
  private static final int HELLO_DIRECTION = 1 << 12;

  @Override
  public int words() {
    return 10;
  }

  @Override
  public void write(TcpFlow flow, int[] to, int at) {
    boolean known0 = flow.startKnown(0);
    boolean known1 = flow.startKnown(1);
    to[at] =
        bit(known0, SYN_SEEN)
            | bit(known1, SYN_SEEN << 1)
            | bit(flow.acknowledgmentSeen0, ACKNOWLEDGMENT_SEEN)
            | bit(flow.acknowledgmentSeen1, ACKNOWLEDGMENT_SEEN << 1)
            | bit(flow.payloadSeen0, PAYLOAD_SEEN)
            | bit(flow.payloadSeen1, PAYLOAD_SEEN << 1)
            | bit(flow.ended, ENDED)
            | bit(flow.timeKnown, TIME_KNOWN)
            | bit(flow.firstDirection == 1, FIRST_DIRECTION)
            | bit(flow.helloWhole, HELLO_WHOLE)
            | bit(flow.helloDirection == 1, HELLO_DIRECTION)
            | flow.initiator + 1 << INITIATOR;
    to[at + 1] = known0 ? flow.start(0) - 1 : flow.synSequence0;
    to[at + 2] = known1 ? flow.start(1) - 1 : flow.synSequence1;
    to[at + 3] = flow.acknowledgment0;
    to[at + 4] = flow.acknowledgment1;
    to[at + 5] = flow.payloadEnd0;
    to[at + 6] = flow.payloadEnd1;
    to[at + 7] = flow.helloSequence;
    to[at + 8] = (int) (flow.helloMark >>> 32);
    to[at + 9] = (int) flow.helloMark;
  }

  private static int bit(boolean set, int bit) {
    return set ? bit : 0;
  }

  @Override
  public void end(int[] of, int at) {
    of[at] |= ENDED;
  }

  @Override
  public TcpFlow read(int[] from, int at) {
    TcpFlow flow = new TcpFlow();
    int flags = from[at];
    flow.synSeen0 = (flags & SYN_SEEN) != 0;
    flow.synSeen1 = (flags & SYN_SEEN << 1) != 0;
    flow.acknowledgmentSeen0 = (flags & ACKNOWLEDGMENT_SEEN) != 0;
    flow.acknowledgmentSeen1 = (flags & ACKNOWLEDGMENT_SEEN << 1) != 0;
    flow.payloadSeen0 = (flags & PAYLOAD_SEEN) != 0;
    flow.payloadSeen1 = (flags & PAYLOAD_SEEN << 1) != 0;
    flow.ended = (flags & ENDED) != 0;
    flow.timeKnown = (flags & TIME_KNOWN) != 0;
    flow.firstDirection = (flags & FIRST_DIRECTION) != 0 ? 1 : 0;
    flow.helloWhole = (flags & HELLO_WHOLE) != 0;
    flow.helloDirection = (flags & HELLO_DIRECTION) != 0 ? 1 : 0;
    flow.initiator = (flags >>> INITIATOR & 3) - 1;
    flow.synSequence0 = from[at + 1];
    flow.synSequence1 = from[at + 2];
    flow.firstAcknowledgment0 = flow.synSequence1 + 1;
    flow.firstAcknowledgment1 = flow.synSequence0 + 1;
    flow.acknowledgment0 = from[at + 3];
    flow.acknowledgment1 = from[at + 4];
    flow.payloadEnd0 = from[at + 5];
    flow.payloadEnd1 = from[at + 6];
    flow.helloSequence = from[at + 7];
    flow.helloMark = (long) from[at + 8] << 32 | from[at + 9] & 0xFFFF_FFFFL;
    flow.done = true;
    return flow;
  }
}
