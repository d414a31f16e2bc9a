package io.tlsfloor.logs;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Peer;
import java.util.List;
import java.util.Optional;

/** The fields of one entry of a log, whatever its form. A field that is unset is not there. */
interface LogFields {
  /** The text of a field; {@code a.b} is also the field b of the object a. */
  Optional<String> text(String name);

  /** The name that stands where Zeek joins records by {@code _}: {@code id_orig_h}. */
  static String joined(String name) {
    return name.replace('.', '_');
  }

  /** The elements of a field that is a list or a set; none if it is not there. */
  List<String> texts(String name);

  /** The elements of a field that is a list of objects. */
  List<LogFields> objects(String name);

  /** A field that is an object; of a log that has none empty. */
  default Optional<LogFields> object(String name) {
    return Optional.empty();
  }

  /** Returns whether there is such a field, be it unset in this entry. */
  boolean has(String name);

  /** Returns whether a field has a value, be it an empty one. */
  default boolean isSet(String name) {
    return has(name);
  }

  /** Returns whether a field says yes: {@code T} or {@code true}. */
  default boolean flag(String name) {
    Optional<String> text = text(name);
    return text.isPresent() && (text.get().equals("T") || text.get().equals("true"));
  }

  /**
   * An address.
   *
   * @throws BadEntryException if it is not there, or is none
   */
  default IpAddress address(String name) throws BadEntryException {
    String text = text(name).orElseThrow(() -> new BadEntryException("has no " + name));
    try {
      return IpAddress.parse(text);
    } catch (IllegalArgumentException noAddress) {
      throw new BadEntryException("has a " + name + " that is no address");
    }
  }

  /** An address; empty where there is none. */
  default Optional<IpAddress> maybeAddress(String name) {
    return text(name).flatMap(LogFields::parsedAddress);
  }

  /** The address that a text is; empty if it is none. */
  static Optional<IpAddress> parsedAddress(String text) {
    try {
      return Optional.of(IpAddress.parse(text));
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }

  /**
   * One end of a connection.
   *
   * @throws BadEntryException if either part is not there, or is none
   */
  default Peer peer(String address, String port) throws BadEntryException {
    long number = number(port).orElse(-1L);
    if (number < 0 || number > 0xFFFF) {
      throw new BadEntryException("has no " + port);
    }
    return new Peer(address(address), (int) number);
  }

  /** A whole number; -1 is none. */
  default Optional<Long> number(String name) {
    Optional<String> text = text(name);
    if (text.isEmpty() || text.get().isEmpty() || text.get().length() > 18) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(text.get()));
    } catch (NumberFormatException noNumber) {
      return Optional.empty();
    }
  }

  /** Says that a line is no entry of the log that it stands in. The message follows "line 17". */
  final class BadEntryException extends Exception {
    private static final long serialVersionUID = 1L;

    BadEntryException(String what) {
      super(what, null, false, false);
    }

    /** Returns what is wrong with it. */
    String what() {
      return String.valueOf(getMessage());
    }
  }
}
