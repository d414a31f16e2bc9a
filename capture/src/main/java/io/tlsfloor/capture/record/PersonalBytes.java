package io.tlsfloor.capture.record;

import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.field.ByteRuns;
import io.tlsfloor.parser.field.Field;
import io.tlsfloor.parser.field.Message;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Substitution;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of one side, with a {@link Substitution} over those described fields that say who a
 * client is; lengths stay. What is told of a message is described anew from these bytes.
 */
final class PersonalBytes {
  private static final byte BLANK = '*';

  private final RecordedSide side;
  private final Substitution substitution;
  private final byte[] bytes;
  private final BitSet replaced = new BitSet();

  PersonalBytes(RecordedSide side, Substitution substitution) {
    this.side = side;
    this.substitution = substitution;
    bytes = side.bytes().clone();
  }

  /** All bytes, by place. */
  byte[] bytes() {
    return bytes;
  }

  /** Places of bytes that are replaced. */
  BitSet replaced() {
    return replaced;
  }

  private static boolean isPersonal(Field field) {
    return field.privacy() == Privacy.ADDRESS || field.privacy() == Privacy.NAME;
  }

  /** Replaces what messages say of clients that lie in one piece each. */
  void replace(List<Message> messages) {
    for (Message each : messages) {
      if (each.runs().size() > 0) {
        int at = each.runs().streamOffset(0);
        int to = at + side.there(at, each.runs().length(0));
        replace(Arrays.copyOfRange(side.bytes(), at, to), each.fields(), each.runs());
      }
    }
  }

  /**
   * Replaces what a message says of a client.
   *
   * @param message its bytes, as far as they are known
   * @param fields of it; one within another comes later
   * @param runs where all of its bytes lie, those that were sent again included
   * @return its bytes as they are to be; {@code message} itself where they stay
   */
  byte[] replace(byte[] message, List<Field> fields, ByteRuns runs) {
    byte[] now = message;
    BitSet written = new BitSet();
    for (Field field : fields) {
      int from = field.offset();
      int to = Math.min(message.length, from + field.length());
      if (isPersonal(field) && from < to) {
        now = now == message ? message.clone() : now;
        byte[] other = other(field, Arrays.copyOfRange(message, from, to));
        System.arraycopy(other, 0, now, from, to - from);
        written.set(from, to);
      }
    }
    for (int i = 0; i < runs.size() && !written.isEmpty(); i++) {
      int shift = runs.streamOffset(i) - runs.messageOffset(i);
      int to = runs.messageOffset(i) + side.there(runs.streamOffset(i), runs.length(i));
      int at = written.nextSetBit(runs.messageOffset(i));
      for (; at >= 0 && at < to; at = written.nextSetBit(at + 1)) {
        bytes[at + shift] = now[at];
        replaced.set(at + shift);
      }
    }
    return now;
  }

  /** Returns what stands for the bytes of a field, as many of them. */
  private byte[] other(Field field, byte[] old) {
    String text = new String(old, StandardCharsets.ISO_8859_1);
    if (field.privacy() == Privacy.NAME && field.isTold()) {
      return ascii(substitution.name(text));
    }
    if (field.privacy() == Privacy.ADDRESS && text.equals(field.meaning())) {
      return ascii(substitution.told(text, field.name().equals("target")));
    }
    if (field.privacy() == Privacy.ADDRESS) {
      Optional<IpAddress> address = IpAddress.find(field.meaning());
      if (address.isPresent()) {
        return Arrays.copyOf(substitution.told(address.get()).bytes(), old.length);
      }
    }
    byte[] stars = new byte[old.length];
    Arrays.fill(stars, BLANK);
    return stars;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
