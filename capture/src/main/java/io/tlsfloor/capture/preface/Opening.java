package io.tlsfloor.capture.preface;

import io.tlsfloor.capture.preface.PrefaceRecognizer.Answer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * One way in which a preface begins: a test of the first bytes, who sends them, and what follows
 * it.
 *
 * @param test looks at the bytes
 * @param byClient whether the client sends them
 * @param dialogue makes the preface from the client's direction
 */
record Opening(Test test, boolean byClient, IntFunction<Preface> dialogue) {
  /** Looks at the first bytes of a direction. */
  interface Test {
    /** Looks at {@code length} bytes, at least one. */
    Answer look(ByteBuffer buffer, int start, int length);
  }

  private static final Opening[][] BY_FIRST_BYTE = table();

  /** The openings that may begin with a byte, 0 to 255. */
  static Opening[] candidates(int firstByte) {
    return BY_FIRST_BYTE[firstByte];
  }

  Answer test(ByteBuffer buffer, int start, int length) {
    return test.look(buffer, start, length);
  }

  /** The preface, where the bytes came in {@code direction}. */
  Preface begin(int direction) {
    return dialogue.apply(byClient ? direction : 1 - direction);
  }

  private static Opening[][] table() {
    List<List<Opening>> lists = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      lists.add(new ArrayList<>(0));
    }
    text(lists, false, Greeted220::new, "220 ", "220-");
    text(lists, true, SmtpDialogue::new, "EHLO ", "EHLO\r\n", "HELO ", "LHLO ");
    text(lists, true, HttpConnect::new, "CONNECT ");
    text(lists, false, HttpConnect::new, "HTTP/1.0 407 ", "HTTP/1.1 407 ");
    for (String version : new String[] {"HTTP/1.0", "HTTP/1.1"}) {
      text(lists, false, HttpConnect::new, version + " 200 Connection established\r\n");
      text(lists, false, HttpConnect::new, version + " 200 Tunnel established\r\n");
    }
    Opening[][] table = new Opening[256][];
    for (int i = 0; i < 256; i++) {
      table[i] = lists.get(i).toArray(new Opening[0]);
    }
    return table;
  }

  private static void text(
      List<List<Opening>> lists, boolean byClient, IntFunction<Preface> dialogue, String... words) {
    for (String word : words) {
      Test test = (buffer, start, length) -> TextLook.beginsWith(buffer, start, length, word);
      Opening opening = new Opening(test, byClient, dialogue);
      lists.get(word.charAt(0)).add(opening);
      char lower = Character.toLowerCase(word.charAt(0));
      if (lower != word.charAt(0)) {
        lists.get(lower).add(opening);
      }
    }
  }
}
