package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.RuleId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sentences around the table: what was read, what it means, what was missed, what is next. */
public final class Closing {
  private static final int MAX_TITLE = 60;
  private static final int MAX_DAMAGED = 3;

  private final List<String> inputs;
  private final RunSummary run;
  private final List<FindingGroup> groups;
  private final long dropped;

  /**
   * Of a run.
   *
   * @param inputs as given
   * @param run as a whole
   * @param groups of its findings, the worst first
   * @param dropped groups that had to go for lack of room
   */
  public Closing(List<String> inputs, RunSummary run, List<FindingGroup> groups, long dropped) {
    this.inputs = List.copyOf(inputs);
    this.run = run;
    this.groups = groups;
    this.dropped = dropped;
  }

  /**
   * {@code captures · 2 captures, 41,207 packets, 4.1 MB · 2026-11-02 09:00:04 to 09:59:58 UTC}.
   */
  public String title() {
    String what = Printable.text(String.join(" ", inputs));
    if (what.length() > MAX_TITLE) {
      what = what.substring(0, MAX_TITLE - 1) + "…";
    }
    StringBuilder text =
        new StringBuilder(what)
            .append(" · ")
            .append(read())
            .append(", ")
            .append(Words.bytes(run.bytes()));
    if (run.firstPacket().isPresent() && run.lastPacket().isPresent()) {
      String first = Timestamps.seconds(run.firstPacket().get());
      String last = Timestamps.seconds(run.lastPacket().get());
      boolean sameDay = first.substring(0, 10).equals(last.substring(0, 10));
      text.append(" · ").append(first).append(" to ");
      text.append(sameDay ? last.substring(11) : last).append(" UTC");
    }
    return text.toString();
  }

  /** {@code 2 captures, 41,207 packets}; {@code 1 log, 310 entries}; or both. */
  private String read() {
    List<String> parts = new ArrayList<>();
    long logs = run.inputs().stream().filter(input -> input.entries().isPresent()).count();
    if (logs == 0 || run.inputs().size() > logs) {
      parts.add(Words.count(run.inputs().size() - logs, "capture"));
      parts.add(Words.count(run.packets(), "packet"));
    }
    if (logs > 0) {
      parts.add(Words.count(logs, "log"));
      long entries = run.entries().orElse(0);
      parts.add(Words.number(entries) + (entries == 1 ? " entry" : " entries"));
    }
    return String.join(", ", parts);
  }

  /** In the order in which they are shown. */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    if (run.interrupted()) {
      sentences.add("Interrupted: only what was read until then is told.");
    }
    sentences.add(answer());
    if (run.belowThreshold() > 0) {
      sentences.add(
          Words.count(run.belowThreshold(), "more connection")
              + " with findings below --min-severity or --min-confidence, counted only.");
    }
    if (run.excepted() > 0) {
      sentences.add(Words.count(run.excepted(), "connection") + " covered by exceptions.");
    }
    if (dropped > 0) {
      sentences.add(
          Words.count(dropped, "group") + " of findings left out of the table for lack of room.");
    }
    sentences.add(coverage());
    run.pseudonymKey()
        .ifPresent(
            key ->
                sentences.add(
                    "Addresses, MAC addresses and names of clients are pseudonyms, by the key "
                        + Printable.text(key)
                        + "."));
    String unseen = unseen();
    if (!unseen.isEmpty()) {
      sentences.add(unseen);
    }
    return sentences;
  }

  /** Who is below the floor, and how they fare. */
  public String answer() {
    return run.flagged() > 0 ? found() : nothingFound();
  }

  private String whom() {
    return run.anyService() ? "" : " to Microsoft 365";
  }

  /** How a client fares over all its flagged connections: the best of what it got. */
  private enum Fate {
    UNDECIDED,
    REFUSED,
    THROUGH
  }

  /** Clients with flagged connections. */
  private Set<IpAddress> flagged() {
    Set<IpAddress> flagged = new HashSet<>();
    for (FindingGroup group : groups) {
      if (group.key().flagged()) {
        flagged.add(group.key().client());
      }
    }
    return flagged;
  }

  /** Clients below the floor, with how they fare. */
  private Map<IpAddress, Fate> below() {
    Map<IpAddress, Fate> below = new HashMap<>();
    for (FindingGroup group : groups) {
      if (group.key().flagged() && isBelow(group)) {
        Fate fate =
            group.established() ? Fate.THROUGH : group.refused() ? Fate.REFUSED : Fate.UNDECIDED;
        below.merge(group.key().client(), fate, (a, b) -> a.compareTo(b) >= 0 ? a : b);
      }
    }
    return below;
  }

  /** How many clients have flagged connections. */
  public long clientsFlagged() {
    return flagged().size();
  }

  /** How many of them are below the floor. */
  public long clientsBelow() {
    return below().size();
  }

  /** How many of those got through with it. */
  public long clientsThrough() {
    return below().values().stream().filter(fate -> fate == Fate.THROUGH).count();
  }

  private String found() {
    Map<IpAddress, Fate> below = below();
    Set<IpAddress> flagged = flagged();
    String clients = Words.count(Math.max(run.clients(), flagged.size()), "client");
    String speak = run.clients() == 1 ? " that speaks" : " that speak";
    if (below.isEmpty()) {
      return "None of "
          + clients
          + speak
          + whom()
          + " is below "
          + run.floor()
          + ", but "
          + flagged.size()
          + (flagged.size() == 1 ? " has" : " have")
          + " other findings.";
    }
    StringBuilder text =
        new StringBuilder(Words.number(below.size()))
            .append(" of ")
            .append(clients)
            .append(speak)
            .append(whom())
            .append(below.size() == 1 ? " is below " : " are below ")
            .append(run.floor())
            .append(": ");
    List<String> fates = new ArrayList<>();
    fate(fates, below, Fate.THROUGH, " got through with it");
    fate(fates, below, Fate.REFUSED, " refused");
    fate(fates, below, Fate.UNDECIDED, " undecided");
    return text.append(String.join(", ", fates)).append('.').toString();
  }

  private static void fate(
      List<String> fates, Map<IpAddress, Fate> below, Fate fate, String words) {
    long count = below.values().stream().filter(f -> f == fate).count();
    if (count > 0) {
      String verb = fate == Fate.THROUGH ? "" : count == 1 ? " was" : " were";
      fates.add(Words.number(count) + verb + words);
    }
  }

  private static boolean isBelow(FindingGroup group) {
    return group.key().rule().isPresent()
        && switch (group.key().rule().get()) {
          case NEGOTIATED_BELOW_FLOOR, OFFERED_BELOW_FLOOR, INFERRED_BELOW_FLOOR -> true;
          case DOWNGRADE -> alsoNegotiatedBelow(group);
          case LEGACY_ENDPOINT, CLEARTEXT_FALLBACK, NO_COMMON_SUITE, OFFERS_BELOW_FLOOR -> false;
        };
  }

  private static boolean alsoNegotiatedBelow(FindingGroup group) {
    for (RuleId rule : group.alsoFound()) {
      if (rule == RuleId.NEGOTIATED_BELOW_FLOOR) {
        return true;
      }
    }
    return false;
  }

  private String nothingFound() {
    if (run.packets() == 0 && run.entries().isEmpty()) {
      return "Nothing flagged: there are no packets to look at.";
    }
    if (run.connections() == 0) {
      return "Nothing flagged: no TLS connection among "
          + (run.packets() > 0 || run.entries().isEmpty()
              ? Words.count(run.packets(), "packet")
              : Words.count(run.entries().getAsLong(), "log line"))
          + ".";
    }
    String looked =
        Words.count(run.connections(), "TLS connection") + (run.fromLogs() > 0 ? " in logs" : "");
    if (run.clients() == 0) {
      return "Nothing flagged: "
          + looked
          + " looked at, none of them "
          + (run.anyService() ? "in a chosen direction." : "of a client to Microsoft 365.");
    }
    return "Nothing flagged: "
        + looked
        + " looked at; "
        + Words.count(run.clients(), "client")
        + (run.clients() == 1 ? " speaks" : " speak")
        + whom()
        + ", none below "
        + run.floor()
        + ".";
  }

  /** Whether all was seen, or what of it could hide a finding. */
  public String coverage() {
    return run.fromLogs() == 0 || run.losses()
        ? ofPackets()
        : "Coverage: not as from packets. "
            + Words.count(run.fromLogs(), "connection")
            + (run.fromLogs() == 1 ? " is" : " are")
            + " from logs, and "
            + LossCount.LOGS_NEVER_SHOW
            + ".";
  }

  private String ofPackets() {
    if (!run.losses() && filtered() > 0) {
      return "Coverage: what the filter let through is complete; what "
          + Words.count(filtered(), "frame")
          + " held that it kept out is not known.";
    }
    if (!run.losses()) {
      return "Coverage: complete. "
          + (run.connections() == 0
              ? "Nothing dropped or cut."
              : "Both sides of "
                  + Words.number(run.bothSides())
                  + " of "
                  + Words.count(run.connections(), "connection")
                  + " seen, nothing dropped or cut.");
    }
    List<String> losses = new ArrayList<>();
    int damaged = 0;
    for (InputSummary input : run.inputs()) {
      if (input.damage().isPresent() && ++damaged <= MAX_DAMAGED) {
        losses.add(Printable.text(input.file()) + ": " + Printable.text(input.damage().get()));
      }
    }
    if (damaged > MAX_DAMAGED) {
      losses.add(Words.number(damaged - MAX_DAMAGED) + " more damaged captures");
    }
    for (LossCount loss : run.coverage()) {
      if (loss.hides() && loss.count() > 0 && !loss.name().equals(LossCount.DAMAGED_INPUTS)) {
        losses.add(loss.text());
      }
    }
    return "Coverage: not complete, findings may be hidden: " + String.join("; ", losses) + ".";
  }

  private long filtered() {
    return run.coverage().stream()
        .filter(loss -> loss.name().equals(LossCount.FILTERED))
        .mapToLong(LossCount::count)
        .sum();
  }

  /** Losses that hide no finding, but that a reader may miss something of. */
  private String unseen() {
    List<String> losses = new ArrayList<>();
    for (LossCount loss : run.coverage()) {
      boolean told = // by coverage()
          !run.losses()
              && (loss.name().equals(LossCount.LOG_CONNECTIONS)
                  || loss.name().equals(LossCount.FILTERED) && run.fromLogs() == 0);
      if (!loss.hides() && loss.count() > 0 && !told) {
        losses.add(loss.text());
      }
    }
    return losses.isEmpty() ? "" : "Also: " + String.join("; ", losses) + ".";
  }

  /**
   * Commands to type next; none for results with pseudonyms. They are never broken into lines, so
   * that they can be copied.
   */
  public List<String> next() {
    if (run.pseudonymKey().isPresent()) {
      return List.of(); // for others, who do not have the captures
    }
    String typed = String.join(" ", inputs.stream().map(Closing::quoted).toList());
    if (run.flagged() == 0) {
      return List.of("tlsfloor scan --all " + typed);
    }
    FrameRef frame = groups.get(0).frame();
    String lines = "tlsfloor scan --format jsonl " + typed;
    boolean log = // which has no packets to explain
        run.inputs().stream()
            .anyMatch(in -> in.entries().isPresent() && in.file().equals(frame.file()));
    return log || frame.file().equals("-") // what came by standard input cannot be read again
        ? List.of(lines)
        : List.of("tlsfloor explain " + quoted(frame.file()) + "#" + frame.number(), lines);
  }

  /** For a shell; what cannot be typed is shown escaped, as it would not work anyway. */
  private static String quoted(String word) {
    boolean plain = !word.isEmpty();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      plain &= Character.isLetterOrDigit(c) || "-_./:,+=@%".indexOf(c) >= 0;
    }
    return plain ? word : Printable.text("'" + word.replace("'", "'\\''") + "'");
  }
}
