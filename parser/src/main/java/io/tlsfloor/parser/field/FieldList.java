package io.tlsfloor.parser.field;

import io.tlsfloor.parser.Cursor;
import io.tlsfloor.parser.Malformed;
import io.tlsfloor.parser.observation.TlsVersion;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads fields one after the other; what does not fit ends the list, and is said. */
final class FieldList {
  private final byte[] message;
  private final Cursor in = new Cursor();
  private final List<Field> fields = new ArrayList<>();

  FieldList(byte[] message) {
    this.message = message;
    in.wrap(ByteBuffer.wrap(message), 0, message.length);
  }

  int position() {
    return in.position();
  }

  boolean hasRemaining() {
    return in.hasRemaining();
  }

  int remaining() {
    return in.remaining();
  }

  int u8(String name) {
    return in.u8(name);
  }

  int u16(String name) {
    return in.u16(name);
  }

  int u24(String name) {
    return in.u24(name);
  }

  int peek16() {
    return remaining() < 2
        ? -1
        : (message[in.position()] & 0xFF) << 8 | message[in.position() + 1] & 0xFF;
  }

  int at(int offset) {
    return message[offset] & 0xFF;
  }

  /** Passes over bytes; returns where they begin. Of bytes that are cut, as many as are there. */
  int skip(int bytes, String name) {
    int there = Math.min(bytes, remaining());
    int at = in.skip(there, name);
    if (there < bytes) {
      in.skip(bytes - there, name); // records the failure
    }
    return at;
  }

  /** Narrows to the next bytes, or to those that are there. */
  int enter(int length, String name) {
    return in.enter(Math.min(length, remaining()), name);
  }

  /** Widens again; what was left unread inside is passed over. */
  void leave(int outer, String name) {
    in.skip(in.remaining(), name);
    in.leave(outer, name);
  }

  boolean failed() {
    return in.failed();
  }

  /** Where reading stopped, and why; empty if all was read. */
  String note() {
    if (!in.failed()) {
      return "";
    }
    Malformed failure = in.failure();
    return "reading stopped at offset "
        + failure.offset()
        + " ("
        + failure.field()
        + "): "
        + failure.reason();
  }

  /** Adds the field that begins at {@code start} and ends here, unless reading failed in it. */
  void add(String name, int start, String meaning, String source) {
    if (!in.failed()) {
      add(name, start, in.position() - start, meaning, source);
    }
  }

  void add(String name, int start, int length, String meaning, String source) {
    fields.add(new Field(name, start, length, meaning, source));
  }

  /** A version of two bytes. */
  int version(String name, String source) {
    int start = position();
    int version = u16(name);
    add(name, start, version(version), source);
    return version;
  }

  /** {@code 0x0301 (TLS 1.0)}. */
  static String version(int number) {
    TlsVersion version = new TlsVersion(number);
    return version.isKnown() && !version.isDraft()
        ? String.format("0x%04x (%s)", number, version)
        : String.format("0x%04x", number);
  }

  /** {@code 1 byte}, {@code 2 bytes}. */
  static String bytes(int count) {
    return count == 1 ? "1 byte" : count + " bytes";
  }

  /** Bytes as text, one character each. */
  String text(int start, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = start; i < start + length; i++) {
      text.append((char) (message[i] & 0xFF));
    }
    return text.toString();
  }

  List<Field> fields() {
    return fields;
  }
}
