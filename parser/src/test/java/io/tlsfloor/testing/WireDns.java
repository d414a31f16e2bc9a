package io.tlsfloor.testing;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.u16;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes DNS messages for tests, without compression. Shares no constant with the parser. */
public final class WireDns {
  private final int flags;
  private final List<byte[]> questions = new ArrayList<>();
  private final List<byte[]> answers = new ArrayList<>();
  private final List<byte[]> additional = new ArrayList<>();

  private WireDns(int flags) {
    this.flags = flags;
  }

  /** A recursive resolver's answer that went well. */
  public static WireDns answer() {
    return new WireDns(0x8180);
  }

  /** The whole answer that a name has an address, for a minute. */
  public static byte[] resolved(String name, String address) {
    return answer().question(name, 1).address(name, 60, address).bytes();
  }

  /** The whole answer that a name is an alias of one that has an address, for a minute. */
  public static byte[] resolved(String name, String canonical, String address) {
    return answer()
        .question(name, 1)
        .alias(name, 60, canonical)
        .address(canonical, 60, address)
        .bytes();
  }

  /** A message with these flags. */
  public static WireDns message(int flags) {
    return new WireDns(flags);
  }

  /** Asks for records of {@code type} of class Internet. */
  public WireDns question(String name, int type) {
    questions.add(join(name(name), u16(type), u16(1)));
    return this;
  }

  /** An A or AAAA record. */
  public WireDns address(String owner, int ttl, String address) {
    byte[] bytes = WirePackets.address(address);
    return record(owner, bytes.length == 4 ? 1 : 28, ttl, bytes);
  }

  /** A CNAME record. */
  public WireDns alias(String owner, int ttl, String target) {
    return record(owner, 5, ttl, name(target));
  }

  /** Any record of class Internet in the answer section. */
  public WireDns record(String owner, int type, int ttl, byte[]... data) {
    answers.add(record(owner, type, 1, ttl, join(data)));
    return this;
  }

  /** Any record of class Internet in the additional section. */
  public WireDns additional(String owner, int type, int ttl, byte[]... data) {
    additional.add(record(owner, type, 1, ttl, join(data)));
    return this;
  }

  /** The message's bytes. */
  public byte[] bytes() {
    return join(
        u16(0x2B1D),
        u16(flags),
        u16(questions.size()),
        u16(answers.size()),
        u16(0),
        u16(additional.size()),
        join(questions.toArray(byte[][]::new)),
        join(answers.toArray(byte[][]::new)),
        join(additional.toArray(byte[][]::new)));
  }

  private static byte[] record(String owner, int type, int clazz, int ttl, byte[] data) {
    return join(
        name(owner),
        u16(type),
        u16(clazz),
        u16(ttl >>> 16),
        u16(ttl & 0xFFFF),
        u16(data.length),
        data);
  }

  /** A name by its labels. */
  public static byte[] name(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String label : text.split("\\.")) {
      if (!label.isEmpty()) {
        out.write(label.length());
        out.writeBytes(label.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    out.write(0);
    return out.toByteArray();
  }

  /** A NetBIOS name with the purpose {@code suffix}, in its encoding and as one label. */
  public static byte[] netbios(String text, int suffix) {
    StringBuilder padded = new StringBuilder(text);
    while (padded.length() < 15) {
      padded.append(' ');
    }
    padded.append((char) suffix);
    StringBuilder encoded = new StringBuilder();
    for (char c : padded.toString().toCharArray()) {
      encoded.append((char) ('A' + (c >> 4))).append((char) ('A' + (c & 15)));
    }
    return name(encoded.toString());
  }
}
