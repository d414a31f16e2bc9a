package io.tlsfloor.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.RuleId;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Holds that two runs as one lose nothing of either, in any grouping. */
class RunAndTest {
  private static final int RUNS = 200;

  private Random random = new Random(0);

  @RepeatedTest(RUNS)
  void isAssociative(RepetitionInfo repetition) {
    random = new Random(repetition.getCurrentRepetition());
    Run a = run();
    Run b = run();
    Run c = run();

    assertThat(a.and(b).and(c)).isEqualTo(a.and(b.and(c)));
  }

  @RepeatedTest(RUNS)
  void losesNothing(RepetitionInfo repetition) throws Exception {
    random = new Random(-repetition.getCurrentRepetition());
    Run a = run();
    Run b = run();
    Run both = a.and(b);

    sums(a.read(), b.read(), both.read());
    sums(a.found(), b.found(), both.found());
    sums(a.missed(), b.missed(), both.missed());
    sums(a.terms(), b.terms(), both.terms());
    assertThat(both.course().duration())
        .isEqualTo(a.course().duration().plus(b.course().duration()));
    assertThat(both.course().interrupted())
        .isEqualTo(a.course().interrupted() || b.course().interrupted());
    assertThat(both.missed().hides()).isEqualTo(a.missed().hides() || b.missed().hides());
    assertThat(both.hasLogs()).isEqualTo(a.hasLogs() || b.hasLogs());
    assertThat(both.isComplete()).isEqualTo(a.isComplete() && b.isComplete());
  }

  /** Whatever is added to these records is added up here, or fails here. */
  private static void sums(Record a, Record b, Record both) throws Exception {
    for (RecordComponent part : a.getClass().getRecordComponents()) {
      Object one = part.getAccessor().invoke(a);
      Object other = part.getAccessor().invoke(b);
      Object sum = part.getAccessor().invoke(both);
      String name = part.getName();
      if (sum instanceof Long count) {
        assertThat(count).as(name).isEqualTo((long) one + (long) other);
      } else if (sum instanceof Boolean flag) {
        assertThat(flag).as(name).isEqualTo((boolean) one || (boolean) other);
      } else if (sum instanceof Record record && !(sum instanceof TlsVersion)) {
        sums((Record) one, (Record) other, record);
      } else if (sum instanceof Optional<?> any) {
        any(name, (Optional<?>) one, (Optional<?>) other, any);
      } else if (sum instanceof Map<?, ?> counts) {
        assertThat(counts).as(name).isEqualTo(sums((Map<?, ?>) one, (Map<?, ?>) other));
      } else if (name.equals("days")) {
        days((List<?>) one, (List<?>) other, (List<?>) sum);
      } else if (sum instanceof List<?> all) {
        assertThat(all.containsAll((List<?>) one)).as(name).isTrue();
        assertThat(all.containsAll((List<?>) other)).as(name).isTrue();
      } else {
        assertThat(sum).as(name).isIn(one, other);
      }
    }
  }

  private static void any(String name, Optional<?> one, Optional<?> other, Optional<?> any)
      throws Exception {
    assertThat(any.isPresent()).as(name).isEqualTo(one.isPresent() || other.isPresent());
    if (any.isPresent() && any.get() instanceof Record record) {
      if (one.isPresent() && other.isPresent()) {
        sums((Record) one.get(), (Record) other.get(), record);
      } else {
        assertThat(record).as(name).isEqualTo(one.isPresent() ? one.get() : other.get());
      }
    }
  }

  private static Map<Object, Object> sums(Map<?, ?> one, Map<?, ?> other) {
    Map<Object, Object> sums = new HashMap<>(one);
    other.forEach(
        (key, value) ->
            sums.merge(
                key,
                value,
                (a, b) -> {
                  if (a instanceof Long count) {
                    return count + (long) b;
                  }
                  List<Object> joined = new ArrayList<>((List<?>) a);
                  joined.addAll((List<?>) b);
                  return joined;
                }));
    return sums;
  }

  private static void days(List<?> one, List<?> other, List<?> sum) {
    Map<Integer, Run.Day> sums = new TreeMap<>();
    sum.forEach(day -> sums.put(((Run.Day) day).day(), (Run.Day) day));
    Run.Day none = new Run.Day(0, 0, 0, 0, 0, 0);
    for (int number : sums.keySet()) {
      Run.Day a = of(number, one).orElse(none);
      Run.Day b = of(number, other).orElse(none);
      assertThat(sums.get(number))
          .isEqualTo(
              new Run.Day(
                  number,
                  Math.min(86_400, a.watchedSeconds() + b.watchedSeconds()),
                  a.connections() + b.connections(),
                  a.lost() + b.lost(),
                  a.packets() + b.packets(),
                  a.dropped() + b.dropped()));
    }
    one.forEach(day -> assertThat(sums).containsKey(((Run.Day) day).day()));
    other.forEach(day -> assertThat(sums).containsKey(((Run.Day) day).day()));
  }

  private static Optional<Run.Day> of(int number, List<?> days) {
    return days.stream().map(Run.Day.class::cast).filter(day -> day.day() == number).findFirst();
  }

  private Run run() {
    return new Run(
        new Run.Course(
            "run " + count(), time(), Duration.ofMillis(count()), random.nextInt(4) == 0),
        new Run.Read(some(this::input), count(), count(), any(this::time), any(this::time), days()),
        new Run.Totals(count(), count(), count(), count(), count(), count(), count(), rules()),
        new Run.Missed(losses(), any(this::reports)),
        new Run.Terms(
            random.nextBoolean() ? TlsVersion.TLS_1_2 : TlsVersion.TLS_1_3,
            random.nextBoolean() ? List.of() : List.of(TlsVersion.TLS_1_1),
            random.nextBoolean(),
            "list " + random.nextInt(3),
            any(() -> "2026-08-0" + (1 + random.nextInt(3))),
            some(() -> "--limit " + random.nextInt(3)).stream().distinct().toList(),
            any(this::leftOut),
            any(() -> "key")));
  }

  private Losses losses() {
    Map<LossKind, Long> counts = new EnumMap<>(LossKind.class);
    Map<LossKind, List<String>> where = new EnumMap<>(LossKind.class);
    for (LossKind kind : LossKind.values()) {
      if (random.nextInt(8) == 0) {
        counts.put(kind, count());
        where.put(kind, some(() -> "at " + random.nextInt(9)));
      }
    }
    SortedMap<String, Long> unknown = new TreeMap<>();
    SortedMap<String, Long> unsupported = new TreeMap<>();
    some(() -> "from_the_future_" + random.nextInt(3)).forEach(n -> unknown.put(n, count()));
    some(() -> "link-type " + random.nextInt(3)).forEach(n -> unsupported.put(n, count()));
    Map<Contradiction, Long> contradictions = new EnumMap<>(Contradiction.class);
    contradictions.put(
        Contradiction.values()[random.nextInt(Contradiction.values().length)], count());
    return new Losses(counts, unknown, unsupported, contradictions, where);
  }

  private Run.Input input() {
    return new Run.Input(
        "capture " + count(),
        count(),
        random.nextBoolean() ? OptionalLong.of(count()) : OptionalLong.empty(),
        count(),
        any(() -> "damaged"),
        Optional.empty());
  }

  private List<Run.Day> days() {
    Map<Integer, Run.Day> days = new TreeMap<>();
    some(() -> 20_000 + random.nextInt(4))
        .forEach(
            day ->
                days.put(
                    day,
                    new Run.Day(day, random.nextInt(86_401), count(), count(), count(), count())));
    return List.copyOf(days.values());
  }

  private Map<RuleId, Long> rules() {
    Map<RuleId, Long> rules = new EnumMap<>(RuleId.class);
    for (RuleId rule : RuleId.values()) {
      if (random.nextBoolean()) {
        rules.put(rule, count());
      }
    }
    return rules;
  }

  private Run.Reports reports() {
    return new Run.Reports(
        count(), count(), count(), any(this::time), any(this::time), count(), count());
  }

  private Run.LeftOut leftOut() {
    return new Run.LeftOut(
        count(), count(), some(() -> "by" + random.nextInt(3)).stream().distinct().toList());
  }

  private long count() {
    return random.nextInt(1_000);
  }

  private Instant time() {
    return Told.NINE.plusSeconds(random.nextInt(100_000));
  }

  private <T> Optional<T> any(Supplier<T> value) {
    return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(value.get());
  }

  private <T> List<T> some(Supplier<T> value) {
    List<T> some = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      some.add(value.get());
    }
    return some;
  }
}
