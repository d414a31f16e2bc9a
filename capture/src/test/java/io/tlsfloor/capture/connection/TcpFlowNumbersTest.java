package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a flow that was told is asked for later is in the numbers that are kept of it. */
class TcpFlowNumbersTest {
  private static final List<String> KEPT =
      List.of(
          "synSeen0",
          "synSeen1",
          "acknowledgmentSeen0",
          "acknowledgmentSeen1",
          "payloadSeen0",
          "payloadSeen1",
          "ended",
          "timeKnown",
          "firstDirection",
          "initiator",
          "synSequence0",
          "synSequence1",
          "acknowledgment0",
          "acknowledgment1",
          "payloadEnd0",
          "payloadEnd1",
          "helloSequence",
          "helloDirection",
          "helloWhole",
          "helloMark");

  private static final Map<String, Integer> SMALL =
      Map.of("firstDirection", 1, "initiator", 0, "helloDirection", 1);

  private final TcpFlowNumbers numbers = new TcpFlowNumbers();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19})
  void eachOfThemIsReadAsItWasWritten(int which) throws Exception {
    TcpFlow flow = new TcpFlow();
    Field field = field(KEPT.get(which));
    if (field.getType() == boolean.class) {
      field.setBoolean(flow, !field.getBoolean(flow));
    } else if (field.getType() == long.class) {
      field.setLong(flow, 0x8123_4567_F9AB_CDEFL);
    } else {
      field.setInt(flow, SMALL.getOrDefault(KEPT.get(which), 0xF123_4567));
    }

    TcpFlow again = readAgain(flow);

    for (String name : KEPT) {
      assertThat(field(name).get(again)).as(name).isEqualTo(field(name).get(flow));
    }
    assertThat(again.done).isTrue();
  }

  @Test
  void bothInitiatorsAndNoneAreKept() {
    for (int initiator = -1; initiator <= 1; initiator++) {
      TcpFlow flow = new TcpFlow();
      flow.initiator = initiator;
      assertThat(readAgain(flow).initiator).isEqualTo(initiator);
    }
  }

  @Test
  void anEndOfNumbersIsAnEndOfTheFlow() {
    int[] words = new int[numbers.words()];
    numbers.write(new TcpFlow(), words, 0);

    numbers.end(words, 0);

    assertThat(numbers.read(words, 0).ended).isTrue();
  }

  /** Of what it was before, nothing is left. */
  @Test
  void aFlowThatBeginsAgainIsAsANewOne() throws Exception {
    TcpFlow used = new TcpFlow();
    TcpFlow fresh = new TcpFlow();
    for (Field field : fields()) {
      Class<?> type = field.getType();
      if (type == boolean.class) {
        field.setBoolean(used, !field.getBoolean(used));
      } else if (type == byte.class) {
        field.setByte(used, (byte) 7);
      } else if (type == int.class) {
        field.setInt(used, 7);
      } else if (type == long.class) {
        field.setLong(used, 7);
      } else if (type == String.class) {
        field.set(used, "left");
      } else if (type == TcpFlow.class) {
        field.set(used, fresh);
      } else if (type == StreamEnds.class) {
        field.set(used, new StreamEnds());
      }
    }

    used.begin();

    for (Field field : fields()) {
      assertThat(field.get(used)).as(field.getName()).isEqualTo(field.get(fresh));
    }
  }

  /** All but those of the table, which sets its own. */
  private static List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    for (Class<?> type : List.of(TcpFlow.class, HelloFlow.class, TrackedFlow.class)) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          fields.add(field);
        }
      }
    }
    return fields;
  }

  private TcpFlow readAgain(TcpFlow flow) {
    int[] words = new int[3 + numbers.words()];
    numbers.write(flow, words, 3);
    return numbers.read(words, 3);
  }

  private static Field field(String name) throws NoSuchFieldException {
    for (Class<?> type = TcpFlow.class; type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(name) && !Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          return field;
        }
      }
    }
    throw new NoSuchFieldException(name);
  }
}
