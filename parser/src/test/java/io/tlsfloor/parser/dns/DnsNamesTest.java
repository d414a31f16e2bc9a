package io.tlsfloor.parser.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Rounds;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Names that lead through each other, against a reader that walks each of them by itself. */
final class DnsNamesTest {
  private static final int ROUNDS = Rounds.count(Rounds.some(1_000));
  private static final long SEED = Long.getLong("tlsfloor.seed", 20_261_128);
  private static final int HEADER = DnsMessageView.HEADER_BYTES;

  private final DnsNames names = new DnsNames();

  @Test
  void eachNameIsAsIfItHadBeenWalkedByItself() {
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] message = message(random);
      String whole = HexFormat.of().formatHex(message);
      int start = random.nextInt(2) * 7;
      ByteBuffer buffer = ByteBuffer.allocate(start + message.length).put(start, message);
      names.wrap(buffer, start, message.length);
      Map<String, Long> hashes = new HashMap<>();
      for (int i = 0; i < 300; i++) {
        int at = HEADER + random.nextInt(message.length - HEADER + 1);
        Alone alone = Alone.of(message, at);
        String where = whole + " at " + at;

        int end = names.end(start + at);

        assertThat(end).as(where).isEqualTo(alone == null ? -1 : start + alone.end());
        if (alone != null) {
          String text = alone.text();
          assertThat(names.text(start + at)).as(where).isEqualTo(text);
          assertThat(names.isRoot(start + at)).as(where).isEqualTo(text.isEmpty());
          long hash = names.hash(start + at);
          Long same = hashes.putIfAbsent(lower(text), hash);
          assertThat(same == null || same == hash).as(where).isTrue();
        }
      }
      assertThat(hashes.values()).doesNotHaveDuplicates();
    }
  }

  private static String lower(String text) {
    StringBuilder lower = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      lower.setCharAt(i, c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    }
    return lower.toString();
  }

  /** Short labels and pointers among each other, some of them to nowhere. */
  private static byte[] message(Random random) {
    byte[] bytes = new byte[HEADER + 20 + random.nextInt(500)];
    int longest = 1 + random.nextInt(20);
    for (int at = HEADER; at < bytes.length; at++) {
      int kind = random.nextInt(12);
      if (kind == 0 && at + 1 < bytes.length) {
        int target = Math.max(HEADER, at - random.nextInt(60));
        bytes[at++] = (byte) (0xC0 | target >>> 8);
        bytes[at] = (byte) target;
      } else if (kind > 1) {
        int length = 1 + random.nextInt(longest);
        bytes[at] = (byte) (random.nextInt(400) == 0 ? 0x80 : length);
        for (int end = at + length; at < end && at + 1 < bytes.length; ) {
          bytes[++at] = (byte) (random.nextBoolean() ? 'a' : 'A' + random.nextInt(3));
        }
      }
    }
    return bytes;
  }

  /** A name by the letter of RFC 1035 §4.1.4, with the bounds of {@link DnsNames}. */
  private record Alone(int end, String text) {
    static Alone of(byte[] message, int at) {
      StringBuilder text = new StringBuilder();
      int position = at;
      int part = at;
      int end = -1;
      int pointers = 0;
      int size = 1;
      while (position < message.length) {
        int length = message[position] & 0xFF;
        if (length == 0) {
          return new Alone(end < 0 ? position + 1 : end, text.toString());
        }
        if (length >= 0xC0) {
          if (position + 1 == message.length) {
            return null;
          }
          int target = (length & 0x3F) << 8 | message[position + 1] & 0xFF;
          if (target >= part || target < HEADER || ++pointers > 64) {
            return null;
          }
          end = end < 0 ? position + 2 : end;
          part = target;
          position = target;
        } else {
          size += 1 + length;
          if (length >= 0x40 || size > 255) {
            return null;
          }
          text.append(text.isEmpty() ? "" : ".");
          for (int i = 1; i <= length && position + i < message.length; i++) {
            char c = (char) (message[position + i] & 0xFF);
            text.append(c == '.' || c == '\\' ? "\\" : "").append(c);
          }
          position += 1 + length;
        }
      }
      return null;
    }
  }
}
