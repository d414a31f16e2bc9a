package io.tlsfloor.report.model;

import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that a run could not see, for people.
 *
 * @param what happened, with how often: {@code 3 captures are cut short}
 * @param advice what to do about it, as an imperative clause; empty where nothing helps
 * @param files that it is about, each with what is wrong, printable; a few of them
 */
public record Gap(String what, String advice, List<String> files) {
  private static final int MAX_FILES = 3;

  /** Copies the list. */
  public Gap {
    files = List.copyOf(files);
  }

  /** {@code 3 captures are cut short: capture again}. */
  public String text() {
    return advice.isEmpty() ? what : what + ": " + advice;
  }

  /** All of it in one sentence, without a full stop. */
  String line() {
    return what + (files.isEmpty() ? "" : " (" + String.join(", ", files) + ")");
  }

  /** Returns what could hide a finding in a run: losses of one kind are one gap. */
  public static List<Gap> hiding(Run run) {
    List<Run.Input> inputs = run.read().inputs();
    List<Gap> gaps = new ArrayList<>(ofInputs(inputs));
    for (LossCount loss : run.missed().losses().said()) {
      boolean told =
          loss.is(LossKind.DAMAGED_INPUTS) && !gaps.isEmpty()
              || loss.is(LossKind.LOG_UNREADABLE_LINES)
                  && inputs.stream().anyMatch(Gap::hasBadLines);
      if (loss.hides() && !told) {
        boolean blind = loss.is(LossKind.BLIND_SECONDS);
        List<String> files = blind ? files(blind(inputs)) : List.of();
        gaps.add(new Gap(Printable.text(loss.text()), advice(loss.name(), run), files));
      }
    }
    return gaps;
  }

  /**
   * Returns what to do about a kind of loss, as an imperative clause; empty where nothing helps.
   * What logs lack is asked of who writes them.
   *
   * @param loss name of the count in a run line
   */
  public static String advice(String loss, Run run) {
    Optional<LossKind> kind = LossKind.of(loss);
    boolean ofLogs =
        kind.equals(Optional.of(LossKind.HALF_SEEN_HELLOS))
            && run.hasLogs()
            && run.read().packets() == 0;
    return ofLogs ? LossKind.LOG_UNDECIDED.advice() : kind.map(LossKind::advice).orElse("");
  }

  private static List<Run.Input> blind(List<Run.Input> inputs) {
    return inputs.stream().filter(Run.Input::wasBlind).toList();
  }

  /** Returns whether it is a log of which some lines are no entries. */
  private static boolean hasBadLines(Run.Input input) {
    return input.entries().isPresent() && input.damage().orElse("").startsWith("line ");
  }

  /** Says what was wrong with an input. */
  private enum Fault {
    BAD_LINES("has lines that are no entries", "have lines that are no entries"),
    NO_ENTRY("has no entry that could be read", "have no entry that could be read"),
    LACKING("lacks what is needed", "lack what is needed"),
    CUT("is cut short", "are cut short"),
    DAMAGED("is damaged", "are damaged"),
    UNREAD("could not be read", "could not be read");

    private final String one;
    private final String many;

    Fault(String one, String many) {
      this.one = one;
      this.many = many;
    }

    static Fault of(Run.Input input) {
      if (hasBadLines(input)) {
        return input.entries().orElse(0) == 0 ? NO_ENTRY : BAD_LINES;
      }
      String damage = input.damage().orElse("");
      if (input.isRead() && input.entries().isPresent() && damage.startsWith("has ")) {
        return LACKING;
      }
      boolean ends = damage.contains("ends within") || damage.contains("ends too early");
      return ends ? CUT : input.isRead() ? DAMAGED : UNREAD;
    }

    String advice() {
      return switch (this) {
        case BAD_LINES -> "all others were read; look at the first of them";
        case NO_ENTRY -> "the first line that is none says why";
        case LACKING -> "export it as docs/microsoft-reports.md says";
        case CUT -> "what came before was read; capture again if the end matters";
        case DAMAGED -> "what came before was read; copy or capture it again";
        case UNREAD -> "check the file and the right to read it";
      };
    }
  }

  /** Inputs with one fault, of which logs with other advice are another loss. */
  private record Alike(Fault fault, Optional<String> advice) {}

  private static List<Gap> ofInputs(List<Run.Input> inputs) {
    Map<Alike, List<Run.Input>> alike = new LinkedHashMap<>();
    for (Run.Input input : inputs) {
      if (input.damage().isPresent() && !input.wasBlind()) {
        Optional<String> advice = input.entries().isPresent() ? input.advice() : Optional.empty();
        alike
            .computeIfAbsent(new Alike(Fault.of(input), advice), f -> new ArrayList<>())
            .add(input);
      }
    }
    List<Gap> gaps = new ArrayList<>();
    alike.forEach((each, some) -> gaps.add(ofInputs(each.fault(), some)));
    return gaps;
  }

  private static Gap ofInputs(Fault fault, List<Run.Input> some) {
    Run.Input first = some.get(0);
    boolean alike = some.size() == 1 || first.entries().isPresent();
    Optional<String> own = alike ? first.advice() : Optional.empty();
    return new Gap(
        Words.count(some.size(), first.entries().isPresent() ? "log" : "capture")
            + " "
            + (some.size() == 1 ? fault.one : fault.many),
        own.map(Printable::text).orElse(fault.advice()),
        files(some));
  }

  private static List<String> files(List<Run.Input> some) {
    List<String> files = new ArrayList<>();
    for (Run.Input input : some.subList(0, Math.min(MAX_FILES, some.size()))) {
      files.add(Printable.text(input.file() + ": " + input.damage().orElse("")));
    }
    if (some.size() > MAX_FILES) {
      files.add("and " + Words.number(some.size() - MAX_FILES) + " more");
    }
    return files;
  }
}
