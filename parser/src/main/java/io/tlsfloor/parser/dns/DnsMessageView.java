package io.tlsfloor.parser.dns;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Cursor;
import io.tlsfloor.parser.Malformed;
import io.tlsfloor.parser.Reason;
import java.nio.ByteBuffer;

/**
 * A DNS message, read where it lies, or from a copy (RFC 1035 §4.1); also multicast DNS (RFC 6762
 * §18) and the NetBIOS name service (RFC 1002 §4.2).
 *
 * <p>{@link #wrap} walks all sections. Records of the answer and additional sections are kept by
 * their place, the first {@link #MAX_RECORDS} of them; those of type A, AAAA and CNAME have passed
 * the grammar of their data. After {@code false} the records before the fault can still be read:
 * the whole ones of a message that was cut. Nothing is allocated but room for the longest message
 * that lies outside of the heap. Bytes are borrowed: the view is valid until the next {@code wrap}
 * or until the buffer is reused.
 */
public final class DnsMessageView {
  /** Bytes before the first question. */
  public static final int HEADER_BYTES = 12;

  /** An answer with all its aliases has a few dozen at most. */
  public static final int MAX_RECORDS = 128;

  private static final int FLAGS = 2; // offsets in bytes from the start of the message
  private static final int RESPONSE = 0x8000;
  private static final int INTERNET = 1;
  private static final int CACHE_FLUSH = 0x8000; // RFC 6762 §10.2; no part of the class

  static final int MIN_COPY = 1 << 12; // bytes: hardly any message has more

  private static final int TYPE = -10; // offsets in bytes from the start of a record's data
  private static final int CLASS = -8;
  private static final int TTL = -6;
  private static final int DATA_LENGTH = -2;

  private final Cursor in = new Cursor();
  private final DnsNames names = new DnsNames();
  private final int[] owners = new int[MAX_RECORDS];
  private final int[] data = new int[MAX_RECORDS];
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private ByteBuffer copy = buffer;
  private boolean empty;
  private int flags;
  private int questionAt;
  private int questionEnd;
  private int records;

  /**
   * Points this view at a message and checks it. Bytes after the last record are let be.
   *
   * @param message holds it; neither its position nor its limit is moved
   * @param at index of the first byte of the id
   * @param length in bytes
   * @return whether it is well-formed
   * @throws IndexOutOfBoundsException if the range is not inside {@code message}: that is a bug in
   *     the caller, never a property of traffic
   */
  public boolean wrap(ByteBuffer message, int at, int length) {
    int start = at;
    buffer = message;
    if (message.isDirect()) { // each byte of a name is looked at: in an array that costs less
      copy = copy.capacity() < length ? ByteBuffer.allocate(Math.max(length, MIN_COPY)) : copy;
      copy.put(0, message, at, length);
      buffer = copy;
      start = 0;
    }
    names.wrap(buffer, start, length);
    questionAt = 0;
    records = 0;
    in.wrap(buffer, start, length);
    in.skip(FLAGS, "id");
    flags = in.u16("flags");
    int questions = in.u16("qdcount");
    int answers = in.u16("ancount");
    int authorities = in.u16("nscount");
    int additional = in.u16("arcount");
    empty = (questions | answers | authorities | additional) == 0;
    for (int i = 0; i < questions && !in.failed(); i++) {
      question(i);
    }
    section(answers, true);
    section(authorities, false);
    section(additional, true);
    return !in.failed();
  }

  private void question(int index) {
    int at = in.position();
    name("qname");
    in.skip(4, "qtype");
    if (index == 0 && !in.failed()) {
      questionAt = at;
      questionEnd = in.position();
    }
  }

  private void section(int count, boolean wanted) {
    for (int i = 0; i < count && !in.failed(); i++) {
      int owner = in.position();
      name("name");
      in.u16("type");
      in.u16("class");
      in.u32("ttl");
      int length = in.u16("rdlength");
      int at = in.skip(length, "rdata");
      if (!in.failed()) {
        check(at, length);
      }
      if (!in.failed() && wanted && records < MAX_RECORDS) {
        owners[records] = owner;
        data[records] = at;
        records++;
      }
    }
  }

  private void name(String field) {
    int at = in.position();
    if (in.failed()) {
      return;
    }
    int end = names.end(at);
    if (end == DnsNames.MALFORMED) {
      in.fail(at, field, Reason.BAD_VALUE);
    } else {
      in.skip(end - at, field);
    }
  }

  /** The data of types that are read. */
  private void check(int at, int length) {
    if ((Bytes.u16(buffer, at + CLASS) & ~CACHE_FLUSH) != INTERNET) {
      return;
    }
    boolean good =
        switch (Bytes.u16(buffer, at + TYPE)) {
          case DnsType.A -> length == 4;
          case DnsType.AAAA -> length == 16;
          case DnsType.CNAME -> names.end(at) == at + length;
          default -> true;
        };
    if (!good) {
      in.fail(at, "rdata", Reason.BAD_VALUE);
    }
  }

  /** Where the message broke its grammar; only after {@link #wrap} returned {@code false}. */
  public Malformed failure() {
    return in.failure();
  }

  /** Returns whether it asks and tells nothing: other protocols may look so, DTLS for one. */
  public boolean isEmpty() {
    return empty;
  }

  /** Returns whether it answers. */
  public boolean isResponse() {
    return (flags & RESPONSE) != 0;
  }

  /** Returns what kind of query: 0 for a plain one. */
  public int opcode() {
    return flags >>> 11 & 0xF;
  }

  /** How a query went: 0 for well. */
  public int responseCode() {
    return flags & 0xF;
  }

  /** Returns whether a first question was read. */
  public boolean hasQuestion() {
    return questionAt > 0;
  }

  /** Index of the first question's name. */
  int questionAt() {
    return questionAt;
  }

  /** Returns whether the first question's class is Internet. */
  boolean asksInternet() {
    return hasQuestion() && Bytes.u16(buffer, questionEnd - 2) == INTERNET;
  }

  /** Records kept of the answer and additional sections, 0 to {@link #MAX_RECORDS}. */
  public int recordCount() {
    return records;
  }

  /** Type of a record, see {@link DnsType}; 0 for one that is not of class Internet. */
  public int type(int index) {
    int at = data[index];
    return (Bytes.u16(buffer, at + CLASS) & ~CACHE_FLUSH) == INTERNET
        ? Bytes.u16(buffer, at + TYPE)
        : 0;
  }

  /** How long a record may be kept, in seconds; 0 if the highest bit is set (RFC 2181 §8). */
  public int ttl(int index) {
    return Math.max(0, Bytes.i32(buffer, data[index] + TTL));
  }

  /** Returns whether two records have the same owner. */
  public boolean sameOwner(int one, int other) {
    return same(owners[one], owners[other]);
  }

  /** The owner's name as new text, see {@link #nameAt}. */
  public String owner(int index) {
    return nameAt(owners[index]);
  }

  /** Index of the owner's name. */
  int ownerAt(int index) {
    return owners[index];
  }

  /** Index of a record's data in {@link #buffer()}. */
  public int dataStart(int index) {
    return data[index];
  }

  /** Bytes of a record's data. */
  public int dataLength(int index) {
    return Bytes.u16(buffer, data[index] + DATA_LENGTH);
  }

  /** Holds the message. */
  public ByteBuffer buffer() {
    return buffer;
  }

  boolean same(int oneName, int otherName) {
    return names.same(oneName, otherName);
  }

  long hash(int name) {
    return names.hash(name);
  }

  boolean isRoot(int name) {
    return names.isRoot(name);
  }

  /**
   * A name as new text, without a dot at its end: each byte a character U+0000 to U+00FF, a
   * backslash before a dot or backslash inside a label.
   */
  String nameAt(int name) {
    return names.text(name);
  }

  /**
   * Index of the 32 bytes that encode a record's owner, if that is a NetBIOS name; else -1 (RFC
   * 1001 §14.1).
   */
  public int netbiosOwner(int index) {
    return names.firstLabelOf(owners[index], NetbiosNames.ENCODED_BYTES);
  }
}
