package io.tlsfloor.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records of observations as bytes, to go from an executor to the driver of the same version.
 *
 * <p>Knows records, enums, texts, numbers, flags, times, lists, maps and {@link Optional}s, by the
 * types of the components; refuses everything else. Both ends have the same classes, so nothing
 * names them. The records of {@code parser} need not be serializable for this.
 */
final class RecordBytes {
  private static final Map<Class<?>, Shape> SHAPES = new ConcurrentHashMap<>();

  private RecordBytes() {}

  /** The components of a record, and what makes one of them. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Shape(RecordComponent[] components, Constructor<?> constructor) {
    static Shape of(Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      Class<?>[] types = new Class<?>[components.length];
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        components[i].getAccessor().setAccessible(true);
      }
      try {
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return new Shape(components, constructor);
      } catch (NoSuchMethodException impossible) {
        throw new IllegalStateException("a record without its constructor: " + type, impossible);
      }
    }
  }

  /** The bytes of a record. */
  static byte[] write(Record value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      record(out, value);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** The record that the bytes are. */
  static <T extends Record> T read(Class<T> type, byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return type.cast(read(in, type));
    } catch (IOException broken) {
      throw new UncheckedIOException("no " + type.getSimpleName() + ": cut short", broken);
    }
  }

  private static void record(DataOutputStream out, Record value) throws IOException {
    for (RecordComponent component : shape(value.getClass()).components()) {
      try {
        write(out, component.getAccessor().invoke(value), component.getGenericType());
      } catch (IllegalAccessException | InvocationTargetException broken) {
        throw new IllegalStateException("cannot read " + component, broken);
      }
    }
  }

  private static Shape shape(Class<?> type) {
    return SHAPES.computeIfAbsent(type, Shape::of);
  }

  private static void write(DataOutputStream out, Object value, Type type) throws IOException {
    if (value instanceof Optional<?> optional) {
      out.writeBoolean(optional.isPresent());
      if (optional.isPresent()) {
        write(out, optional.get(), argument(type, 0));
      }
    } else if (value instanceof OptionalInt optional) {
      out.writeBoolean(optional.isPresent());
      if (optional.isPresent()) {
        out.writeInt(optional.getAsInt());
      }
    } else if (value instanceof OptionalLong optional) {
      out.writeBoolean(optional.isPresent());
      if (optional.isPresent()) {
        out.writeLong(optional.getAsLong());
      }
    } else if (value instanceof Collection<?> elements) {
      out.writeInt(elements.size());
      for (Object element : elements) {
        write(out, element, argument(type, 0));
      }
    } else if (value instanceof Map<?, ?> map) {
      out.writeInt(map.size());
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        write(out, entry.getKey(), argument(type, 0));
        write(out, entry.getValue(), argument(type, 1));
      }
    } else if (value instanceof Record inner) {
      record(out, inner);
    } else {
      single(out, value);
    }
  }

  private static void single(DataOutputStream out, Object value) throws IOException {
    if (value instanceof String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_16BE); // any char: names are the network's
      out.writeInt(bytes.length);
      out.write(bytes);
    } else if (value instanceof Integer number) {
      out.writeInt(number);
    } else if (value instanceof Long number) {
      out.writeLong(number);
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof Enum<?> constant) {
      out.writeShort(constant.ordinal());
    } else if (value instanceof Instant time) {
      out.writeLong(time.getEpochSecond());
      out.writeInt(time.getNano());
    } else {
      throw new IllegalArgumentException("no form for " + value.getClass());
    }
  }

  private static Object read(DataInputStream in, Type type) throws IOException {
    Class<?> raw = raw(type);
    if (raw == Optional.class) {
      return in.readBoolean() ? Optional.of(read(in, argument(type, 0))) : Optional.empty();
    }
    if (raw == OptionalInt.class) {
      return in.readBoolean() ? OptionalInt.of(in.readInt()) : OptionalInt.empty();
    }
    if (raw == OptionalLong.class) {
      return in.readBoolean() ? OptionalLong.of(in.readLong()) : OptionalLong.empty();
    }
    if (raw == List.class || raw == Set.class) {
      int size = in.readInt();
      List<Object> list = new ArrayList<>(Math.min(size, 1 << 16));
      for (int i = 0; i < size; i++) {
        list.add(read(in, argument(type, 0)));
      }
      return raw == List.class ? list : new LinkedHashSet<>(list);
    }
    if (raw == Map.class || raw == SortedMap.class) {
      Map<Object, Object> map = raw == Map.class ? new LinkedHashMap<>() : new TreeMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        Object key = read(in, argument(type, 0));
        map.put(key, read(in, argument(type, 1)));
      }
      return map;
    }
    if (raw.isRecord()) {
      Shape shape = shape(raw);
      Object[] values = new Object[shape.components().length];
      for (int i = 0; i < values.length; i++) {
        values[i] = read(in, shape.components()[i].getGenericType());
      }
      try {
        return shape.constructor().newInstance(values);
      } catch (ReflectiveOperationException broken) {
        throw new IllegalStateException("cannot make a " + raw, broken);
      }
    }
    return single(in, raw);
  }

  private static Object single(DataInputStream in, Class<?> type) throws IOException {
    if (type == String.class) {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_16BE);
    }
    if (type == int.class || type == Integer.class) {
      return in.readInt();
    }
    if (type == long.class || type == Long.class) {
      return in.readLong();
    }
    if (type == boolean.class || type == Boolean.class) {
      return in.readBoolean();
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[in.readShort()];
    }
    if (type == Instant.class) {
      return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }
    throw new IllegalArgumentException("no form for " + type);
  }

  private static Class<?> raw(Type type) {
    return (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
  }

  private static Type argument(Type type, int index) {
    return ((ParameterizedType) type).getActualTypeArguments()[index];
  }
}
