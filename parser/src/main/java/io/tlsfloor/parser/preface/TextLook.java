package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.preface.PrefaceRecognizer.Answer;
import java.nio.ByteBuffer;

/** Recognises lines of text, without a copy. */
final class TextLook {
  private static final int MAX_TAG_BYTES = 32;
  private static final String[] IMAP_COMMANDS = {
    "CAPABILITY\r\n", "STARTTLS\r\n", "LOGIN ", "AUTHENTICATE ", "NOOP\r\n", "ID (", "ID NIL\r\n"
  };
  private static final String[] IRC_REPLIES = {" NOTICE ", " 020 ", " CAP ", " 451 "};

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

  /**
   * Whether the bytes begin with an IMAP command that comes before the log-in. The tag has a digit
   * or is a single character, as those of all clients do: words of other protocols are no tags.
   */
  static Answer isImapCommand(ByteBuffer buffer, int start, int length) {
    boolean digit = false;
    int i = 0;
    for (; i < length && Bytes.u8(buffer, start + i) != ' '; i++) {
      int c = Bytes.u8(buffer, start + i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '.';
      digit |= c >= '0' && c <= '9';
      if (!letter && !(c >= '0' && c <= '9') || i >= MAX_TAG_BYTES) {
        return Answer.NO;
      }
    }
    if (i == length) {
      return Answer.NEED_MORE;
    }
    if (!digit && i > 1 || isReplyCode(buffer, start, i)) {
      return Answer.NO;
    }
    return oneOf(buffer, start + i + 1, length - i - 1, IMAP_COMMANDS);
  }

  /** {@code 250 STARTTLS} is no command with a tag. */
  private static boolean isReplyCode(ByteBuffer buffer, int start, int length) {
    int first = Bytes.u8(buffer, start);
    return length == 3
        && first >= '2'
        && first <= '5'
        && Bytes.u8(buffer, start + 1) <= '9'
        && Bytes.u8(buffer, start + 2) <= '9';
  }

  /** Whether the bytes are a line of an IRC server: its name, and what it says before all else. */
  static Answer isIrcServer(ByteBuffer buffer, int start, int length) {
    int i = 1;
    while (i < length && Bytes.u8(buffer, start + i) > ' ' && Bytes.u8(buffer, start + i) < 0x7F) {
      i++;
    }
    if (i == length) {
      return Answer.NEED_MORE;
    }
    return i == 1 ? Answer.NO : oneOf(buffer, start + i, length - i, IRC_REPLIES);
  }

  /** Whether the bytes open a stream of XMPP, with or without an XML declaration. */
  static Answer isXmppStream(ByteBuffer buffer, int start, int length) {
    Answer declaration = beginsWith(buffer, start, length, "<?xml ");
    if (declaration != Answer.YES) {
      Answer stream = beginsWith(buffer, start, length, "<stream:stream");
      return stream == Answer.NO ? declaration : stream;
    }
    int i = 0;
    while (i < length && Bytes.u8(buffer, start + i) != '>') {
      i++;
    }
    for (i++; i < length && Bytes.u8(buffer, start + i) <= ' '; i++) {}
    return i >= length
        ? Answer.NEED_MORE
        : beginsWith(buffer, start + i, length - i, "<stream:stream");
  }

  private static Answer oneOf(ByteBuffer buffer, int start, int length, String[] words) {
    boolean more = length <= 0;
    for (int i = 0; i < words.length && length > 0; i++) {
      Answer answer = beginsWith(buffer, start, length, words[i]);
      if (answer == Answer.YES) {
        return answer;
      }
      more |= answer == Answer.NEED_MORE;
    }
    return more ? Answer.NEED_MORE : Answer.NO;
  }

  private static int upper(int value) {
    return value >= 'a' && value <= 'z' ? value - 32 : value;
  }
}
