package io.tlsfloor.parser;

import io.tlsfloor.parser.observation.TlsVersion;
import java.util.HexFormat;

/**
 * Takes the fields of a message as its view describes them, in the order of the message. Describing
 * allocates; it is done for the few messages that a person reads or that leave the house.
 */
public interface FieldSink {
  /**
   * Takes a field.
   *
   * @param name as the source spells it, with the structures around it: {@code
   *     server_name.host_name}
   * @param at index of its first byte in the buffer of the view
   * @param length in bytes
   * @param privacy who may read it
   * @param meaning what the bytes say: {@code 0x0301 (TLS 1.0)}; as sent where it is text; empty if
   *     only their number or place counts
   * @param source RFC and section that define it
   */
  void field(String name, int at, int length, Privacy privacy, String meaning, String source);

  /** Takes a field that says nothing about who speaks. */
  default void field(String name, int at, int length, String meaning, String source) {
    field(name, at, length, Privacy.PUBLIC, meaning, source);
  }

  /** Takes bytes, if there are any, of which only their number or place counts. */
  default void bytes(String name, int at, int length, Privacy privacy) {
    if (length > 0) {
      field(name, at, length, privacy, "", "");
    }
  }

  /** {@code 0x0301 (TLS 1.0)}. */
  static String version(int number) {
    TlsVersion version = new TlsVersion(number);
    String digits = "0x" + HexFormat.of().toHexDigits((short) number);
    return version.isKnown() && !version.isDraft() ? digits + " (" + version + ")" : digits;
  }

  /** {@code 1 byte}, {@code 2 bytes}. */
  static String count(int bytes) {
    return bytes == 1 ? "1 byte" : bytes + " bytes";
  }
}
