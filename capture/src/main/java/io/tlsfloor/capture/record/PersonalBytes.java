package io.tlsfloor.capture.record;

import io.tlsfloor.capture.rewrite.Substitution;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.field.ByteRuns;
import io.tlsfloor.parser.field.Field;
import io.tlsfloor.parser.field.Message;
import io.tlsfloor.parser.observation.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The bytes of one side, with a {@link Substitution} over those described fields that say who a
 * client is; lengths stay.
 */
final class PersonalBytes {
  private static final byte BLANK = '*';
  private static final String STARS = "***"; // for what is not known

  private final RecordedSide side;
  private final Substitution substitution;
  private final byte[] bytes;
  private final BitSet replaced = new BitSet();

  PersonalBytes(RecordedSide side, Substitution substitution) {
    this.side = side;
    this.substitution = substitution;
    bytes = side.bytes().clone();
  }

  /** Places of bytes that are replaced. */
  BitSet replaced() {
    return replaced;
  }

  /** The byte that is to stand at a place. */
  byte at(int place) {
    return bytes[place];
  }

  private static boolean isPersonal(Field field) {
    return field.privacy() == Privacy.ADDRESS || field.privacy() == Privacy.NAME;
  }

  /**
   * Replaces what a message says of a client.
   *
   * @param runs where all of its bytes lie, those that were sent again included
   * @return the message as it is told then
   */
  Message replace(Message message, ByteRuns runs) {
    if (message.fields().stream().noneMatch(PersonalBytes::isPersonal)) {
      return message;
    }
    Known known = new Known(runs);
    byte[] text = new byte[known.text.length];
    BitSet written = new BitSet();
    NavigableMap<Integer, List<byte[]>> others = new TreeMap<>(); // by offset in the message
    List<Field> fields = new ArrayList<>();
    for (Field field : message.fields()) {
      if (isPersonal(field)) {
        byte[] other = other(field, known);
        others.computeIfAbsent(field.offset(), at -> new ArrayList<>(1)).add(other);
        int to = Math.min(text.length, field.offset() + other.length);
        if (field.offset() < to) {
          System.arraycopy(other, 0, text, field.offset(), to - field.offset());
          written.set(field.offset(), to);
        }
      }
    }
    write(runs, text, written);
    for (Field field : message.fields()) {
      fields.add(isPersonal(field) ? told(field, known) : told(field, others));
    }
    return new Message(message.name(), message.length(), message.runs(), fields, message.note());
  }

  /** The bytes of a message, as far as they are known. */
  private final class Known {
    final byte[] text;
    final BitSet there = new BitSet();

    Known(ByteRuns runs) {
      int length = 0;
      for (int i = 0; i < runs.size(); i++) {
        length = Math.max(length, runs.messageOffset(i) + runs.length(i));
      }
      text = new byte[Math.min(length, side.bytes().length)];
      for (int i = 0; i < runs.size(); i++) {
        int at = runs.messageOffset(i);
        int count = Math.min(side.there(runs.streamOffset(i), runs.length(i)), text.length - at);
        if (count > 0) {
          System.arraycopy(side.bytes(), runs.streamOffset(i), text, at, count);
          there.set(at, at + count);
        }
      }
    }

    /** Returns whether a field's bytes are its meaning, those that are not known aside. */
    boolean isText(Field field) {
      boolean same = field.length() == field.meaning().length();
      for (int i = 0; same && i < field.length(); i++) {
        int at = field.offset() + i;
        same = !there.get(at) || (text[at] & 0xFF) == field.meaning().charAt(i);
      }
      return same;
    }
  }

  private void write(ByteRuns runs, byte[] text, BitSet written) {
    for (int i = 0; i < runs.size(); i++) {
      int from = runs.messageOffset(i);
      int shift = runs.streamOffset(i) - from;
      int to = from + side.there(runs.streamOffset(i), runs.length(i));
      for (int at = written.nextSetBit(from); at >= 0 && at < to; at = written.nextSetBit(at + 1)) {
        bytes[at + shift] = text[at];
        replaced.set(at + shift);
      }
    }
  }

  /** Returns what stands for the bytes of a field, as many of them. */
  private byte[] other(Field field, Known known) {
    if (field.privacy() == Privacy.NAME) {
      return field.isTold() ? ascii(substitution.name(field.meaning())) : stars(field.length());
    }
    if (known.isText(field)) {
      return ascii(substitution.told(field.meaning(), field.name().equals("target")));
    }
    return addressOf(field)
        .map(address -> Arrays.copyOf(bytes(substitution.told(address)), field.length()))
        .orElseGet(() -> stars(field.length()));
  }

  /** A field that is personal, as it is told. */
  private Field told(Field field, Known known) {
    boolean text = field.privacy() == Privacy.NAME || known.isText(field);
    String meaning =
        text
            ? new String(other(field, known), StandardCharsets.ISO_8859_1)
            : addressOf(field).map(each -> substitution.told(each).toString()).orElse(STARS);
    return field.isTold() ? field.saying(meaning) : field;
  }

  /** A field that others may be parts of, as it is told. */
  private static Field told(Field field, NavigableMap<Integer, List<byte[]>> others) {
    int end = field.offset() + field.meaning().length();
    NavigableMap<Integer, List<byte[]>> parts = others.subMap(field.offset(), true, end, false);
    if (parts.isEmpty()) {
      return field;
    }
    byte[] meaning = ascii(field.meaning());
    parts.forEach(
        (at, all) -> {
          for (byte[] other : all) {
            if (at + other.length <= end) {
              System.arraycopy(other, 0, meaning, at - field.offset(), other.length);
            }
          }
        });
    return field.saying(new String(meaning, StandardCharsets.ISO_8859_1));
  }

  /** The address that a field's bytes are; empty for text that only looks like one. */
  private static Optional<IpAddress> addressOf(Field field) {
    try {
      return Optional.of(IpAddress.parse(field.meaning()));
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }

  private static byte[] bytes(IpAddress address) {
    return address.v4()
        ? ByteBuffer.allocate(4).putInt((int) address.low()).array()
        : ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low()).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] stars(int length) {
    byte[] stars = new byte[length];
    Arrays.fill(stars, BLANK);
    return stars;
  }
}
