package io.tlsfloor.capture.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flows that are put away: what a table knows of them, and of their order. */
class FinishedFlowsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int MAX = 64;

  private final List<Numbered> evicted = new ArrayList<>();
  private final FlowTable<Numbered> table = new FlowTable<>(MAX, evicted::add, new Numbers());
  private final FlowKey key = new FlowKey();

  private static final class Numbered extends Flow {
    int number;
    boolean ended;
  }

  private static final class Numbers implements FlowNumbers<Numbered> {
    @Override
    public int words() {
      return 2;
    }

    @Override
    public void write(Numbered flow, int[] to, int at) {
      to[at] = flow.number;
      to[at + 1] = flow.ended ? 1 : 0;
    }

    @Override
    public void end(int[] of, int at) {
      of[at + 1] = 1;
    }

    @Override
    public Numbered read(int[] from, int at) {
      Numbered flow = new Numbered();
      flow.number = from[at];
      flow.ended = from[at + 1] == 1;
      return flow;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsPutAwayIsQuietAndComesBackAsItWas(boolean v4) {
    Numbered flow = add(v4, 7, 0);

    assertThat(table.putAway(flow)).isTrue();

    assertThat(table.size()).isEqualTo(1);
    assertThat(table.isQuiet(key)).isTrue();
    assertThat(table.isPutAway(key, false)).isTrue();
    Numbered again = table.find(key);
    assertThat(again).isNotNull().isNotSameAs(flow);
    assertThat(again.number).isEqualTo(7);
    assertThat(again.sender(0)).isEqualTo(flow.sender(0));
    assertThat(again.sender(1)).isEqualTo(flow.sender(1));
    assertThat(table.isPutAway(key, false)).isFalse();
    assertThat(table.isQuiet(key)).isTrue();
    assertThat(table.find(key)).isSameAs(again);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anEndIsKeptAndMakesItsPacketsOfInterestAgain(boolean v4) {
    table.putAway(add(v4, 7, 0));

    assertThat(table.isPutAway(key, true)).isTrue();

    assertThat(table.isQuiet(key)).isFalse();
    assertThat(table.find(key).ended).isTrue();
  }

  /** It may be forged: what comes after a silence is still of another connection. */
  @Test
  void anEndDoesNotCountAsAUse() {
    table.putAway(add(true, 7, 0));

    table.isPutAway(key, true);

    assertThat(table.find(key).touchedNanos).isZero();
  }

  @Test
  void aFlowThatIsNotDoneStays() {
    Numbered flow = add(true, 7, 0);
    table.age(flow, FlowTable.Age.OPEN);

    assertThat(table.putAway(flow)).isFalse();
    assertThat(table.find(key)).isSameAs(flow);
  }

  @Test
  void anotherIpv6FlowIsNotTakenForOneThatIsPutAway() {
    table.putAway(add(false, 7, 0));
    key(false, 8);

    assertThat(table.isPutAway(key, false)).isFalse();
    assertThat(table.find(key)).isNull();
  }

  @Test
  void atTheCapTheOneUsedLongestAgoGoesAndNoFlowThatIsStillOpen() {
    Numbered open = add(true, 0, 0);
    table.age(open, FlowTable.Age.OPEN);
    for (int i = 1; i < MAX; i++) {
      table.putAway(add(i % 2 == 0, i, i * SECOND));
    }
    key(false, 1);
    assertThat(table.isQuiet(key)).isTrue(); // used again

    add(true, 100, 100 * SECOND);

    assertThat(table.size()).isEqualTo(MAX);
    assertThat(evicted).isEmpty();
    assertThat(isIn(true, 0)).isTrue();
    assertThat(isIn(false, 1)).isTrue();
    assertThat(isIn(true, 2)).isFalse();
    assertThat(isIn(false, 3)).isTrue();
  }

  @Test
  void atTheCapWhatEndedAWhileAgoGoesBeforeASynAlone() {
    key(true, 100);
    table.add(key, new Numbered(), 0); // a SYN alone
    for (int i = 1; i < MAX; i++) {
      table.putAway(add(i % 2 == 0, i, 0));
    }
    key(true, 6);
    assertThat(table.isPutAway(key, true)).isTrue();
    key(true, 8);
    Numbered closed = table.find(key); // as with evidence: not put away again
    table.quiet(closed, false);
    table.age(closed, FlowTable.Age.ENDED);

    add(true, 101, 1 + FlowTable.SURELY_OVER_NANOS);
    assertThat(isIn(true, 6)).isFalse();
    add(true, 102, 1 + FlowTable.SURELY_OVER_NANOS);
    assertThat(isIn(true, 8)).isFalse();
    assertThat(isIn(true, 100)).isTrue();
    add(true, 103, 1 + FlowTable.SURELY_OVER_NANOS);
    assertThat(isIn(true, 100)).isFalse();
    assertThat(table.size()).isEqualTo(MAX);
  }

  @Test
  void thoseThatWereIdleForLongAreForgotten() {
    for (int i = 0; i < 8; i++) {
      table.putAway(add(i % 2 == 0, i, i * SECOND));
    }
    key(true, 0);
    assertThat(table.isQuiet(key)).isTrue();

    table.forgetPutAway(4 * SECOND, 8 * SECOND);

    assertThat(table.size()).isEqualTo(5);
    assertThat(isIn(true, 0)).isTrue();
    assertThat(isIn(false, 1)).isFalse();
    assertThat(isIn(false, 3)).isFalse();
    assertThat(isIn(true, 4)).isTrue();
  }

  /** Against a map, with more flows than a block of rows has, and places that grow and move. */
  @Test
  void thousandsOfThemComeAndGoAsInAMap() {
    FlowTable<Numbered> large = new FlowTable<>(1 << 16, evicted::add, new Numbers());
    Map<Integer, Integer> known = new HashMap<>();
    Random random = new Random(1);
    for (int step = 0; step < 200_000; step++) {
      int which = random.nextInt(1 << 13);
      key(which % 3 != 0, which);
      Integer number = known.get(which);
      Numbered flow = large.find(key);
      assertThat(flow == null ? null : (Integer) flow.number).isEqualTo(number);
      if (flow == null) {
        flow = new Numbered();
        flow.number = step;
        known.put(which, step);
        large.add(key, flow, step);
        large.age(flow, FlowTable.Age.DONE);
        large.quiet(flow, true);
      }
      if (random.nextInt(4) == 0) {
        large.remove(flow);
        known.remove(which);
      } else if (random.nextInt(4) > 0) {
        if (random.nextInt(8) == 0) {
          large.age(flow, FlowTable.Age.ENDED);
          large.quiet(flow, false);
        }
        assertThat(large.putAway(flow)).isTrue();
        if (random.nextInt(8) == 0) {
          large.isPutAway(key, true);
        }
      }
      assertThat(large.size()).isEqualTo(known.size());
    }
  }

  private boolean isIn(boolean v4, int which) {
    key(v4, which);
    return table.find(key) != null;
  }

  private Numbered add(boolean v4, int which, long nanos) {
    key(v4, which);
    Numbered flow = new Numbered();
    flow.number = which;
    table.add(key, flow, nanos);
    table.age(flow, FlowTable.Age.DONE);
    table.quiet(flow, true);
    return flow;
  }

  private void key(boolean v4, int which) {
    long high = v4 ? 0 : 0x20010DB800000000L + which;
    key.set(v4, high, 0x0A000000L + which, 50123, high, 0x34606E08L, 443);
  }
}
