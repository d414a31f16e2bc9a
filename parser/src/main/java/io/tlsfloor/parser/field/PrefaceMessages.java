package io.tlsfloor.parser.field;

import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.preface.PrefaceDescription;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what one end says before TLS: lines of dialogues, the names and addresses that were asked
 * for, and who may read which byte.
 */
public final class PrefaceMessages {
  private static final int MAX_MESSAGES = 48;
  private static final int MAX_SHOWN_BYTES = 200;

  private final boolean byClient;
  private final List<Message> messages = new ArrayList<>();
  private final PrivacyMap privacy = new PrivacyMap();
  private final List<Field> open = new ArrayList<>(); // fields of the message that is made
  private int start; // of that message, or of the line that is read
  private int end;
  private int hidden;

  private PrefaceMessages(boolean byClient) {
    this.byClient = byClient;
  }

  /** Reads dialogues that lie between {@code start} and {@code end}, one after the other. */
  public static PrefaceMessages read(
      List<PrefaceKind> kinds, byte[] stream, int start, int end, boolean byClient) {
    PrefaceMessages all = new PrefaceMessages(byClient);
    PrefaceDescription.describe(kinds, ByteBuffer.wrap(stream), start, end, byClient, all.sink());
    all.close("");
    if (all.hidden > 0) {
      String note = all.hidden + " not shown: they may hold what is private";
      all.messages.add(new Message("other lines", 0, new ByteRuns(), List.of(), note));
    }
    return all;
  }

  /** Reads the line at {@code start}. */
  public static PrefaceMessages readLine(byte[] stream, int start, int end, boolean byClient) {
    PrefaceMessages all = new PrefaceMessages(byClient);
    PrefaceDescription.describeLine(ByteBuffer.wrap(stream), start, end, byClient, all.sink());
    return all;
  }

  /** Returns what was said, in order. */
  public List<Message> messages() {
    return messages;
  }

  /** Who may read which byte. */
  public PrivacyMap privacy() {
    return privacy;
  }

  private FieldSink sink() {
    return this::take;
  }

  private void take(String name, int at, int length, Privacy each, String meaning, String source) {
    if (name.equals(PrefaceDescription.LINE_END)) {
      lineEnds(at);
    } else if (!open.isEmpty() && at >= start && at + length <= end) {
      open.add(new Field(name, at - start, length, each, meaning, source));
    } else if (name.equals(PrefaceDescription.LINE) || !meaning.isEmpty()) {
      close("");
      begin(name, at, length, each, meaning, source);
    }
    privacy.add(at, length, each);
  }

  private void begin(String name, int at, int length, Privacy each, String meaning, String source) {
    start = at;
    end = at + length;
    if (!meaning.isEmpty() && messages.size() < MAX_MESSAGES) {
      int shown = Math.min(length, MAX_SHOWN_BYTES);
      String text = name.equals(PrefaceDescription.LINE) ? meaning.substring(0, shown) : meaning;
      open.add(new Field(name, 0, shown, each, text, source));
    }
  }

  private void lineEnds(int at) {
    if (open.isEmpty()) {
      hidden += at > start && messages.size() < MAX_MESSAGES ? 1 : 0;
    } else {
      int more = at - start - open.get(0).length();
      close(more > 0 ? more + " more bytes are not shown" : "");
    }
    start = at;
    end = at;
  }

  private void close(String note) {
    if (!open.isEmpty()) {
      Field first = open.get(0);
      boolean line = first.name().equals(PrefaceDescription.LINE);
      String name = line ? byClient ? "command" : "reply" : "before TLS";
      ByteRuns runs = ByteRuns.of(start, end - start);
      messages.add(new Message(name, first.length(), runs, open, note));
      open.clear();
    }
  }
}
