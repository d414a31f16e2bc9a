package io.tlsfloor.capture.rewrite;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What dialogues before TLS tell of clients in text, written over; lengths stay. */
public final class DialogueText {
  private static final char BLANK = '*';

  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?<![0-9.])[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![0-9])"
              + "|(?<![0-9A-Za-z:.])[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]*[0-9A-Fa-f]"
              + "(?![0-9A-Za-z:])");

  /** What a client calls itself (RFC 5321 §4.1.1.1; RFC 2033 §4.1). */
  private static final Pattern EHLO = Pattern.compile("(?im)^(?:EHLO|HELO|LHLO) +([^ \r\n]+)");

  /** The server's answer: what follows its own name is what it calls the client. */
  private static final Pattern EHLO_REPLY =
      Pattern.compile("(?m)^250[ -][^ \r\n]*\\.[^ \r\n]*( [^\r\n]+)");

  private static final Pattern TARGET = Pattern.compile("(?m)^CONNECT [^\r\n]*");

  private DialogueText() {}

  /** Text of the same length: a line, or several with their ends. */
  public static String rewrite(String text, Substitution substitution) {
    StringBuilder result = new StringBuilder(text);
    Matcher targets = TARGET.matcher(text);
    int targetsEnd = targets.find() ? targets.end() : -1;
    for (Matcher found = EHLO.matcher(text); found.find(); ) {
      put(result, found.start(1), substitution.name(found.group(1)));
    }
    for (Matcher found = ADDRESS.matcher(text); found.find(); ) {
      put(result, found.start(), substitution.told(found.group(), found.start() < targetsEnd));
    }
    for (Matcher found = EHLO_REPLY.matcher(text); found.find(); ) {
      for (int i = found.start(1) + 1; i < found.end(1); i++) {
        result.setCharAt(i, BLANK);
      }
    }
    return result.toString();
  }

  private static void put(StringBuilder result, int at, String other) {
    result.replace(at, at + other.length(), other);
  }
}
