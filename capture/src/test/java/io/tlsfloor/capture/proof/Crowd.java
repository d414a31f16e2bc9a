package io.tlsfloor.capture.proof;

import io.tlsfloor.testing.Exchange;
import io.tlsfloor.testing.WireEnd;
import io.tlsfloor.testing.WireFrame;
import io.tlsfloor.testing.WirePackets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Many clients of one server at once, each with a connection of its own, none of them spoiled. */
final class Crowd {
  static final long BEGIN = 1_700_000_000_000_000_000L;
  static final long SECOND = 1_000_000_000L;

  private static final WireEnd SERVER = WireEnd.of("13.107.136.10", 443);

  private final List<Exchange> exchanges = new ArrayList<>();
  private final List<WireFrame> packets = new ArrayList<>();

  /**
   * Draws one.
   *
   * @param seconds in which they begin
   */
  Crowd(Random random, int clients, int seconds) {
    Exchange.Dialogue[] dialogues = Exchange.Dialogue.values();
    for (int i = 0; i < clients; i++) {
      long begin = BEGIN + (long) (random.nextDouble() * seconds * SECOND);
      Exchange.Dialogue dialogue = dialogues[random.nextInt(dialogues.length)];
      Exchange exchange = new Exchange(random, dialogue, i, begin);
      exchanges.add(exchange);
      exchange.sent().forEach(sent -> packets.add(frame(exchange, sent, sent.nanos())));
    }
    packets.sort(Comparator.comparingLong(WireFrame::nanos));
  }

  /** A segment of one of them, captured at a time. */
  WireFrame frame(Exchange exchange, Exchange.Sent sent, long nanos) {
    int number = exchanges.indexOf(exchange);
    WireEnd client = WireEnd.of("10.20." + (number >> 8) + "." + (number & 0xFF), 40_000 + number);
    byte[] frame =
        WirePackets.tcpFrame(
            sent.fromClient() ? client : SERVER,
            sent.fromClient() ? SERVER : client,
            sent.sequence(),
            sent.acknowledgment(),
            sent.flags(),
            sent.payload());
    return WireFrame.ethernet(nanos, frame, frame.length);
  }

  List<Exchange> exchanges() {
    return exchanges;
  }

  List<WireFrame> packets() {
    return packets;
  }

  /** Those below the floor that nothing is found about. */
  List<String> missed(Told told) {
    List<String> found =
        told.flagged()
            .map(each -> each.connection().client().port())
            .map(port -> exchanges.get(port - 40_000).name)
            .toList();
    return exchanges.stream()
        .filter(Exchange::below)
        .map(each -> each.name)
        .filter(name -> !found.contains(name))
        .toList();
  }

  /** Those that are accused and are not below the floor. */
  List<String> accused(Told told) {
    return told.flagged()
        .map(each -> exchanges.get(each.connection().client().port() - 40_000))
        .filter(each -> !each.below())
        .map(each -> each.name)
        .toList();
  }
}
