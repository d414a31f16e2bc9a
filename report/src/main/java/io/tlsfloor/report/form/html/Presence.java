package io.tlsfloor.report.form.html;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was seen over time: clients and services, each present from its first connection to its
 * last, and the clients by the lowest version that they used. Findings alone would not show when
 * nothing was captured.
 */
final class Presence {
  private static final int PARTS = 24;
  private static final String UNKNOWN_TONE = "v-none";

  private final TlsVersion floor;
  private final Instant from;
  private final long secondsOfPart;
  private final Map<IpAddress, TlsVersion> lowest = new HashMap<>();
  private final List<Set<IpAddress>> clients = sets();
  private final List<Set<String>> services = sets();

  private Presence(TlsVersion floor, Instant from, Instant to) {
    this.floor = floor;
    this.from = from;
    long seconds = Math.max(1, to.getEpochSecond() - from.getEpochSecond() + 1);
    secondsOfPart = (seconds + PARTS - 1) / PARTS;
  }

  private static <T> List<Set<T>> sets() {
    List<Set<T>> sets = new ArrayList<>(PARTS);
    for (int i = 0; i < PARTS; i++) {
      sets.add(new HashSet<>());
    }
    return sets;
  }

  /**
   * The parts of a run's time, oldest first.
   *
   * @param from the first packet of all
   * @param to the last packet of all
   */
  static Page.Presence of(
      TlsVersion floor, Instant from, Instant to, List<ClientSummary> summaries) {
    Presence presence = new Presence(floor, from, to);
    summaries.forEach(presence::add);
    return presence.parts(to);
  }

  private void add(ClientSummary summary) {
    MatrixBuilder.lowest(summary)
        .ifPresent(
            version -> lowest.merge(summary.client(), version, (a, b) -> b.isBefore(a) ? b : a));
    int last = part(summary.lastSeen());
    for (int i = part(summary.firstSeen()); i <= last; i++) {
      clients.get(i).add(summary.client());
      services.get(i).add(summary.service().map(ServiceName::name).orElse(""));
    }
  }

  private int part(Instant time) {
    long part = Math.floorDiv(time.getEpochSecond() - from.getEpochSecond(), secondsOfPart);
    return (int) Math.max(0, Math.min(PARTS - 1, part));
  }

  private Page.Presence parts(Instant to) {
    int most = clients.stream().mapToInt(Set::size).max().orElse(0);
    Set<TlsVersion> versions = new TreeSet<>(lowest.values()); // the oldest first
    List<Page.Seen> parts = new ArrayList<>();
    for (int i = 0; i < PARTS && !start(i).isAfter(to); i++) {
      parts.add(part(i, versions, most));
    }
    List<Page.Key> keys = new ArrayList<>();
    versions.forEach(each -> keys.add(new Page.Key(tone(each), each.toString())));
    if (isSomeUnknown()) {
      keys.add(new Page.Key(UNKNOWN_TONE, "not known"));
    }
    return new Page.Presence(
        keys,
        Words.number(most),
        Timestamps.seconds(from),
        Timestamps.seconds(start(parts.size())),
        parts);
  }

  private boolean isSomeUnknown() {
    return clients.stream().anyMatch(present -> !lowest.keySet().containsAll(present));
  }

  private Instant start(int part) {
    return from.plusSeconds(part * secondsOfPart);
  }

  /** Stacked from the bottom: the oldest version first, and on top what is not known. */
  private Page.Seen part(int part, Set<TlsVersion> versions, int most) {
    Map<TlsVersion, Integer> counts = new HashMap<>();
    for (IpAddress client : clients.get(part)) {
      TlsVersion version = lowest.get(client);
      if (version != null) {
        counts.merge(version, 1, Integer::sum);
      }
    }
    int below = 0;
    int stacked = 0;
    List<String> texts = new ArrayList<>();
    List<Page.Piece> pieces = new ArrayList<>();
    for (TlsVersion version : versions) {
      int count = counts.getOrDefault(version, 0);
      texts.add(Words.number(count));
      if (count > 0) {
        pieces.add(piece(tone(version), stacked, stacked + count, most));
      }
      stacked += count;
      below += version.isBefore(floor) ? count : 0;
    }
    int all = clients.get(part).size();
    if (all > stacked) {
      pieces.add(piece(UNKNOWN_TONE, stacked, all, most));
    }
    if (isSomeUnknown()) {
      texts.add(Words.number(all - stacked));
    }
    return new Page.Seen(
        Timestamps.seconds(start(part)),
        Words.number(all),
        Words.number(below),
        Words.number(services.get(part).size()),
        texts,
        pieces);
  }

  private static Page.Piece piece(String tone, int from, int to, int most) {
    int bottom = (int) Math.round(100.0 * from / most);
    int top = Math.max((int) Math.round(100.0 * to / most), bottom + 1);
    return new Page.Piece(tone, 100 - top, top - bottom);
  }

  /** The older, the darker. */
  private static String tone(TlsVersion version) {
    if (version.isBefore(TlsVersion.TLS_1_0)) {
      return "v-ssl";
    }
    if (version.isBefore(TlsVersion.TLS_1_1)) {
      return "v-10";
    }
    if (version.isBefore(TlsVersion.TLS_1_2)) {
      return "v-11";
    }
    return version.isBefore(TlsVersion.TLS_1_3) ? "v-12" : "v-13";
  }
}
