package io.tlsfloor.cli.diff;

import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds what keeps two runs from showing what they seem to show. What AFTER does not show is
 * neither fixed nor gone if AFTER could not see it; what BEFORE does not show is not new for sure
 * if BEFORE could not see it.
 */
final class Doubts {
  private static final int SPAN_NUMERATOR = 3; // of four: weeks are not of one length in captures
  private static final int SPAN_DENOMINATOR = 4;

  private final List<String> ofBefore;
  private final List<String> ofAfter;

  Doubts(ComparedRun before, ComparedRun after) {
    ofBefore = before.gaps();
    ofBefore.addAll(asksLess(before, after, "AFTER"));
    ofBefore.addAll(
        before.first().isEmpty()
            ? List.of("its times are not known")
            : covers(before, after, "AFTER"));
    ofAfter = after.gaps();
    ofAfter.addAll(asksLess(after, before, "BEFORE"));
    ofAfter.addAll(times(before, after));
  }

  /** Why a client that BEFORE does not show may have been there; empty if it was not. */
  List<String> ofBefore() {
    return ofBefore;
  }

  /** Why what AFTER does not show cannot be taken for fixed or gone; empty if it can. */
  List<String> ofAfter() {
    return ofAfter;
  }

  private static List<String> asksLess(ComparedRun run, ComparedRun other, String name) {
    Run.Terms terms = run.run().terms();
    Run.Terms others = other.run().terms();
    List<String> less = new ArrayList<>();
    TlsVersion floor = terms.floor();
    if (floor.isBefore(others.floor())) {
      less.add("its floor is " + floor + ", that of " + name + " " + others.floor());
    }
    if (others.anyService() && !terms.anyService()) {
      less.add("it flags connections to Microsoft 365 alone, " + name + " those to any service");
    }
    List<String> limits = new ArrayList<>(terms.limits());
    limits.removeAll(others.limits());
    if (!limits.isEmpty()) {
      less.add("it flags only what " + String.join(", ", limits) + " lets through");
    }
    return less;
  }

  private static List<String> times(ComparedRun before, ComparedRun after) {
    if (before.first().isEmpty() || after.last().isEmpty()) {
      return List.of("the times of one of them are not known");
    }
    List<String> doubts = new ArrayList<>();
    if (after.last().get().isBefore(before.last().orElseThrow())) {
      doubts.add("it ends before BEFORE does: perhaps they are swapped");
    }
    doubts.addAll(covers(after, before, "BEFORE"));
    return doubts;
  }

  /** Returns whether a run looked at much less than the other one. */
  private static List<String> covers(ComparedRun run, ComparedRun other, String name) {
    long wanted = other.covered().toSeconds() * SPAN_NUMERATOR / SPAN_DENOMINATOR;
    return run.covered().toSeconds() >= wanted
        ? List.of()
        : List.of(
            "it covers "
                + words(run.covered())
                + " of packet time, and "
                + name
                + " "
                + words(other.covered()));
  }

  /** {@code 45 s}, {@code 12 min}, {@code 8 h}, {@code 6 days}. */
  static String words(Duration time) {
    if (time.toMinutes() < 1) {
      return time.toSeconds() + " s";
    }
    if (time.toHours() < 2) {
      return time.toMinutes() + " min";
    }
    return time.toDays() < 2 ? time.toHours() + " h" : time.toDays() + " days";
  }
}
