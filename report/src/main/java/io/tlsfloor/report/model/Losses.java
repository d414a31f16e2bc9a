package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.Coverage;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Hiding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Adds up what was lost. */
public final class Losses {
  /** Name of the count of clients that had to be forgotten. */
  private static final String FORGOTTEN = "clients_forgotten";

  private final long[] counts = new long[Loss.values().length];
  private final Map<String, Long> unsupported = new TreeMap<>();

  /** Adds what one analyzer could not see. */
  public void add(Coverage coverage) {
    coverage.counts().forEach((loss, count) -> counts[loss.ordinal()] += count);
    coverage.unsupported().forEach((kind, count) -> unsupported.merge(kind, count, Long::sum));
  }

  /** Forgets all of it. */
  public void clear() {
    Arrays.fill(counts, 0);
    unsupported.clear();
  }

  /** Adds losses of one kind. */
  public void add(Loss loss, long count) {
    counts[loss.ordinal()] += count;
  }

  /** How much was lost of these kinds together. */
  long sum(Set<Loss> kinds) {
    return kinds.stream().mapToLong(loss -> counts[loss.ordinal()]).sum();
  }

  /** Adds packets that the program which captured them says it lost. */
  public void addDroppedByCapture(long packets) {
    counts[Loss.KERNEL_DROPS.ordinal()] += packets;
  }

  /**
   * All counts, by the names that a run line has for them.
   *
   * @param byName counts; those of a later version of this program may hide a finding
   * @param kinds frames by what kept them from being read
   */
  public static List<LossCount> named(Map<String, Long> byName, Map<String, Long> kinds) {
    Losses losses = new Losses();
    losses.unsupported.putAll(kinds);
    Map<String, Long> rest = new TreeMap<>(byName);
    for (Loss loss : Loss.values()) {
      Long count = rest.remove(loss.id());
      losses.add(loss, count == null ? 0 : count);
    }
    List<LossCount> all =
        losses.counts(
            take(rest, LossCount.DAMAGED_INPUTS),
            take(rest, LossCount.HALF_SEEN),
            take(rest, FORGOTTEN));
    rest.forEach(
        (name, count) ->
            all.add(
                LossCount.besides(name, count)
                    .orElseGet(
                        () ->
                            new LossCount(
                                name, count + " " + name.replace('_', ' '), count, true))));
    return all;
  }

  private static long take(Map<String, Long> counts, String name) {
    Long count = counts.remove(name);
    return count == null ? 0 : count;
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
            Words.either(
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
            LossCount.HALF_SEEN,
            Words.either(
                halfSeen,
                "connection that may be the service's with hello or certificate cut or not seen",
                "connections that may be the service's with hello or certificate cut or not seen"),
            halfSeen,
            true));
    all.add(
        new LossCount(
            FORGOTTEN,
            Words.either(
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
          Words.either(count, "packet dropped by the kernel", "packets dropped by the kernel");
      case INTERFACE_DROPS ->
          Words.either(
              count, "packet dropped by the interface", "packets dropped by the interface");
      case QUEUE_DROPS ->
          Words.either(
              count, "packet dropped for lack of time", "packets dropped for lack of time");
      case BLIND_SECONDS ->
          Words.either(
              count,
              "second in which an interface was not captured",
              "seconds in which an interface was not captured");
      case UNSUPPORTED_LINK_TYPES ->
          Words.either(
                  count,
                  "frame of a link type that is not read",
                  "frames of link types that are not read")
              + kinds("link");
      case UNSUPPORTED_TUNNELS ->
          Words.either(
                  count,
                  "packet in a tunnel that is not read",
                  "packets in tunnels that are not read")
              + kinds("");
      case TUNNELS_TOO_DEEP ->
          Words.either(count, "packet nested too deep", "packets nested too deep");
      case OPAQUE_TUNNELS ->
          Words.either(count, "packet in an encrypted tunnel", "packets in encrypted tunnels");
      case MALFORMED_PACKETS -> Words.either(count, "malformed packet", "malformed packets");
      case TRUNCATED_PACKETS ->
          Words.either(count, "packet cut before its payload", "packets cut before their payload");
      case INCOMPLETE_FRAGMENTS ->
          Words.either(
              count, "IP datagram with a fragment missing", "IP datagrams with fragments missing");
      case EVICTED_FLOWS ->
          Words.either(count, "flow given up for lack of room", "flows given up for lack of room");
      case CUT_HELLOS ->
          Words.either(
              count, "connection with a hello cut short", "connections with hellos cut short");
      case CUT_CONNECTIONS ->
          Words.either(
              count,
              "connection cut too short to tell what it is",
              "connections cut too short to tell what they are");
      case HOLES ->
          Words.either(
              count, "connection with packets missing", "connections with packets missing");
      case ONE_SIDED ->
          Words.either(count, "connection seen from one side", "connections seen from one side");
      case FROM_MIDDLE ->
          Words.either(
              count, "connection seen from its middle", "connections seen from their middle");
      case UNFINISHED ->
          Words.either(
              count, "connection undecided at the end", "connections undecided at the end");
      case OVERFLOWED ->
          Words.either(
              count,
              "connection with more bytes than are kept",
              "connections with more bytes than are kept");
      case CONFLICTS ->
          Words.either(
              count,
              "connection with two contents of what decides",
              "connections with two contents of what decides");
      case BUDGET_EXCEEDED ->
          Words.either(
              count,
              "packet or connection given up because it took too much work",
              "packets or connections given up because they took too much work");
      case LONG_LINES ->
          Words.either(
              count,
              "line before TLS too long to be looked at",
              "lines before TLS too long to be looked at");
      case EVICTED_NAMES ->
          Words.either(
              count,
              "address whose name was forgotten for lack of room",
              "addresses whose names were forgotten for lack of room");
      case CROWDED_NAMES ->
          Words.either(
              count,
              "name that gave way to others of its address",
              "names that gave way to others of their address");
      case EVICTED_CLIENT_NAMES ->
          Words.either(
              count,
              "client's own name forgotten for lack of room",
              "clients' own names forgotten for lack of room");
      case QUIC_UNDECRYPTED ->
          Words.either(count, "QUIC packet not decrypted", "QUIC packets not decrypted");
      case GOOGLE_QUIC -> Words.either(count, "packet of Google QUIC", "packets of Google QUIC");
      case ENCRYPTED_CLIENT_HELLO ->
          Words.either(count, "encrypted ClientHello", "encrypted ClientHellos");
      case WITHOUT_FINGERPRINTS ->
          Words.either(
              count, "long hello without fingerprints", "long hellos without fingerprints");
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
}
