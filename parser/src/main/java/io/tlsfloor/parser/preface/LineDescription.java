package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.AddressText;
import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.preface.PrefaceDescription.Said;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Describes lines: a line is a field whose meaning is its public beginning, as {@link SaidLine}
 * finds it; addresses and names in it follow, and its end.
 */
final class LineDescription {
  private static final int LOOK_BYTES = 16; // enough to recognise text
  private static final int MAX_SHOWN = 1 << 13; // of a line; requests have 8000 (RFC 9112 §3)
  private static final int MAX_SEARCHED = 1 << 14; // bytes in which persons are looked for
  private static final int MAX_PERSONS = 64; // that are told of one end; usual are three

  /**
   * The server's answer: what follows its own name is what it calls the client. No part is tried
   * twice: a line may be long.
   */
  private static final Pattern EHLO_REPLY = Pattern.compile("^250[ -](?=[^ .]*+\\.)[^ ]*+ (.+)");

  private final PrefaceKind kind;
  private final Said said;
  private final FieldSink sink;
  private final SaidLine line = new SaidLine();
  private int searched;
  private int persons;

  /** Holds what is said of a client, by its place in the line. */
  private record Person(
      String name, int at, int length, Privacy privacy, String text, String source) {}

  LineDescription(PrefaceKind kind, Said said, FieldSink sink) {
    this.kind = kind;
    this.said = said;
    this.sink = sink;
  }

  /** Describes lines up to what is no text; returns where they end. */
  int lines(int from) {
    int at = from;
    while (at < said.end() && isText(said, at)) {
      int after = empty(at);
      at = after > at ? after : line(at);
    }
    return at;
  }

  /** Describes empty lines, if there are many, as one; returns where another begins. */
  private int empty(int at) {
    int next = at;
    int end = at;
    while (next < said.end() && isLineEnd(next)) {
      next++;
    }
    for (int i = at; i + LOOK_BYTES < next; i++) { // behind them may be what is no text
      end = said.u8(i) == '\n' ? i + 1 : end;
    }
    if (end > at) {
      sink.field(PrefaceDescription.LINE, at, 0, "", "");
      sink.field(PrefaceDescription.LINE_END, at, end - at, "", "");
    }
    return end;
  }

  private boolean isLineEnd(int at) {
    int c = said.u8(at);
    return c == '\n' || c == '\r' && said.u8(at + 1) == '\n';
  }

  static boolean isText(Said said, int at) {
    for (int i = at; i < at + said.there(at, LOOK_BYTES); i++) {
      byte b = said.buffer().get(i);
      if (b < 0x20 && b != '\r' && b != '\n' && b != '\t') {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns it in capital letters of ASCII alone: of others there may be more than there were small
   * ones.
   */
  static String upper(String text) {
    byte[] upper = text.getBytes(StandardCharsets.ISO_8859_1);
    boolean small = false;
    for (int i = 0; i < upper.length; i++) {
      byte b = upper[i];
      if (b >= 'a' && b <= 'z') {
        upper[i] = (byte) (b - ('a' - 'A'));
        small = true;
      }
    }
    return small ? new String(upper, StandardCharsets.ISO_8859_1) : text;
  }

  /** Bytes of the line before CR and LF. */
  static int length(Said said, int at) {
    int next = Math.min(at, said.end());
    while (next < said.end() && said.buffer().get(next) != '\n') {
      next++;
    }
    boolean cr = next > at && next < said.end() && said.u8(next - 1) == '\r';
    return next - at - (cr ? 1 : 0);
  }

  static String text(Said said, int at, int length) {
    return Bytes.latin1(said.buffer(), at, length);
  }

  /**
   * Describes a line by its verb or reply; returns where the next begins. No more than that is told
   * of one that is very long, or that names persons when that many are told.
   */
  int line(int at) {
    int length = line.read(said, at);
    int shown = said.byClient() ? line.ofCommand() : line.ofReply();
    Optional<List<Person>> named = shown > MAX_SHOWN ? Optional.empty() : persons(at, shown);
    if (named.isEmpty()) {
      shown = Math.min(shown, line.verb());
    }
    int open = shown > 0 && shown < length && said.u8(at + shown) == ' ' ? shown + 1 : shown;
    open = Math.max(open, line.mark(kind, said.byClient()));
    String meaning = sink.wantsMeanings() ? text(said, at, shown) : "";
    String source = meaning.isEmpty() ? "" : source(upper(meaning));
    sink.field(PrefaceDescription.LINE, at, shown, meaning, source);
    for (Person each : named.orElse(List.of())) {
      persons++;
      sink.field(
          each.name(), at + each.at(), each.length(), each.privacy(), each.text(), each.source());
    }
    sink.bytes("mark", at + shown, open - shown, Privacy.PUBLIC);
    return end(at, length, open);
  }

  /** Describes a line of which {@code open} bytes are public and none has a meaning. */
  int hidden(int at, int open) {
    return hidden(at, length(said, at), open);
  }

  /** Likewise, of a line whose length is known. */
  int hidden(int at, int length, int open) {
    sink.field(PrefaceDescription.LINE, at, open, "", "");
    return end(at, length, open);
  }

  private int end(int at, int length, int open) {
    sink.bytes("rest of line", at + open, length - open, Privacy.SECRET);
    int next = at + length;
    while (next < said.end() && said.u8(next) == '\r') {
      next++;
    }
    int end = Math.min(next + 1, said.end());
    sink.field(PrefaceDescription.LINE_END, at + length, end - at - length, "", "");
    return end;
  }

  /** Returns what is said of clients, and addresses; empty if that is more than is told. */
  private Optional<List<Person>> persons(int at, int shown) {
    boolean full = persons == MAX_PERSONS;
    boolean greets = line.greeted(shown) >= 0;
    boolean looked = line.mayNameSomebody(shown);
    searched += looked ? shown : 0;
    if (looked && searched > MAX_SEARCHED || full && greets) {
      return Optional.empty();
    }
    List<Person> found = new ArrayList<>();
    String text = greets || looked ? text(said, at, shown) : "";
    if (greets) {
      greeting(text, found);
    }
    if (looked && persons + found.size() <= MAX_PERSONS) { // else it is known already
      search(text, found);
    }
    return found.isEmpty() || persons + found.size() <= MAX_PERSONS
        ? Optional.of(found)
        : Optional.empty();
  }

  /** Finds what a client calls itself (RFC 5321 §4.1.1.1; RFC 2033 §4.1). */
  private void greeting(String text, List<Person> found) {
    int at = line.greeted(text.length());
    int space = text.indexOf(' ', at);
    int end = space < 0 ? text.length() : space;
    String name = text.substring(at, end);
    found.add(new Person("domain", at, end - at, Privacy.NAME, name, "RFC 5321 §4.1.1.1"));
  }

  private void search(String text, List<Person> found) {
    String target = text.startsWith("CONNECT ") ? "target" : "address";
    Matcher address = AddressText.PATTERN.matcher(text);
    while (persons + found.size() <= MAX_PERSONS && address.find()) {
      int length = address.end() - address.start();
      found.add(new Person(target, address.start(), length, Privacy.ADDRESS, address.group(), ""));
    }
    Matcher reply = EHLO_REPLY.matcher(text);
    if (text.startsWith("250") && reply.find()) {
      int length = reply.end(1) - reply.start(1);
      found.add(new Person("ehlo-greet", reply.start(1), length, Privacy.NAME, "", ""));
    }
  }

  private String source(String upper) {
    boolean byClient = said.byClient();
    if (upper.startsWith("CONNECT ") || upper.startsWith("HTTP/")) {
      return byClient ? "RFC 9110 §9.3.6" : "RFC 9112 §4";
    }
    if (upper.startsWith("PROXY ")) {
      return "The PROXY protocol, §2.1";
    }
    if (upper.equals("STARTTLS")) {
      return "RFC 3207 §4";
    }
    if (upper.startsWith("+OK") || upper.startsWith("-ERR") || upper.startsWith("CAPA")) {
      return "RFC 1939 §3";
    }
    if (upper.equals("STLS")) {
      return "RFC 2595 §4";
    }
    if (line.isCode()) {
      return "RFC 5321 §4.2";
    }
    int space = upper.indexOf(' ');
    return upper.startsWith("* ") || byClient && space > 0 && line.isVerb(space + 1)
        ? "RFC 9051 §2.2"
        : byClient ? "RFC 5321 §4.1" : "RFC 9051 §2.2";
  }
}
