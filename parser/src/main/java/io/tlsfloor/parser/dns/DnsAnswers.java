package io.tlsfloor.parser.dns;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.observation.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The addresses that a message gives to the name it was asked for, and by which names it gets
 * there: through CNAME records.
 *
 * <p>Records that the question does not lead to say nothing. Nothing is allocated until a name or
 * an address is asked for. Valid as long as the message's view is.
 */
public final class DnsAnswers {
  /** Names on the way from the question to an address; Microsoft's have up to seven. */
  public static final int MAX_NAMES = 16;

  /** Addresses of one message that are reported. */
  public static final int MAX_ADDRESSES = 64;

  private final DnsMessageView message;
  private final int[] names = new int[MAX_NAMES];
  private final int[] parents = new int[MAX_NAMES];
  private final int[] ttls = new int[MAX_NAMES];
  private final long[] hashes = new long[MAX_NAMES];
  private final long[] owners = new long[DnsMessageView.MAX_RECORDS]; // hashes of their names
  private int nameCount;
  private final int[] addressAt = new int[MAX_ADDRESSES];
  private final int[] addressName = new int[MAX_ADDRESSES];
  private final int[] addressTtl = new int[MAX_ADDRESSES];
  private final boolean[] addressV4 = new boolean[MAX_ADDRESSES];
  private int addressCount;
  private int left;

  /** Answers of what {@code message} holds at each {@link #find}. */
  public DnsAnswers(DnsMessageView message) {
    this.message = message;
  }

  /**
   * Finds the addresses of the question's name.
   *
   * @return whether there are any: the message answers a plain query of class Internet well
   */
  public boolean find() {
    nameCount = 0;
    addressCount = 0;
    left = 0;
    boolean answer =
        message.isResponse()
            && message.opcode() == 0
            && message.responseCode() == 0
            && message.asksInternet()
            && !message.isRoot(message.questionAt());
    if (!answer) {
      return false;
    }
    for (int record = 0; record < message.recordCount(); record++) {
      owners[record] = message.hash(message.ownerAt(record));
    }
    add(message.questionAt(), -1, Integer.MAX_VALUE);
    for (int name = 0; name < nameCount; name++) {
      for (int record = 0; record < message.recordCount(); record++) {
        if (owners[record] == hashes[name] && message.same(message.ownerAt(record), names[name])) {
          follow(record, name);
        }
      }
    }
    return addressCount > 0;
  }

  private void follow(int record, int name) {
    int data = message.dataStart(record);
    int ttl = Math.min(ttls[name], message.ttl(record));
    switch (message.type(record)) {
      case DnsType.A -> address(data, true, name, ttl);
      case DnsType.AAAA -> address(data, false, name, ttl);
      case DnsType.CNAME -> add(data, name, ttl);
      default -> {
        // Tells no address.
      }
    }
  }

  /** A name that {@code parent} leads to; its index, that of the same name if known, or -1. */
  private int add(int name, int parent, int ttl) {
    long hash = message.hash(name);
    for (int i = 0; i < nameCount; i++) {
      if (hashes[i] == hash && message.same(names[i], name)) {
        return i;
      }
    }
    if (nameCount == MAX_NAMES || message.isRoot(name)) {
      return -1;
    }
    names[nameCount] = name;
    hashes[nameCount] = hash;
    parents[nameCount] = parent;
    ttls[nameCount] = ttl;
    return nameCount++;
  }

  private void address(int at, boolean v4, int name, int ttl) {
    if (addressCount < MAX_ADDRESSES) {
      addressAt[addressCount] = at;
      addressV4[addressCount] = v4;
      addressName[addressCount] = name;
      addressTtl[addressCount] = ttl;
      addressCount++;
    } else {
      left++;
    }
  }

  /**
   * The name that was asked for and its aliases, where the message gives no address: another has
   * the last one's. Empty if there is an address, or no alias.
   */
  public List<String> alias() {
    return addressCount == 0 && nameCount > 1 ? path(nameCount - 1) : List.of();
  }

  /** How long the alias may be kept in seconds. */
  public int aliasTtl() {
    return ttls[nameCount - 1];
  }

  /** Addresses beyond {@link #MAX_ADDRESSES}, which are not reported. */
  public int left() {
    return left;
  }

  /** How many addresses were found; one that stands there twice counts twice. */
  public int count() {
    return addressCount;
  }

  /** An address, as a new value. */
  public IpAddress address(int index) {
    ByteBuffer buffer = message.buffer();
    int at = addressAt[index];
    return addressV4[index]
        ? IpAddress.v4(Bytes.i32(buffer, at))
        : IpAddress.v6(Bytes.i64(buffer, at), Bytes.i64(buffer, at + 8));
  }

  /** How long it may be kept in seconds: the least of all records on the way to it. */
  public int ttl(int index) {
    return addressTtl[index];
  }

  /** Returns whether the same names lead to two addresses. */
  public boolean sameNames(int one, int other) {
    return addressName[one] == addressName[other];
  }

  /** The names that lead to an address as new text: the one asked for first, then its aliases. */
  public List<String> names(int index) {
    return path(addressName[index]);
  }

  private List<String> path(int last) {
    List<String> path = new ArrayList<>(4);
    for (int name = last; name >= 0; name = parents[name]) {
      path.add(0, message.nameAt(names[name]));
    }
    return path;
  }
}
