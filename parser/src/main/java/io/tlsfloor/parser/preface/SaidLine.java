package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.AddressText;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.preface.PrefaceDescription.Said;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A line of a dialogue in capital letters, and how much of it is public: of commands verbs that are
 * known, of replies only those that begin as the protocols say. Makes no text of it, since there
 * may be very many; used again for the next line.
 */
final class SaidLine {
  private static final byte[][] WITH_ARGUMENT =
      words("EHLO", "HELO", "LHLO", "CONNECT", "PROXY", "STARTTLS", "STLS", "CAPA", "CAPABILITY");
  private static final byte[][] ALONE =
      words(
          "MAIL",
          "RCPT",
          "DATA",
          "AUTH",
          "QUIT",
          "NOOP",
          "RSET",
          "USER",
          "PASS",
          "APOP",
          "LOGIN",
          "AUTHENTICATE",
          "ID",
          "LOGOUT",
          "LIST",
          "STAT",
          "SELECT");
  private static final byte[][] GREETINGS = words("EHLO ", "HELO ", "LHLO ");
  private static final byte[][] STATUS = words("+OK", "-ERR", "HTTP/1.");
  private static final byte[][] IMAP_REPLIES =
      words("OK", "NO", "BAD", "BYE", "PREAUTH", "CAPABILITY");
  private static final byte[][] POP3_CAPABILITIES =
      words("TOP", "UIDL", "USER", "SASL", "PIPELINING", "STLS", "EXPIRE", "UTF8", "LANG");
  private static final byte[][] STLS = words("STLS");
  private static final byte[][] MAIL_REPLY = words("250");
  private static final int MIN_MASK = 4; // a word that a middlebox wrote over with X
  private static final int PART = 64; // bytes that are searched at once: most lines are shorter

  private byte[] line = new byte[PART];
  private int length;

  private static byte[][] words(String... words) {
    byte[][] all = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      all[i] = words[i].getBytes(StandardCharsets.US_ASCII);
    }
    return all;
  }

  /** Reads the line at {@code at}; returns its bytes before CR and LF. */
  int read(Said said, int at) {
    int there = 0;
    int end = -1;
    int left = Math.max(0, said.end() - at);
    while (end < 0 && there < left) {
      int part = Math.min(Math.max(PART, there), left - there);
      if (there + part > line.length) {
        line = Arrays.copyOf(line, there + part);
      }
      said.buffer().get(at + there, line, there, part);
      for (int i = there; end < 0 && i < there + part; i++) {
        byte b = line[i];
        if (b == '\n') {
          end = i;
        } else if (b >= 'a' && b <= 'z') {
          line[i] = (byte) (b - ('a' - 'A'));
        }
      }
      there += part;
    }
    boolean cr = end > 0 && line[end - 1] == '\r';
    length = end < 0 ? there : cr ? end - 1 : end;
    return length;
  }

  private boolean begins(byte[][] beginnings) {
    for (byte[] each : beginnings) {
      if (length >= each.length && Arrays.equals(line, 0, each.length, each, 0, each.length)) {
        return true;
      }
    }
    return false;
  }

  private boolean isWord(byte[][] words, int from, int to) {
    for (byte[] each : words) {
      if (each.length == to - from && Arrays.equals(line, from, to, each, 0, each.length)) {
        return true;
      }
    }
    return false;
  }

  /** Where the word ends that begins at {@code from}. */
  private int wordEnd(int from) {
    int space = indexOf(' ', from);
    return space < 0 ? length : space;
  }

  private int indexOf(char wanted, int from) {
    for (int i = from; i < length; i++) {
      if (line[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** The verb or code that it begins with. */
  int verb() {
    if (isCode()) {
      return Math.min(length, 4);
    }
    int end = 0;
    while (end < length && line[end] >= 'A' && line[end] <= 'Z') {
      end++;
    }
    return end;
  }

  /** How much of a client's line is public: a verb, with a tag before it where there is one. */
  int ofCommand() {
    int end = wordEnd(0);
    for (int from = 0; ; from = end + 1, end = wordEnd(from)) {
      if (isWord(WITH_ARGUMENT, from, end)) {
        return length;
      }
      if (isWord(ALONE, from, end)) {
        return end;
      }
      if (from > 0 || end == length) { // the second word, or the only one
        return 0;
      }
    }
  }

  /** Returns whether the word at {@code from} is a verb that is known. */
  boolean isVerb(int from) {
    int end = wordEnd(from);
    return isWord(WITH_ARGUMENT, from, end) || isWord(ALONE, from, end);
  }

  /** How much of a server's line is public: all of a status or capability, else nothing. */
  int ofReply() {
    boolean code = isCode();
    boolean status = code || begins(STATUS) || isWord(STLS, 0, length) || isImapReply();
    boolean address = code && indexOf('@', 0) >= 0; // of mail, repeated in the reply
    return address ? Math.min(length, 4) : status ? length : 0;
  }

  private boolean isImapReply() {
    int second = wordEnd(0) + 1;
    return second <= length && isWord(IMAP_REPLIES, second, wordEnd(second));
  }

  /** Returns whether it begins with a code of three digits. */
  boolean isCode() {
    return length >= 3
        && isDigit(line[0])
        && isDigit(line[1])
        && isDigit(line[2])
        && (length == 3 || line[3] == ' ' || line[3] == '-');
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  /** Where the name begins that a client calls itself in its first bytes; -1 for none. */
  int greeted(int shown) {
    if (!begins(GREETINGS)) {
      return -1;
    }
    int at = wordEnd(0);
    while (at < shown && line[at] == ' ') {
      at++;
    }
    return at < shown ? at : -1;
  }

  /**
   * Returns whether an address, or what a server calls its client, may stand in its first bytes.
   */
  boolean mayNameSomebody(int shown) {
    if (AddressText.mayStandIn(line, shown)) {
      return true;
    }
    int dot = begins(MAIL_REPLY) ? indexOf('.', 0) : -1;
    return dot >= 0 && dot < shown;
  }

  /** Returns what shows a reader of lines where it is, next to verbs and replies: public bytes. */
  int mark(PrefaceKind kind, boolean byClient) {
    int first = wordEnd(0);
    if (isMask(first)) {
      return first;
    }
    if (byClient) {
      return 0;
    }
    if (length > 0 && (line[0] == '+' || length == 1 && line[0] == '.')) {
      return 1; // go on; the end of a list
    }
    return kind == PrefaceKind.POP3 && isWord(POP3_CAPABILITIES, 0, first) ? first : 0;
  }

  private boolean isMask(int end) {
    for (int i = 0; i < end - 1; i++) {
      if (line[i] != 'X') {
        return false;
      }
    }
    return end >= MIN_MASK;
  }
}
