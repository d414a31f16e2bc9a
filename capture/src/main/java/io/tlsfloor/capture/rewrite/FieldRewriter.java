package io.tlsfloor.capture.rewrite;

import io.tlsfloor.capture.record.LocatedField;
import io.tlsfloor.capture.record.LocatedMessage;
import io.tlsfloor.capture.record.Place;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.field.Field;
import io.tlsfloor.parser.observation.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
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
  private final Map<Long, List<Written>> written = new HashMap<>(); // by frame
  private final IdentityHashMap<LocatedField, byte[]> others = new IdentityHashMap<>();

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
        int end = Math.min(other.length, next + place.length());
        written
            .computeIfAbsent(place.frame(), f -> new ArrayList<>())
            .add(new Written(place.offset(), Arrays.copyOfRange(other, next, end)));
        next = end;
      }
    }
  }

  /** Returns what is to stand in a frame, what is last above what is first. */
  public List<Written> written(long frame) {
    return written.getOrDefault(frame, List.of());
  }

  /**
   * The message as it is reported afterwards.
   *
   * @param told the fields of it that are
   */
  public LocatedMessage rewritten(LocatedMessage message, List<LocatedField> told) {
    return message.with(
        told.stream()
            .map(each -> new LocatedField(rewritten(each.field(), message), each.places()))
            .toList());
  }

  private Field rewritten(Field field, LocatedMessage message) {
    byte[] meaning = field.meaning().getBytes(StandardCharsets.ISO_8859_1);
    for (LocatedField each : message.personal()) {
      Field inside = each.field();
      int from = inside.offset() - field.offset();
      if (from == 0 && inside.equals(field)) {
        meaning =
            field.privacy() == Privacy.NAME || isText(each)
                ? other(each).clone()
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

  /** Returns what stands for the bytes of a field, as many of them. Not to be changed. */
  private byte[] other(LocatedField located) {
    return others.computeIfAbsent(located, this::made);
  }

  private byte[] made(LocatedField located) {
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
