package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.stream.BufferPool;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.testing.Rounds;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A connection is lent and used again: what it was before must not show. Each case of {@link
 * PacketCasesTest} is told by one analyzer behind others as by a new one, and a connection that
 * begins again has the same in each of its fields as one that was never used.
 */
class ReusedConnectionTest {
  private static final int ROUNDS = Rounds.some(12);

  /** What an analyzer says of one case. */
  private record Result(List<TlsConnection> told, Map<String, Long> lost) {}

  private final List<TlsConnection> told = new ArrayList<>();
  private final Analyzer shared = new Analyzer(Analyzed.OPTIONS, told::add);

  private static List<PacketScript> scripts(List<String> names)
      throws IOException, URISyntaxException {
    List<PacketScript> scripts = new ArrayList<>();
    for (String name : names) {
      scripts.add(PacketCasesTest.script(name));
    }
    return scripts;
  }

  private static Result alone(PacketScript script) {
    List<TlsConnection> found = new ArrayList<>();
    return of(new Analyzer(Analyzed.OPTIONS, found::add), found, script);
  }

  private static Result of(Analyzer analyzer, List<TlsConnection> sink, PacketScript script) {
    Map<String, Long> before = losses(analyzer);
    sink.clear();
    analyzer.begin("test.pcap");
    script.feed(analyzer);
    analyzer.end();
    Map<String, Long> lost = losses(analyzer);
    before.forEach((loss, count) -> lost.merge(loss, -count, Long::sum));
    lost.values().removeIf(count -> count == 0);
    return new Result(List.copyOf(sink), lost);
  }

  private static Map<String, Long> losses(Analyzer analyzer) {
    Map<String, Long> all = new TreeMap<>();
    for (Loss loss : Loss.values()) {
      all.put(loss.name(), analyzer.coverage().count(loss));
    }
    analyzer.coverage().contradictions().forEach((which, count) -> all.put(which.id(), count));
    return all;
  }

  @Test
  void eachCaseIsToldBehindOthersAsAlone() throws IOException, URISyntaxException {
    List<String> names = PacketCasesTest.cases().toList();
    List<PacketScript> scripts = scripts(names);
    List<Result> alone = scripts.stream().map(ReusedConnectionTest::alone).toList();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      order.add(i);
    }
    Random random = new Random(20_261_201);
    List<String> differing = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      String before = "none";
      for (int i : order) {
        if (!of(shared, told, scripts.get(i)).equals(alone.get(i))) {
          differing.add(names.get(i) + " behind " + before);
        }
        before = names.get(i);
      }
      Collections.shuffle(order, random);
    }
    assertThat(differing).isEmpty();
  }

  @Test
  void aConnectionThatBeginsAgainIsLikeANewOne() throws Exception {
    Flows flows = (Flows) value(Analyzer.class, "flows", shared);
    Collection<?> free = (Collection<?>) value(Flows.class, "free", flows);
    Map<String, String> differing = new TreeMap<>();
    for (PacketScript script : scripts(PacketCasesTest.cases().toList())) {
      of(shared, told, script);
      for (Object each : free) {
        compare(flows, (Connection) each, differing);
      }
    }
    assertThat(free).isNotEmpty();
    assertThat(differing).isEmpty();
  }

  @Test
  void aConnectionOfWhichEachFieldIsSpoiledBeginsAgainLikeANewOne() throws Exception {
    Flows flows = (Flows) value(Analyzer.class, "flows", shared);
    Views views = (Views) value(Flows.class, "views", flows);
    FrameMark now = new FrameMark(); // which all share
    Connection used = new Connection(flows, views, now);
    Set<Object> seen = newSet();
    seen.add(now);
    Set<String> left = new TreeSet<>();
    spoil(used, seen, left);
    Map<String, String> differing = new TreeMap<>();
    compare(flows, used, differing);
    assertThat(differing).isEmpty();
    assertThat(left).as("fields that the test does not know how to spoil").isEmpty();
  }

  /** An object as no constructor left it. */
  private static Object blank(Class<?> type) throws Exception {
    Class<?> unsafe = Class.forName("sun.misc.Unsafe");
    return unsafe
        .getMethod("allocateInstance", Class.class)
        .invoke(value(unsafe, "theUnsafe", null), type);
  }

  private static Set<Object> newSet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private static Object value(Class<?> type, String name, Object of) throws Exception {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(of);
  }

  private static List<Field> fields(Class<?> of) {
    List<Field> all = new ArrayList<>();
    for (Class<?> type = of; type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          all.add(field);
        }
      }
    }
    return all;
  }

  /** Gives another value to each field of an object and its parts, and adds to each collection. */
  private static void spoil(Object of, Set<Object> seen, Set<String> left) throws Exception {
    if (!seen.add(of)) {
      return;
    }
    for (Field field : fields(of.getClass())) {
      Object value = field.get(of);
      if (isPart(value)) {
        spoil(value, seen, left);
      } else if (value instanceof int[] numbers) {
        Arrays.fill(numbers, 77);
      } else if (value instanceof long[] numbers) {
        Arrays.fill(numbers, 77);
      } else if (Modifier.isFinal(field.getModifiers())) {
        spoilContent(value);
      } else {
        Object other = other(field.getType(), value);
        if (other == null) {
          left.add(of.getClass().getSimpleName() + "." + field.getName());
        }
        field.set(of, other == null ? value : other);
      }
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static void spoilContent(Object value) {
    if (value instanceof EnumSet set) {
      set.addAll(EnumSet.complementOf(set));
    } else if (value instanceof Collection all) {
      all.add(new Object());
    } else if (value instanceof Map all) {
      all.put(new Object(), new Object());
    }
  }

  /** Another value of a type, which may only be compared; null where none is known. */
  private static Object other(Class<?> type, Object value) throws Exception {
    if (value instanceof Integer number) {
      return number + 77;
    } else if (value instanceof Long number) {
      return number + 77;
    } else if (value instanceof Boolean flag) {
      return !flag;
    } else if (value instanceof String text) {
      return text + "x";
    } else if (value instanceof Enum<?> constant) {
      Object[] all = constant.getDeclaringClass().getEnumConstants();
      return all[(constant.ordinal() + 1) % all.length];
    } else if (type == Optional.class) {
      return Optional.of("x");
    } else if (type == List.class) {
      return List.of("x");
    } else if (type == ByteBuffer.class) {
      return ByteBuffer.allocate(128);
    } else if (type.isArray()) {
      return Array.newInstance(
          type.getComponentType(), value == null ? 1 : 1 + Array.getLength(value));
    } else if (type.isInterface()) {
      return Proxy.newProxyInstance(
          type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> null);
    } else if (type.isRecord() || value == null && !Modifier.isAbstract(type.getModifiers())) {
      return blank(type);
    }
    return null;
  }

  private static void compare(Flows flows, Connection used, Map<String, String> differing)
      throws Exception {
    Connection fresh = new Connection(flows, used.views, used.now);
    used.begin(1, true, null);
    fresh.begin(1, true, null);
    compare("", fresh, used, newSet(), differing);
  }

  /** Compares all fields but for those that all connections of an analyzer share. */
  private static void compare(
      String path, Object fresh, Object used, Set<Object> seen, Map<String, String> differing)
      throws Exception {
    if (fresh == used || !seen.add(fresh)) {
      return;
    }
    for (Field field : fields(fresh.getClass())) {
      Object one = field.get(fresh);
      Object other = field.get(used);
      String name = path + "." + field.getName();
      if (isPart(one) && isPart(other)) {
        compare(name, one, other, seen, differing);
      } else if (!isSame(one, other) && !isRoom(name)) {
        differing.put(name, text(one) + " in a new one, " + text(other) + " in one used again");
      }
    }
  }

  private static boolean isPart(Object value) {
    return value != null
        && value.getClass().getName().startsWith("io.tlsfloor.capture.")
        && !value.getClass().isRecord()
        && !value.getClass().isEnum()
        && !(value instanceof Flows || value instanceof Views || value instanceof BufferPool);
  }

  /** Room whose content counts only up to a number beside it. */
  private static boolean isRoom(String path) {
    return path.endsWith("bytes.ranges")
        || path.endsWith("bytes.marks")
        || path.endsWith("bytes.files")
        || path.endsWith("bytes.bytes") // taken from the pool again
        || path.endsWith("history.letters");
  }

  private static boolean isSame(Object one, Object other) {
    if (one != null && other != null && one.getClass().isArray()) {
      int length = Array.getLength(one);
      boolean same = length == Array.getLength(other);
      for (int i = 0; same && i < length; i++) {
        same = Array.get(one, i).equals(Array.get(other, i));
      }
      return same;
    }
    return one == null ? other == null : one.equals(other);
  }

  private static String text(Object value) {
    boolean shown = value instanceof Number || value instanceof Enum || value instanceof Boolean;
    return shown || value == null ? String.valueOf(value) : "a " + value.getClass().getSimpleName();
  }
}
