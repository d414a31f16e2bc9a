package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.Coverage;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.rules.Hiding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what was lost. */
public final class Losses {
  /** Name of the count of connections that may be the service's, with half a hello. */
  public static final String HALF_SEEN = "half_seen_hellos";

  /** Name of the count of clients that had to be forgotten. */
  public static final String FORGOTTEN = "clients_forgotten";

  private final long[] counts = new long[Loss.values().length];
  private final Map<String, Long> unsupported = new TreeMap<>();

  /** Adds what one analyzer could not see. */
  public void add(Coverage coverage) {
    coverage.counts().forEach((loss, count) -> counts[loss.ordinal()] += count);
    coverage.unsupported().forEach((kind, count) -> unsupported.merge(kind, count, Long::sum));
  }

  /** Adds losses of one kind. */
  public void add(Loss loss, long count) {
    counts[loss.ordinal()] += count;
  }

  /** Adds packets that the program which captured them says it lost. */
  public void addDroppedByCapture(long packets) {
    counts[Loss.KERNEL_DROPS.ordinal()] += packets;
  }

  /**
   * Adds what the run line of saved results says.
   *
   * @return the counts of names that are not known here: of a later version of this program
   */
  public Map<String, Long> add(Map<String, Long> byName, Map<String, Long> kinds) {
    Map<String, Long> others = new TreeMap<>(byName);
    for (Loss loss : Loss.values()) {
      Long count = others.remove(loss.id());
      counts[loss.ordinal()] += count == null ? 0 : count;
    }
    kinds.forEach((kind, count) -> unsupported.merge(kind, count, Long::sum));
    return others;
  }

  /**
   * All counts.
   *
   * @param damagedInputs inputs that were not read to their end, or not at all
   * @param halfSeen connections that may be the service's, and of whose hello too little was seen
   * @param clientsDropped clients that had to be forgotten
   */
  public List<LossCount> counts(long damagedInputs, long halfSeen, long clientsDropped) {
    List<LossCount> all = new ArrayList<>();
    all.add(
        new LossCount(
            LossCount.DAMAGED_INPUTS,
            text(
                damagedInputs,
                "capture damaged or not readable",
                "captures damaged or not readable"),
            damagedInputs,
            true));
    for (Loss loss : Loss.values()) {
      long count = counts[loss.ordinal()];
      all.add(new LossCount(loss.id(), words(loss, count), count, Hiding.couldHide(loss)));
    }
    all.add(
        new LossCount(
            HALF_SEEN,
            text(
                halfSeen,
                "connection that may be the service's with hello or certificate cut or not seen",
                "connections that may be the service's with hello or certificate cut or not seen"),
            halfSeen,
            true));
    all.add(
        new LossCount(
            FORGOTTEN,
            text(
                clientsDropped,
                "client forgotten for lack of room",
                "clients forgotten for lack of room"),
            clientsDropped,
            false));
    return all;
  }

  /** Frames by what kept them from being read, such as {@code link-type 105}. */
  public Map<String, Long> unsupported() {
    return unsupported;
  }

  private String words(Loss loss, long count) {
    return switch (loss) {
      case KERNEL_DROPS ->
          text(count, "packet dropped by the kernel", "packets dropped by the kernel");
      case INTERFACE_DROPS ->
          text(count, "packet dropped by the interface", "packets dropped by the interface");
      case QUEUE_DROPS ->
          text(count, "packet dropped for lack of time", "packets dropped for lack of time");
      case UNSUPPORTED_LINK_TYPES ->
          text(
                  count,
                  "frame of a link type that is not read",
                  "frames of link types that are not read")
              + kinds("link");
      case UNSUPPORTED_TUNNELS ->
          text(count, "packet in a tunnel that is not read", "packets in tunnels that are not read")
              + kinds("");
      case TUNNELS_TOO_DEEP -> text(count, "packet nested too deep", "packets nested too deep");
      case OPAQUE_TUNNELS ->
          text(count, "packet in an encrypted tunnel", "packets in encrypted tunnels");
      case MALFORMED_PACKETS -> text(count, "malformed packet", "malformed packets");
      case TRUNCATED_PACKETS ->
          text(count, "packet cut before its payload", "packets cut before their payload");
      case INCOMPLETE_FRAGMENTS ->
          text(count, "IP datagram with a fragment missing", "IP datagrams with fragments missing");
      case EVICTED_FLOWS ->
          text(count, "flow given up for lack of room", "flows given up for lack of room");
      case CUT_HELLOS ->
          text(count, "connection with a hello cut short", "connections with hellos cut short");
      case CUT_CONNECTIONS ->
          text(
              count,
              "connection cut too short to tell what it is",
              "connections cut too short to tell what they are");
      case HOLES ->
          text(count, "connection with packets missing", "connections with packets missing");
      case ONE_SIDED ->
          text(count, "connection seen from one side", "connections seen from one side");
      case FROM_MIDDLE ->
          text(count, "connection seen from its middle", "connections seen from their middle");
      case UNFINISHED ->
          text(count, "connection undecided at the end", "connections undecided at the end");
      case OVERFLOWED ->
          text(
              count,
              "connection with more bytes than are kept",
              "connections with more bytes than are kept");
      case BUDGET_EXCEEDED ->
          text(
              count,
              "packet or connection given up because it took too much work",
              "packets or connections given up because they took too much work");
      case LONG_LINES ->
          text(
              count,
              "line before TLS too long to be looked at",
              "lines before TLS too long to be looked at");
      case EVICTED_NAMES ->
          text(
              count,
              "address whose name was forgotten for lack of room",
              "addresses whose names were forgotten for lack of room");
      case CROWDED_NAMES ->
          text(
              count,
              "name that gave way to others of its address",
              "names that gave way to others of their address");
      case EVICTED_CLIENT_NAMES ->
          text(
              count,
              "client's own name forgotten for lack of room",
              "clients' own names forgotten for lack of room");
      case QUIC_UNDECRYPTED ->
          text(count, "QUIC packet not decrypted", "QUIC packets not decrypted");
      case GOOGLE_QUIC -> text(count, "packet of Google QUIC", "packets of Google QUIC");
      case ENCRYPTED_CLIENT_HELLO -> text(count, "encrypted ClientHello", "encrypted ClientHellos");
    };
  }

  private String kinds(String prefix) {
    List<String> kinds = new ArrayList<>();
    for (String kind : unsupported.keySet()) {
      if (kind.startsWith("link") == prefix.equals("link")) {
        kinds.add(kind);
      }
    }
    return kinds.isEmpty() ? "" : " (" + String.join(", ", kinds) + ")";
  }

  private static String text(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
