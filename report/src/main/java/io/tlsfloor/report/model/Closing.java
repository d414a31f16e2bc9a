package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Finding.Waiver;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sentences around the table: what was read, what it means, what was missed, what is next. */
public final class Closing {
  /** Begins what {@link #coverage} says of a run with losses that could hide a finding. */
  public static final String INCOMPLETE = "Coverage: not complete, findings may be hidden";

  private static final int MAX_TITLE = 60;
  private static final int MOST_ENDED = 3;
  private static final Duration SHORT = Duration.ofMinutes(10); // printers connect once an hour

  private static final Set<Loss> MISSING =
      Set.of(
          Loss.KERNEL_DROPS,
          Loss.INTERFACE_DROPS,
          Loss.QUEUE_DROPS,
          Loss.HOLES,
          Loss.TRUNCATED_PACKETS,
          Loss.INCOMPLETE_FRAGMENTS);

  private final List<String> inputs;
  private final Run run;
  private final ClientStates clients;
  private @Nullable Fixes fixes; // made when they are asked for
  private @Nullable String answer;

  /**
   * Takes a run.
   *
   * @param inputs as given
   * @param run as a whole
   * @param clients of it
   */
  public Closing(List<String> inputs, Run run, ClientStates clients) {
    this.inputs = List.copyOf(inputs);
    this.run = run;
    this.clients = clients;
  }

  /**
   * {@code captures · 2 captures, 41,207 packets, 4.1 MB · 2026-11-02 09:00:04 to 09:59:58 UTC}.
   */
  public String title() {
    String what = Printable.text(String.join(" ", inputs.stream().map(Closing::name).toList()));
    if (what.length() > MAX_TITLE) {
      what = what.substring(0, MAX_TITLE - 1) + "…";
    }
    StringBuilder text =
        new StringBuilder(what)
            .append(" · ")
            .append(read())
            .append(", ")
            .append(Words.bytes(run.read().bytes()));
    run.read().span().ifPresent(span -> text.append(" · ").append(span).append(" UTC"));
    return text.toString();
  }

  private static String name(String input) {
    return input.equals("-") ? "standard input" : input;
  }

  /** {@code 2 captures, 41,207 packets}; {@code 1 log, 310 entries}; or both. */
  private String read() {
    Run.Read read = run.read();
    List<String> parts = new ArrayList<>();
    long logs = read.inputs().stream().filter(input -> input.entries().isPresent()).count();
    if (logs == 0 || read.inputs().size() > logs) {
      long captures = read.inputs().size() - logs;
      long unread =
          read.inputs().stream()
              .filter(in -> in.entries().isEmpty() && in.damage().isPresent() && !in.isRead())
              .count();
      parts.add(
          (unread == 0 ? "" : Words.number(captures - unread) + " of ")
              + Words.count(captures, "capture"));
      parts.add(Words.count(read.packets(), "packet"));
    }
    if (logs > 0) {
      parts.add(Words.count(logs, "log"));
      long entries = read.entries().orElse(0);
      parts.add(Words.number(entries) + (entries == 1 ? " entry" : " entries"));
    }
    return String.join(", ", parts);
  }

  /** Returns what to do, by change. */
  public Fixes fixes() {
    if (fixes == null) {
      fixes = new Fixes(clients.all());
    }
    return fixes;
  }

  /** Returns what to do, in a sentence; empty where no client is below the floor. */
  public Optional<String> toDo() {
    return fixes().sentence();
  }

  /** Returns what could hide a finding, with what to do; empty where {@link #coverage} says all. */
  public List<Gap> gaps() {
    return run.missed().hides() ? Gap.hiding(run) : List.of();
  }

  /** In the order in which they are shown. */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    if (run.course().interrupted()) {
      sentences.add("Interrupted: this covers only what was read until then.");
    }
    sentences.addAll(answers());
    run.terms().narrowed().forEach(each -> sentences.add(each + "."));
    if (run.found().belowThreshold() > 0) {
      sentences.add(
          Words.count(run.found().belowThreshold(), "more connection")
              + " with findings below --min-severity or --min-confidence, counted only.");
    }
    if (run.found().excepted() > 0) {
      sentences.add(
          Words.count(run.found().excepted(), "connection")
              + (run.found().excepted() == 1 ? " is" : " are")
              + " covered by exceptions.");
    }
    ended().ifPresent(sentences::add);
    sentences.add(coverage());
    run.missed().reports().ifPresent(reports -> sentences.addAll(reports.sentences()));
    run.terms()
        .pseudonymKey()
        .ifPresent(
            key ->
                sentences.add(
                    "Addresses, MAC addresses and names of clients are pseudonyms, by the key "
                        + Printable.text(key)
                        + "."));
    String unseen = unseen(run);
    if (!unseen.isEmpty()) {
      sentences.add(unseen);
    }
    return sentences;
  }

  /** Whose exceptions hold no more, those that ended last first; empty for no one's. */
  private Optional<String> ended() {
    List<ClientState> ended =
        clients.all().stream()
            .filter(each -> each.faring().ended().isPresent())
            .sorted((a, b) -> endedOn(b).compareTo(endedOn(a)))
            .toList();
    List<String> some = new ArrayList<>();
    for (ClientState each : ended.subList(0, Math.min(MOST_ENDED, ended.size()))) {
      String owner = each.faring().ended().map(Waiver::owner).orElse("");
      some.add(each.address() + " on " + endedOn(each) + " (" + Printable.text(owner) + ")");
    }
    if (ended.size() > MOST_ENDED) {
      some.add(Words.number(ended.size() - MOST_ENDED) + " more");
    }
    return ended.isEmpty()
        ? Optional.empty()
        : Optional.of(
            (ended.size() == 1 ? "An exception has ended: " : "Exceptions have ended: ")
                + String.join(", ", some)
                + ".");
  }

  private static LocalDate endedOn(ClientState client) {
    return client.faring().ended().map(Waiver::until).orElse(LocalDate.MIN);
  }

  /** Who is below the floor, and how they fare. */
  public String answer() {
    if (answer == null) {
      answer = made();
    }
    return answer;
  }

  /** The same, and what is said of accounts, where there are clients as well. */
  public List<String> answers() {
    Accounts accounts = accounts();
    return accounts.isAny() && !isOfAccounts()
        ? List.of(answer(), accounts.text())
        : List.of(answer());
  }

  private Accounts accounts() {
    return new Accounts(run, clients, below());
  }

  /** Returns whether reports were read that name accounts, and nothing shows a client. */
  public boolean isOfAccounts() {
    return accounts().isAny() && run.found().clients() == 0 && clients.all().isEmpty();
  }

  private String made() {
    if (isOfAccounts()) {
      return among() + (accounts().isAnyBelow() ? "" : "Nothing flagged: ") + accounts().text();
    }
    return clients.all().stream().anyMatch(each -> each.faring().kind() != Fares.GOOD)
            || clients.below() > 0
        ? found()
        : among() + nothingFound();
  }

  /**
   * Returns whether it is good news: clients of the service were seen for long enough, all of what
   * they did, and none is below the floor.
   */
  public boolean isGoodNews() {
    return run.isComplete()
        && run.found().clients() > 0
        && clients.below() == 0
        && clients.accountsBelow().isEmpty()
        && run.read().time().isPresent()
        && !isShort(run);
  }

  private String whom() {
    return run.terms().anyService() ? " TLS" : " to Microsoft 365";
  }

  /** All clients, with the answers about them. */
  public ClientStates clients() {
    return clients;
  }

  private Optional<Found> worst() {
    for (ClientState each : clients.both()) {
      List<Found> findings = each.findings();
      if (!findings.isEmpty()) {
        return Optional.of(findings.get(0));
      }
    }
    return Optional.empty();
  }

  private String found() {
    long below = clients.below();
    long all = Math.max(run.found().clients(), clients.rows().size() + clients.low().size());
    String speakers =
        Words.count(all, "client") + (all == 1 ? " that speaks" : " that speak") + whom();
    String others = others();
    if (below == 0) {
      return among() + "None of " + speakers + " is " + below() + "; " + others + ".";
    }
    return among()
        + (clients.atLeast() ? "At least " : "")
        + Words.number(below)
        + " of "
        + speakers
        + (below == 1 ? " is " : " are ")
        + below()
        + ": "
        + clients.belowInWords()
        + "."
        + (others.isEmpty()
            ? ""
            : " " + Character.toUpperCase(others.charAt(0)) + others.substring(1) + ".");
  }

  /**
   * {@code 2 others: 1 uses a legacy host until 2026-12-31, 1 sends mail in clear text}; of
   * severity low, or fixed, where there is nothing else; may be empty.
   */
  private String others() {
    List<String> parts = new ArrayList<>();
    long others = clients.others();
    if (others > 0) {
      parts.add(Words.count(others, "other") + " to look at: " + clients.othersInWords());
    }
    long fixed = clients.states().getOrDefault(State.FIXED, 0L);
    if (fixed > 0) {
      parts.add(
          Words.number(fixed)
              + (fixed == 1 ? " was" : " were")
              + " below and "
              + (fixed == 1 ? "is" : "are")
              + " fixed");
    }
    long quiet = clients.states().getOrDefault(State.QUIET, 0L);
    if (quiet > 0) {
      parts.add(
          Words.number(quiet) + (quiet == 1 ? " was" : " were") + " below and not seen lately");
    }
    long low = clients.low().size();
    if (low > 0 && (parts.isEmpty() && clients.below() == 0)) {
      parts.add(Words.number(low) + (low == 1 ? " has" : " have") + " findings of severity low");
    }
    return String.join("; ", parts);
  }

  /** A narrowed run speaks of a part only, and says so first. */
  private String among() {
    return run.terms()
        .leftOut()
        .map(left -> "Looked at only what " + left.options() + " let through. ")
        .orElse("");
  }

  /** Where an account is below, something is flagged all the same. */
  private String nothing() {
    return accounts().isAnyBelow() ? "No client is flagged: " : "Nothing flagged: ";
  }

  private String nothingFound() {
    if (run.read().packets() == 0 && run.read().entries().isEmpty()) {
      return "Nothing flagged: there are no packets to look at.";
    }
    if (run.found().connections() == 0 && run.terms().leftOut().isPresent()) {
      return "Nothing flagged: no connection was left to look at.";
    }
    if (run.found().connections() == 0 && reportsAlone(run)) {
      return run.missed().hides()
          ? "Nothing flagged: no entry of Microsoft's reports could be used."
          : "Nothing flagged: Microsoft's reports have no entries.";
    }
    boolean logsAlone = run.read().packets() == 0 && !run.missed().isReported();
    if (logsAlone && run.missed().count(LossKind.LOG_UNJUDGED) > 0) {
      return "Nothing could be judged: "
          + (run.found().connections() == 0
              ? "no TLS connection among " + Words.count(run.read().entries().orElse(0), "log line")
              : "no version in " + Words.count(run.found().connections(), "TLS connection"))
          + ".";
    }
    if (run.found().connections() == 0) {
      return "Nothing of Microsoft 365 in here: no TLS connection among "
          + (run.read().packets() > 0 || run.read().entries().isEmpty()
              ? Words.count(run.read().packets(), "packet")
              : Words.count(run.read().entries().getAsLong(), "log line"))
          + ". Is it the right "
          + (run.read().entries().isEmpty() ? "interface?" : "log?");
    }
    String looked =
        Words.count(run.found().connections(), "TLS connection")
            + (run.missed().fromLogs() > 0 ? " in logs" : "");
    if (run.found().clients() == 0) {
      boolean directions =
          run.terms().anyService()
              || run.terms().limits().stream().anyMatch(limit -> limit.startsWith("--direction"));
      if (run.terms().anyService() || directions) {
        return nothing()
            + looked
            + " looked at, none of them"
            + (run.terms().anyService() ? "" : " of a client to Microsoft 365")
            + (directions ? " in a chosen direction." : ".");
      }
      return "Nothing of Microsoft 365"
          + (run.terms().leftOut().isPresent() ? " in what was looked at: " : " in here: ")
          + looked
          + (run.found().connections() == 1 ? " goes" : " go")
          + " elsewhere. Is it the right "
          + (run.read().entries().isEmpty() ? "interface?" : "log?");
    }
    return nothing()
        + looked
        + " looked at; "
        + Words.count(run.found().clients(), "client")
        + (run.found().clients() == 1 ? " speaks" : " speak")
        + whom()
        + ", none "
        + below()
        + "."
        + tooShort();
  }

  /** Few clients speak in a short time, and fewer of those that are left. */
  private static boolean isShort(Run run) {
    return run.read().time().map(time -> time.compareTo(SHORT) < 0).orElse(false);
  }

  private String tooShort() {
    return isShort(run)
        ? " "
            + run.read().time().map(Words::duration).orElse("")
            + " is too short to call anyone clean."
        : "";
  }

  /**
   * Returns what the clients are that are counted as below the floor: where not every finding
   * counts, more may be.
   */
  public String below() {
    return (run.countsAll() ? "below " : "flagged as below ") + run.terms().floors();
  }

  /** Returns whether all was seen, or what of it could hide a finding. */
  public String coverage() {
    return coverage(run);
  }

  /** Returns whether all of a run was seen, or what of it could hide a finding. */
  public static String coverage(Run run) {
    long fromLogs = run.missed().fromLogs();
    if (reportsAlone(run) && !run.missed().hides()) {
      return "Coverage: what Microsoft reports, and nothing of the wire.";
    }
    if (!run.hasLogs() || run.missed().hides() || fromLogs == 0 && run.missed().isReported()) {
      return ofPackets(run);
    }
    return (run.read().packets() > 0 ? ofPackets(run) + " " : "Coverage: ")
        + (fromLogs == 0 ? "No connection" : Words.count(fromLogs, "connection"))
        + (fromLogs > 1 ? " are" : " is")
        + " from logs, and "
        + run.missed().logsNeverShow()
        + ".";
  }

  private static boolean reportsAlone(Run run) {
    return run.missed().fromLogs() == 0 && run.read().packets() == 0 && run.missed().isReported();
  }

  private static String ofPackets(Run run) {
    long filtered = run.missed().count(LossKind.FILTERED_FRAMES);
    if (!run.missed().hides() && filtered > 0) {
      return "Coverage: what the filter let through is complete; what "
          + Words.count(filtered, "frame")
          + " held that it kept out is not known.";
    }
    if (!run.missed().hides()) {
      return "Coverage: " + watched(run);
    }
    List<String> losses = new ArrayList<>();
    Gap.hiding(run).forEach(gap -> losses.add(gap.line()));
    return INCOMPLETE + ": " + String.join("; ", losses) + ".";
  }

  /**
   * Returns what was watched, where nothing was lost that could hide a finding: {@code no packets
   * lost in 59 min at one point. Home workers and other sites were not watched.}
   */
  private static String watched(Run run) {
    if (run.read().packets() == 0 && run.read().entries().isEmpty()) {
      return "no packets, so that nothing is known of anyone.";
    }
    boolean dropped = MISSING.stream().anyMatch(loss -> run.missed().count(loss) > 0);
    StringBuilder text =
        new StringBuilder(dropped ? "nothing lost that could hide a finding" : "no packets lost");
    Optional<Duration> time = run.read().time();
    time.ifPresent(lasted -> text.append(" in ").append(Words.duration(lasted)));
    long inputs = run.read().inputs().stream().filter(input -> input.entries().isEmpty()).count();
    text.append(inputs > 1 ? " in " + Words.number(inputs) + " captures" : " at one point");
    if (isShort(run) && run.found().flagged() > 0) { // else the answer says so
      text.append(", too short to call anyone clean");
    }
    if (run.terms().leftOut().isPresent()) {
      text.append(", of which only a part was looked at");
    }
    return text.append(". Home workers and other sites were not watched.").toString();
  }

  /** Losses of a run that hide no finding, but that a reader may miss something of; or nothing. */
  public static String unseen(Run run) {
    List<String> losses = new ArrayList<>();
    for (LossCount loss : run.missed().losses().said()) {
      boolean told = // by coverage()
          !run.missed().hides()
              && (loss.is(LossKind.LOG_CONNECTIONS)
                  || loss.is(LossKind.EVE_CONNECTIONS)
                  || loss.is(LossKind.FILTERED_FRAMES) && !run.hasLogs());
      if (!loss.hides() && !told) {
        losses.add(loss.text());
      }
    }
    String where = run.terms().leftOut().isPresent() ? "Also, in all that was read: " : "Also: ";
    return losses.isEmpty() ? "" : where + String.join("; ", losses) + ".";
  }

  /**
   * Commands to type next; none for results with pseudonyms. They are never broken into lines, so
   * that they can be copied.
   *
   * @param options that decided what was found, each with a space behind it: they decide it again
   * @param toExplain those of them that explain takes for one connection
   * @param told whether connections that are not flagged are told already
   */
  public List<String> next(String options, String toExplain, boolean told) {
    if (run.terms().pseudonymKey().isPresent()) {
      return List.of(); // for others, who do not have the captures
    }
    if (inputs.stream().anyMatch(input -> input.contains("://"))) {
      return List.of(); // of a cluster, where no command is typed that reads them alone
    }
    if (inputs.contains("-")) {
      return List.of(); // what came by standard input cannot be read again
    }
    String files = String.join(" ", inputs.stream().map(Printable::shell).toList());
    if (run.read().packets() == 0 && run.read().entries().isEmpty()) {
      return List.of(); // there is nothing to show of it
    }
    if (run.found().clients() == 0 && clients.all().isEmpty() && run.terms().leftOut().isEmpty()) {
      return List.of(); // nor of other traffic
    }
    Optional<Found> worst = worst();
    if (worst.isEmpty() || run.found().flagged() == 0) {
      boolean elsewhere = run.terms().leftOut().map(left -> left.flagged() > 0).orElse(false);
      return elsewhere
          ? List.of("tlsfloor scan " + files)
          : List.of("tlsfloor scan --all " + (told ? "--format jsonl " : "") + options + files);
    }
    FrameRef frame = worst.get().sight().frame();
    boolean log = // which has no packets to explain
        run.read().inputs().stream()
            .anyMatch(in -> in.entries().isPresent() && in.file().equals(frame.file()));
    String page = "tlsfloor report " + options + files;
    return log
        ? List.of(page)
        : List.of(
            "tlsfloor explain " + toExplain + Printable.shell(frame.file()) + "#" + frame.number(),
            page);
  }
}
