package io.tlsfloor.capture.preface;

import io.tlsfloor.capture.preface.PrefaceRecognizer.Answer;
import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.preface.LineView;
import java.nio.ByteBuffer;

/** Tells lines of text from other bytes, without a copy. */
final class TextLook {
  private TextLook() {}

  /**
   * Whether the bytes begin with {@code text}, whatever its case, and what is there of that line is
   * text.
   */
  static Answer beginsWith(ByteBuffer buffer, int start, int length, String text) {
    int compared = Math.min(length, text.length());
    for (int i = 0; i < compared; i++) {
      if (upper(Bytes.u8(buffer, start + i)) != upper(text.charAt(i))) {
        return Answer.NO;
      }
    }
    if (compared < text.length()) {
      return Answer.NEED_MORE;
    }
    return isTextLine(buffer, start, length) ? Answer.YES : Answer.NO;
  }

  /** Whether the bytes up to the first LF, or all, are text and perhaps a CR at the end. */
  static boolean isTextLine(ByteBuffer buffer, int start, int length) {
    for (int i = start; i < start + length; i++) {
      int value = Bytes.u8(buffer, i);
      if (value == '\n') {
        return true;
      }
      if (value == '\r') {
        return i + 1 == start + length || buffer.get(i + 1) == '\n';
      }
      if (!LineView.isText(value)) {
        return false;
      }
    }
    return true;
  }

  private static int upper(int value) {
    return value >= 'a' && value <= 'z' ? value - 32 : value;
  }
}
