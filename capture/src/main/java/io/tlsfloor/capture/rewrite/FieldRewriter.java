package io.tlsfloor.capture.rewrite;

import io.tlsfloor.capture.dissection.LocatedField;
import io.tlsfloor.capture.dissection.LocatedMessage;
import io.tlsfloor.capture.dissection.Place;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.field.Field;
import io.tlsfloor.parser.observation.IpAddress;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Writes a {@link Substitution} into the fields of messages that say who a client is; lengths stay.
 * Confined to one thread.
 */
public final class FieldRewriter {
  private static final byte BLANK = '*';

  private final Substitution substitution;
  private final Map<Long, Map<Integer, Byte>> written = new HashMap<>();

  /** Rewrites by {@code substitution}. */
  public FieldRewriter(Substitution substitution) {
    this.substitution = substitution;
  }

  /** Takes in a message: its bytes may lie in several frames. */
  public void add(LocatedMessage message) {
    for (LocatedField each : message.personal()) {
      byte[] sent = bytes(each);
      byte[] other = other(each.field(), sent);
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
        byte[] sent = bytes(each);
        meaning =
            isText(field, sent)
                ? other(field, sent)
                : substitution
                    .told(IpAddress.parse(field.meaning()))
                    .toString()
                    .getBytes(StandardCharsets.ISO_8859_1);
      } else if (from >= 0 && from + inside.length() <= meaning.length) {
        byte[] other = other(inside, bytes(each));
        System.arraycopy(other, 0, meaning, from, Math.min(other.length, inside.length()));
      }
    }
    String text = new String(meaning, StandardCharsets.ISO_8859_1);
    return text.equals(field.meaning())
        ? field
        : new Field(
            field.name(), field.offset(), field.length(), field.privacy(), text, field.source());
  }

  private static byte[] bytes(LocatedField located) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Place place : located.places()) {
      bytes.writeBytes(HexFormat.ofDelimiter(" ").parseHex(place.hex()));
    }
    return bytes.toByteArray();
  }

  private static boolean isText(Field field, byte[] sent) {
    String shown = new String(sent, StandardCharsets.ISO_8859_1); // a long one not to its end
    return field.length() == field.meaning().length() && field.meaning().startsWith(shown);
  }

  /** What stands for the bytes of a field, as many of them. */
  private byte[] other(Field field, byte[] sent) {
    if (field.privacy() == Privacy.NAME) {
      byte[] stars = new byte[field.length()];
      Arrays.fill(stars, BLANK);
      return field.isTold()
          ? substitution.name(field.meaning()).getBytes(StandardCharsets.ISO_8859_1)
          : stars;
    }
    if (isText(field, sent)) {
      return substitution
          .told(field.meaning(), field.name().equals("target"))
          .getBytes(StandardCharsets.ISO_8859_1);
    }
    return Arrays.copyOf(told(substitution, field.meaning()), field.length());
  }

  /** The bytes of what stands for an address that is given in bytes. */
  static byte[] told(Substitution substitution, String address) {
    IpAddress other = substitution.told(IpAddress.parse(address));
    return other.v4()
        ? ByteBuffer.allocate(4).putInt((int) other.low()).array()
        : ByteBuffer.allocate(16).putLong(other.high()).putLong(other.low()).array();
  }
}
