package io.tlsfloor.capture.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.connection.Analyzer;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.rules.Hiding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.judge.Judge;
import io.tlsfloor.testing.Exchange;
import io.tlsfloor.testing.Rounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Tests what is told of spoiled captures against the truth of the generator: no clean run when a
 * client below the floor is not flagged, but for one in 100,000 rounds, whose bytes are listed, and
 * nobody flagged without a doubt that is stated who is not below. That a version or an outcome is
 * another, a name is missing, or a connection is told as two, is rare.
 */
class SpoiledConnectionsTest {
  private static final Policy POLICY = Policy.standard();
  private static final Judge JUDGE = new Judge(POLICY, Catalogue.bundled());
  private static final Hiding HIDING = new Hiding(POLICY);
  private static final int ROUNDS = Rounds.count(Rounds.some(2_000));
  private static final int ONLY = Integer.getInteger("tlsfloor.round", -1); // one round alone

  private static final int ODD = 2_000; // of so many rounds one may be told otherwise than it was
  private static final int SILENT = 100_000; // of so many rounds one may hide a client unsaid

  private final List<String> wrong = new ArrayList<>();
  private final List<String> silent = new ArrayList<>();
  private final List<String> odd = new ArrayList<>();
  private String shown = ""; // the first that is wrong or silent
  private int flagged;
  private int stated;

  @Test
  void aSpoiledCaptureTellsNothingWrongAndHidesNothingSilently() {
    if (ONLY >= 0) {
      check(ONLY);
      assertThat(wrong).as(shown).isEmpty();
      assertThat(silent).as(shown).isEmpty();
      return;
    }
    for (int round = 0; round < ROUNDS && wrong.size() + silent.size() < 20; round++) {
      check(round);
    }
    assertThat(wrong).as(shown).isEmpty();
    assertThat(silent).as(shown).hasSizeLessThanOrEqualTo(ROUNDS / SILENT);
    silent.forEach(System.out::println);
    assertThat(odd.size()).as("%s", odd).isLessThanOrEqualTo(1 + ROUNDS / ODD);
    assertThat(flagged).as("connections flagged").isGreaterThan(ROUNDS / 4);
    assertThat(stated).as("losses stated instead").isGreaterThan(ROUNDS / 1000);
  }

  private void check(int round) {
    SpoiledCapture capture = new SpoiledCapture(round);
    List<Judgement> told = new ArrayList<>();
    Analyzer analyzer =
        new Analyzer(
            AnalyzerOptions.standard(POLICY.homeNetworks()::contains),
            connection -> told.add(JUDGE.judge(connection)));
    Told.feed(analyzer, capture.packets());
    analyzer.end();
    boolean clean =
        told.stream().noneMatch(HIDING::couldHide)
            && analyzer.coverage().counts().keySet().stream().noneMatch(Hiding::couldHide);
    String where = Rounds.again(round);
    boolean apart = capture.isTranslated() && capture.lost() > 0; // a NAT shows by equal hellos
    if (told.size() > capture.exchanges().size() && !apart) {
      odd.add("more told than there were: " + where + " " + told);
    }
    int flaggedHere = 0;
    for (Exchange exchange : capture.exchanges()) {
      List<Judgement> here = told.stream().filter(j -> isOf(j.connection(), exchange)).toList();
      if (here.size() > 1 && !apart) {
        odd.add("told as two: " + where);
      }
      here.forEach(judgement -> versions(judgement.connection(), exchange, where));
      boolean plain = exchange.dialogue == Exchange.Dialogue.NONE || capture.isInStep();
      if (capture.lost() == 0 && plain) {
        outcome(here, exchange, capture, told, where);
      }
    }
    for (Judgement judgement : told) {
      flaggedHere += judgement.flagged() ? 1 : 0;
      if (judgement.flagged()
          && !isDoubted(judgement.connection())
          && capture.exchanges().stream().noneMatch(Exchange::below)) {
        wrong.add("flagged falsely: " + where + " " + judgement.connection());
      }
    }
    long below = capture.exchanges().stream().filter(Exchange::below).count();
    flagged += flaggedHere;
    if (flaggedHere == 0 && below > 0) {
      stated++;
      boolean shown = capture.exchanges().stream().anyMatch(e -> e.below() && capture.shows(e));
      if (clean && shown) {
        silent.add("nothing flagged, and nothing said: " + where + " " + told);
      }
    }
    if (shown.isEmpty() && !(wrong.isEmpty() && silent.isEmpty())) {
      shown = capture.toString();
    }
  }

  private static boolean isOf(TlsConnection connection, Exchange exchange) {
    return connection.offer().flatMap(Offer::serverName).equals(Optional.of(exchange.name));
  }

  private static boolean isDoubted(TlsConnection c) {
    return c.evidence().contested() || c.evidence().notTaken();
  }

  private static boolean isNameless(TlsConnection c) {
    return c.evidence().holes() > 0 && c.offer().flatMap(Offer::serverName).isEmpty();
  }

  private void versions(TlsConnection c, Exchange exchange, String where) {
    if (isDoubted(c)) {
      return;
    }
    boolean offered = c.offer().isEmpty() || c.offer().get().max().value() == exchange.offered;
    Optional<Integer> chosen = c.choice().map(Choice::version).map(version -> version.value());
    if (!offered || chosen.isPresent() && chosen.get() != exchange.chosen) {
      odd.add("a wrong version: " + where + " " + c);
    }
    if (c.inferred().isPresent() && c.inferred().get().value() != exchange.chosen) {
      odd.add("a wrong version inferred: " + where + " " + c);
    }
  }

  /**
   * Without losses everything is known, but for the name in a hello of which a later piece was
   * captured before its SYN and its beginning, between ports whose earlier connection is over: no
   * segment of that is looked at, unless it is a SYN or begins like a hello. The connection is told
   * all the same, from half a hello and with a hole. No network puts a piece of a hello a round
   * trip ahead of its SYN; two taps may, whose clocks differ by that much.
   */
  private void outcome(
      List<Judgement> here,
      Exchange exchange,
      SpoiledCapture capture,
      List<Judgement> told,
      String where) {
    if (here.isEmpty() && told.stream().anyMatch(each -> isNameless(each.connection()))) {
      odd.add("told without its name: " + where);
      return;
    }
    if (here.size() != 1) {
      wrong.add("told " + here.size() + " times without a loss: " + where);
      return;
    }
    String outcome = here.get(0).connection().outcome().name();
    String end = exchange.end.name();
    boolean cut = outcome.equals("INCOMPLETE") && (capture.forged() > 0 || isOpen(end));
    if (isDoubted(here.get(0).connection())) {
      return;
    }
    if (!outcome.equals(end) && !cut && !(isOpen(end) && isOpen(outcome))) {
      odd.add(end.toLowerCase(Locale.ROOT) + " told as " + outcome + ": " + where);
    }
  }

  /** Returns whether the capture's end decides what it is called. */
  private static boolean isOpen(String end) {
    return end.equals("SILENT") || end.equals("NEGOTIATED") || end.equals("UNANSWERED");
  }
}
