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

/**
 * What was seen over time: clients and services, each present from its first connection to its
 * last, and how many clients are below the floor by the lowest version they used. Findings alone
 * would not show when nothing was captured.
 */
final class Presence {
  private static final int PARTS = 24;

  private final TlsVersion floor;
  private final Instant from;
  private final long secondsOfPart;
  private final List<Set<IpAddress>> clients = sets();
  private final List<Set<IpAddress>> below = sets();
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
  static List<Page.Seen> of(
      TlsVersion floor, Instant from, Instant to, List<ClientSummary> summaries) {
    Presence presence = new Presence(floor, from, to);
    Map<IpAddress, Boolean> low = new HashMap<>();
    for (ClientSummary each : summaries) {
      low.merge(each.client(), presence.isLow(each), (a, b) -> a || b);
    }
    summaries.forEach(each -> presence.add(each, low.getOrDefault(each.client(), false)));
    return presence.parts(to);
  }

  private boolean isLow(ClientSummary summary) {
    return MatrixBuilder.lowest(summary).map(version -> version.isBefore(floor)).orElse(false);
  }

  private void add(ClientSummary summary, boolean low) {
    int last = part(summary.lastSeen());
    for (int i = part(summary.firstSeen()); i <= last; i++) {
      clients.get(i).add(summary.client());
      services.get(i).add(summary.service().map(ServiceName::name).orElse(""));
      if (low) {
        below.get(i).add(summary.client());
      }
    }
  }

  private int part(Instant time) {
    long part = Math.floorDiv(time.getEpochSecond() - from.getEpochSecond(), secondsOfPart);
    return (int) Math.max(0, Math.min(PARTS - 1, part));
  }

  private List<Page.Seen> parts(Instant to) {
    int most = clients.stream().mapToInt(Set::size).max().orElse(0);
    List<Page.Seen> parts = new ArrayList<>();
    for (int i = 0; i < PARTS && !from.plusSeconds(i * secondsOfPart).isAfter(to); i++) {
      parts.add(
          new Page.Seen(
              Timestamps.seconds(from.plusSeconds(i * secondsOfPart)),
              Words.number(clients.get(i).size()),
              Words.number(below.get(i).size()),
              Words.number(services.get(i).size()),
              height(clients.get(i).size(), most),
              height(below.get(i).size(), most)));
    }
    return parts;
  }

  private static int height(int count, int most) {
    return most == 0 ? 0 : (int) Math.round(100.0 * count / most);
  }
}
