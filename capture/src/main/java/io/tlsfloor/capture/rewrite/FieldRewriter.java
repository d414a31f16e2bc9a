package io.tlsfloor.capture.rewrite;

import io.tlsfloor.capture.dissection.LocatedField;
import io.tlsfloor.capture.dissection.LocatedMessage;
import io.tlsfloor.capture.dissection.Place;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.field.Field;
import io.tlsfloor.parser.observation.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a {@link Substitution} into the fields of messages that say who a client is; lengths stay.
 * Confined to one thread.
 */
public final class FieldRewriter {
  private static final byte BLANK = '*';
  private static final String STARS = "***"; // for what is not known

  private final Substitution substitution;
  private final Map<Long, Map<Integer, Byte>> written = new HashMap<>();

  /** Rewrites by {@code substitution}. */
  public FieldRewriter(Substitution substitution) {
    this.substitution = substitution;
  }

  /** Takes in a message: its bytes may lie in several frames. */
  public void add(LocatedMessage message) {
    for (LocatedField each : message.personal()) {
      byte[] other = other(each);
      int next = 0;
      for (Place place : each.places()) {
        Map<Integer, Byte> frame = written.computeIfAbsent(place.frame(), f -> new HashMap<>());
        for (int i = 0; i < place.length() && next < other.length; i++) {
          frame.put(place.offset() + i, other[next++]);
        }
      }
    }
  }

  /** What is to stand at some offsets of a frame. */
  public Map<Integer, Byte> written(long frame) {
    return written.getOrDefault(frame, Map.of());
  }

  /** The message as it is reported afterwards. */
  public LocatedMessage rewritten(LocatedMessage message) {
    return new LocatedMessage(
        message.fromClient(),
        message.name(),
        message.length(),
        message.frames(),
        message.fields().stream()
            .map(each -> new LocatedField(rewritten(each.field(), message), each.places()))
            .toList(),
        message.personal(),
        message.note());
  }

  private Field rewritten(Field field, LocatedMessage message) {
    byte[] meaning = field.meaning().getBytes(StandardCharsets.ISO_8859_1);
    for (LocatedField each : message.personal()) {
      Field inside = each.field();
      int from = inside.offset() - field.offset();
      if (inside.equals(field)) {
        meaning =
            field.privacy() == Privacy.NAME || isText(each)
                ? other(each)
                : addressOf(field)
                    .map(address -> substitution.told(address).toString())
                    .orElse(STARS)
                    .getBytes(StandardCharsets.ISO_8859_1);
      } else if (from >= 0 && from + inside.length() <= meaning.length) {
        byte[] other = other(each);
        System.arraycopy(other, 0, meaning, from, Math.min(other.length, inside.length()));
      }
    }
    String text = new String(meaning, StandardCharsets.ISO_8859_1);
    return text.equals(field.meaning())
        ? field
        : new Field(
            field.name(), field.offset(), field.length(), field.privacy(), text, field.source());
  }

  /** Whether its bytes are its meaning; those of a place are known as far as they are shown. */
  private static boolean isText(LocatedField located) {
    Field field = located.field();
    boolean same = field.length() == field.meaning().length();
    int at = 0;
    for (Place place : located.places()) {
      byte[] shown = HexFormat.ofDelimiter(" ").parseHex(place.hex());
      same &= field.meaning().startsWith(new String(shown, StandardCharsets.ISO_8859_1), at);
      at += place.length();
    }
    return same;
  }

  /** What stands for the bytes of a field, as many of them. */
  private byte[] other(LocatedField located) {
    Field field = located.field();
    if (field.privacy() == Privacy.NAME) {
      return field.isTold()
          ? substitution.name(field.meaning()).getBytes(StandardCharsets.ISO_8859_1)
          : stars(field.length());
    }
    if (isText(located)) {
      return substitution
          .told(field.meaning(), field.name().equals("target"))
          .getBytes(StandardCharsets.ISO_8859_1);
    }
    return addressOf(field)
        .map(address -> Arrays.copyOf(bytes(substitution.told(address)), field.length()))
        .orElseGet(() -> stars(field.length()));
  }

  /** The address that a field's bytes are; empty for text that only looks like one. */
  private static Optional<IpAddress> addressOf(Field field) {
    try {
      return Optional.of(IpAddress.parse(field.meaning()));
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }

  private static byte[] stars(int length) {
    byte[] stars = new byte[length];
    Arrays.fill(stars, BLANK);
    return stars;
  }

  /** The bytes of what stands for an address that is given in bytes. */
  static byte[] told(Substitution substitution, String address) {
    return bytes(substitution.told(IpAddress.parse(address)));
  }

  private static byte[] bytes(IpAddress address) {
    return address.v4()
        ? ByteBuffer.allocate(4).putInt((int) address.low()).array()
        : ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low()).array();
  }
}
