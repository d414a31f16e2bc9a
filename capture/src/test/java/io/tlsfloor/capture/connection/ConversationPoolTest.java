package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.flow.Flow;
import io.tlsfloor.capture.names.NameReader;
import io.tlsfloor.capture.stream.Stream;
import io.tlsfloor.parser.packet.PacketView;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A conversation that is lent again has nothing of the one before: whatever that left in it. */
class ConversationPoolTest {
  /** Kept right by those who own them: each leaves nothing when a conversation is over. */
  private static final Set<String> OTHERS =
      Set.of(
          "Waiter.deadlineNanos",
          "Waiter.queue",
          "Waiter.before",
          "Waiter.after",
          "Share.bytes",
          "FrameLog.room");

  private final Views views = new Views();
  private final NameReader names = new NameReader();
  private final ConversationPool pool = new ConversationPool(views, names);
  private final PacketView packet = new PacketView();

  /** Does something to each field of what a conversation is made of. */
  private interface Visitor {
    void field(String name, Object owner, Field field) throws ReflectiveOperationException;

    void element(String name, Object array, int index) throws ReflectiveOperationException;

    void list(String name, List<Object> list);
  }

  @Test
  void eachFieldOfOneThatIsLentAgainIsThatOfANewOne() throws Exception {
    TcpConversation conversation = pool.take(new TcpFlow(), packet);
    withReaders(conversation);
    int[] spoilt = new int[1];
    visit(conversation, new Spoil(spoilt));
    pool.give(conversation);
    assertThat(spoilt[0]).as("fields that were spoilt").isGreaterThan(80);

    TcpFlow flow = new TcpFlow();
    assertThat(pool.take(flow, packet)).isSameAs(conversation);

    TcpConversation fresh = new TcpConversation(flow, views, names, pool, packet);
    withReaders(fresh);
    assertThat(state(conversation)).isEqualTo(state(fresh));
  }

  @Test
  void noConversationIsLentToTwo() {
    TcpConversation one = pool.take(new TcpFlow(), packet);
    TcpConversation two = pool.take(new TcpFlow(), packet);
    assertThat(two).isNotSameAs(one);

    one.giveBack();
    one.giveBack();

    assertThat(pool.take(new TcpFlow(), packet)).isSameAs(one);
    assertThat(pool.take(new TcpFlow(), packet)).isNotSameAs(one).isNotSameAs(two);
  }

  /** Readers, and room for what has to wait, are made when bytes come, and stay. */
  private static void withReaders(TcpConversation conversation) throws Exception {
    for (Stream stream : conversation.streams()) {
      Field waiting = Stream.class.getDeclaredField("waiting");
      waiting.setAccessible(true);
      Constructor<?> constructor = waiting.getType().getDeclaredConstructor();
      constructor.setAccessible(true);
      waiting.set(stream, constructor.newInstance());
    }
    Field field = TcpParts.class.getDeclaredField("readers");
    field.setAccessible(true);
    TlsReaders readers = (TlsReaders) field.get(conversation);
    readers.records(0);
    readers.records(1);
  }

  /** Puts something else into it. */
  private record Spoil(int[] count) implements Visitor {
    @Override
    public void field(String name, Object owner, Field field) throws ReflectiveOperationException {
      if (!Modifier.isFinal(field.getModifiers()) && !OTHERS.contains(name)) {
        Object other = other(field.getType(), field.get(owner));
        if (other != null) {
          field.set(owner, other);
          count[0]++;
        }
      }
    }

    @Override
    public void element(String name, Object array, int index) throws ReflectiveOperationException {
      Object other = other(array.getClass().getComponentType(), Array.get(array, index));
      if (other != null) {
        Array.set(array, index, other);
        count[0]++;
      }
    }

    @Override
    public void list(String name, List<Object> list) {
      if (list instanceof ArrayList) {
        list.add("left");
        count[0]++;
      }
    }

    private static Object other(Class<?> type, Object now) throws ReflectiveOperationException {
      if (type == boolean.class) {
        return !(boolean) now;
      } else if (type == int.class) {
        return (int) now + 3;
      } else if (type == long.class) {
        return (long) now + 3;
      } else if (type == String.class) {
        return "left";
      } else if (type == Optional.class) {
        return Optional.of("left");
      } else if (type.isEnum()) {
        Object[] all = type.getEnumConstants();
        return all[0].equals(now) ? all[1] : all[0];
      }
      boolean made =
          now == null && !type.isInterface() && !Modifier.isAbstract(type.getModifiers());
      return made ? instance(type) : null;
    }
  }

  /** An object whose constructor did not run; by name, since the compiler warns of the class. */
  private static Object instance(Class<?> type) throws ReflectiveOperationException {
    Class<?> unsafe = Class.forName("sun.misc.Unsafe");
    Field field = unsafe.getDeclaredField("theUnsafe");
    field.setAccessible(true);
    return unsafe.getMethod("allocateInstance", Class.class).invoke(field.get(null), type);
  }

  /** All fields by name, in order. */
  private static List<String> state(TcpConversation conversation)
      throws ReflectiveOperationException {
    List<String> state = new ArrayList<>();
    visit(
        conversation,
        new Visitor() {
          @Override
          public void field(String name, Object owner, Field field)
              throws ReflectiveOperationException {
            if (!OTHERS.contains(name)) {
              state.add(name + " = " + text(field.getType(), field.get(owner)));
            }
          }

          @Override
          public void element(String name, Object array, int index) {
            state.add(
                name + " = " + text(array.getClass().getComponentType(), Array.get(array, index)));
          }

          @Override
          public void list(String name, List<Object> list) {
            state.add(name + " = " + list);
          }
        });
    return state;
  }

  private static String text(Class<?> type, Object value) {
    boolean plain =
        type.isPrimitive() || type.isEnum() || type == String.class || type == Optional.class;
    return plain ? String.valueOf(value) : value == null ? "null" : "there";
  }

  private static void visit(TcpConversation conversation, Visitor visitor)
      throws ReflectiveOperationException {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    ArrayDeque<Object> open = new ArrayDeque<>(List.of(conversation));
    while (!open.isEmpty()) {
      Object owner = open.pop();
      if (!seen.add(owner)) {
        continue;
      }
      for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          if (Modifier.isStatic(field.getModifiers()) || !isOwn(type)) {
            continue;
          }
          field.setAccessible(true);
          String name = type.getSimpleName() + "." + field.getName();
          visit(name, field.get(owner), open, visitor);
          visitor.field(name, owner, field);
        }
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static void visit(String name, Object value, ArrayDeque<Object> open, Visitor visitor)
      throws ReflectiveOperationException {
    if (value == null) {
      return;
    }
    if (value.getClass().isArray()) {
      for (int i = 0; i < Array.getLength(value); i++) {
        Object element = Array.get(value, i);
        if (element != null && isOwn(element.getClass())) {
          open.push(element);
        }
        visitor.element(name + "[" + i + "]", value, i);
      }
    } else if (value instanceof List<?> list) {
      visitor.list(name, (List<Object>) list);
    } else if (isOwn(value.getClass())) {
      open.push(value);
    }
  }

  /** Whether an object belongs to one conversation alone, and is not tested elsewhere. */
  private static boolean isOwn(Class<?> type) {
    return type.getName().startsWith("io.tlsfloor.capture.")
        && !type.isEnum()
        && !type.isRecord()
        && !Flow.class.isAssignableFrom(type)
        && type != Views.class
        && type != NameReader.class
        && type != ConversationPool.class
        && !ByteBuffer.class.isAssignableFrom(type)
        && !type.getSimpleName().endsWith("Pool");
  }
}
