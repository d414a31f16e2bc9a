package io.tlsfloor.capture.file;

/** The words for what is wrong with a pcapng block. Lengths and ids are unsigned. */
final class PcapngFaults {
  private PcapngFaults() {}

  /** A block of a length that cannot be, {@code why}. */
  static String length(int total, String why) {
    return String.format("a block of %,d bytes, %s", Integer.toUnsignedLong(total), why);
  }

  /** A block whose length is one at its begin and another at its end. */
  static String lengthsDiffer(int first, int last) {
    return String.format(
        "a block that is %,d bytes long at its begin and %,d at its end",
        Integer.toUnsignedLong(first), Integer.toUnsignedLong(last));
  }

  /** A packet that is longer than its block. */
  static String doesNotFit(int captured, int total) {
    return String.format(
        "a packet of %,d bytes in a block of %,d",
        Integer.toUnsignedLong(captured), Integer.toUnsignedLong(total));
  }

  /** A section that describes more interfaces than any program writes. */
  static String manyInterfaces(int most) {
    return String.format("more than %,d interfaces in one section", most);
  }

  /** A block that names an interface which its section has not described. */
  static String unknownInterface(int id, int described) {
    return String.format(
        "a block for interface %d where the section has described %,d",
        Integer.toUnsignedLong(id), described);
  }
}
