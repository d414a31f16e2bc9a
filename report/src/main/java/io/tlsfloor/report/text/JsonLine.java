package io.tlsfloor.report.text;

import io.tlsfloor.parser.observation.IpAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes one JSON object a line (RFC 8259), with the few shapes that the lines are made of. All of
 * it is ASCII: other characters are escaped, and DEL with them, which JSON leaves as it is and a
 * terminal does not (C1 controls, bidi marks and zero-width characters are hardly ever meant well).
 *
 * <p>Writes bytes and makes no objects: a scan that reports every connection writes as much as it
 * reads.
 */
public final class JsonLine {
  private static final int ROOM = 1 << 13; // most lines have less
  private static final int HANDED_ON = 1 << 16; // bytes that a long line is handed on by
  private static final int ESCAPED = 6; // bytes of an escaped character, at most
  private static final int MAX_DIGITS = 20; // of a long, with its sign
  private static final int ASCII = 0x80;
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  /**
   * Holds what follows the backslash of an ASCII character: 0 for none, {@code u} for its number.
   */
  private static final byte[] ESCAPES = escapes();

  private final OutputStream out;
  private byte[] bytes = new byte[ROOM];
  private int count;
  private boolean follows; // something stands before in the same object or list
  private boolean begun;

  /** Writes to {@code out}, a whole line at a time, or a long one by the piece. */
  public JsonLine(OutputStream out) {
    this.out = out;
  }

  private static byte[] escapes() {
    byte[] escapes = new byte[ASCII];
    Arrays.fill(escapes, 0, ' ', (byte) 'u');
    escapes['\b'] = 'b';
    escapes['\t'] = 't';
    escapes['\n'] = 'n';
    escapes['\f'] = 'f';
    escapes['\r'] = 'r';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    escapes[0x7F] = 'u';
    return escapes;
  }

  /** Begins a line. One before that was broken off, for lack of memory say, leaves nothing. */
  public void open() {
    if (begun && out instanceof ByteArrayOutputStream line) {
      line.reset();
    }
    count = 0;
    begun = true;
    begin('{');
  }

  /** Ends a line, and hands it on whole. */
  public void close() throws IOException {
    end('}');
    room(1);
    bytes[count++] = '\n';
    handOn();
    follows = false;
    begun = false;
  }

  private void handOn() throws IOException {
    out.write(bytes, 0, count);
    count = 0;
    if (bytes.length > HANDED_ON) {
      bytes = new byte[ROOM];
    }
  }

  private void begin(char bracket) {
    room(1);
    bytes[count++] = (byte) bracket;
    follows = false;
  }

  private void end(char bracket) {
    room(1);
    bytes[count++] = (byte) bracket;
    follows = true;
  }

  /** Begins an object that is a field. */
  public void object(String name) throws IOException {
    name(name);
    element();
  }

  /** Begins an object that is an element of a list. */
  public void element() throws IOException {
    comma(1);
    begin('{');
  }

  /** Ends an object. */
  public void endObject() {
    end('}');
  }

  /** Begins a list that is a field. */
  public void list(String name) throws IOException {
    name(name);
    list();
  }

  /** Begins a list behind its name. */
  public void list() throws IOException {
    comma(1);
    begin('[');
  }

  /** Ends a list. */
  public void endList() {
    end(']');
  }

  /** A field of text. */
  public void text(String name, String value) throws IOException {
    name(name);
    item(value);
  }

  /** A field of text, left out where there is none. */
  public void text(String name, Optional<String> value) throws IOException {
    if (value.isPresent()) {
      text(name, value.get());
    }
  }

  /** A field whose text is one of ours: in ASCII, and with nothing to escape. */
  public void plain(String name, String value) throws IOException {
    name(name);
    plain(value);
  }

  /** An element of a list, likewise. */
  public void plain(String value) throws IOException {
    assert value.chars().allMatch(c -> c < ASCII && ESCAPES[c] == 0) : value;
    comma(value.length() + 2);
    quoted(value);
  }

  /** An element of a list that is an address. */
  public void item(IpAddress value) throws IOException {
    comma(IpAddress.TEXT_BYTES + 2);
    bytes[count] = '"';
    count = value.write(bytes, count + 1);
    bytes[count++] = '"';
  }

  /** An element of a list. */
  public void item(String value) throws IOException {
    comma(ESCAPED * value.length() + 2);
    string(value);
  }

  /** An element of a list. */
  public void item(long value) throws IOException {
    comma(MAX_DIGITS);
    digits(value);
  }

  /** An element of a list that is a time: {@link Timestamps#iso(Instant)}. */
  public void item(Instant value) throws IOException {
    comma(Timestamps.ISO_BYTES + 2);
    bytes[count] = '"';
    count = Timestamps.iso(value, bytes, count + 1);
    bytes[count++] = '"';
  }

  /** An element of a list that is true or false. */
  public void item(boolean value) throws IOException {
    comma(MAX_DIGITS);
    ascii(value ? "true" : "false");
  }

  /** A field that is a list of texts. */
  public void texts(String name, List<String> values) throws IOException {
    list(name);
    for (int i = 0; i < values.size(); i++) {
      item(values.get(i));
    }
    endList();
  }

  /** The same again: as {@link #written} gave it. */
  public void again(byte[] written) throws IOException {
    comma(written.length);
    System.arraycopy(written, 0, bytes, count, written.length);
    count += written.length;
  }

  /** A field that is a whole number. */
  public void number(String name, long value) throws IOException {
    name(name);
    item(value);
  }

  /** A field that is true or false. */
  public void flag(String name, boolean value) throws IOException {
    name(name);
    item(value);
  }

  /** A field that is null. */
  public void nothing(String name) throws IOException {
    name(name);
    comma(MAX_DIGITS);
    ascii("null");
  }

  /** A list of texts as it is written. */
  public static byte[] written(List<String> values) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    JsonLine json = new JsonLine(all);
    json.begin('[');
    for (String value : values) {
      json.item(value);
    }
    json.end(']');
    json.handOn();
    return all.toByteArray();
  }

  /**
   * The name of a field, one of ours, in ASCII and with nothing to escape; its value is what comes
   * next as an element of a list would.
   */
  public void name(String name) throws IOException {
    comma(name.length() + 3);
    quoted(name);
    bytes[count++] = ':';
    follows = false;
  }

  /**
   * A comma where something stands before; a line that became long is handed on until here.
   *
   * @param more bytes that there is room for after it
   */
  private void comma(int more) throws IOException {
    if (count > HANDED_ON) {
      handOn();
    }
    room(more + 1);
    if (follows) {
      bytes[count++] = ',';
    }
    follows = true;
  }

  private void digits(long value) {
    if (value < 0) { // hardly any
      ascii(Long.toString(value));
      return;
    }
    int digits = 1;
    for (long left = value; left > 9; left /= 10) {
      digits++;
    }
    count += digits;
    long left = value;
    for (int at = count - 1; digits > 0; at--, digits--) {
      bytes[at] = (byte) ('0' + left % 10);
      left /= 10;
    }
  }

  @SuppressWarnings("deprecation") // the fastest way there is for what is surely ASCII
  private void ascii(String value) {
    value.getBytes(0, value.length(), bytes, count);
    count += value.length();
  }

  @SuppressWarnings("deprecation") // as above
  private void quoted(String value) {
    int at = count;
    int end = at + value.length() + 1;
    bytes[at] = '"';
    value.getBytes(0, value.length(), bytes, at + 1);
    bytes[end] = '"';
    count = end + 1;
  }

  /** Lone surrogates have no place in UTF-8, and many a JSON parser refuses their escapes. */
  @SuppressWarnings("deprecation") // as above
  private void string(String value) {
    int length = value.length();
    byte[] to = bytes;
    int at = count;
    to[at++] = '"';
    int plain = plainChars(value);
    value.getBytes(0, plain, to, at); // as a rule all of it
    at += plain;
    for (int i = plain; i < length; i++) {
      char c = value.charAt(i);
      if (c >= ASCII) {
        boolean lone = Character.isSurrogate(c) && !isPaired(value, i);
        at = number(to, at, lone ? '\uFFFD' : c);
      } else if (ESCAPES[c] == 0) {
        to[at++] = (byte) c;
      } else if (ESCAPES[c] == 'u') {
        at = number(to, at, c);
      } else {
        to[at++] = '\\';
        to[at++] = ESCAPES[c];
      }
    }
    to[at++] = '"';
    count = at;
  }

  /** How many chars from the first on need no escape. */
  private static int plainChars(String value) {
    byte[] escapes = ESCAPES;
    int length = value.length();
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c >= ASCII || escapes[c] != 0) {
        return i;
      }
    }
    return length;
  }

  private static boolean isPaired(String value, int at) {
    return Character.isHighSurrogate(value.charAt(at))
        ? at + 1 < value.length() && Character.isLowSurrogate(value.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(value.charAt(at - 1));
  }

  private static int number(byte[] to, int at, char c) {
    to[at] = '\\';
    to[at + 1] = 'u';
    for (int i = 0; i < 4; i++) {
      to[at + 2 + i] = (byte) HEX[c >>> 12 - 4 * i & 0xF];
    }
    return at + ESCAPED;
  }

  private void room(int more) {
    if (bytes.length - count < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, count + more));
    }
  }
}
