package io.tlsfloor.parser.quic;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The versions of QUIC whose Initial packets can be opened, and what differs between them: the salt
 * of the Initial secret, the labels, and the numbers of the packet types.
 */
public enum QuicVersion {
  /** RFC 9000, RFC 9001 §5.2. */
  V1("38762cf7f55934b34d179ae6a4c80cadccbb7f0a", "quic", 0),
  /** RFC 9369 §3.3. */
  V2("0dede3def700a6db819381be6e269dcbf9bd2ed9", "quicv2", 1),
  /** Drafts 29 to 32. */
  DRAFT_29("afbfec289993d24c9e9786f19c6111e04390a899", "quic", 0),
  /** Drafts 23 to 28. */
  DRAFT_23("c3eef712c72ebb5a11a7d2432bb46365bef9f502", "quic", 0);

  private static final int DRAFT = 0xFF000000;

  private final String salt;
  private final String labels;
  private final int firstType;

  QuicVersion(String salt, String labels, int firstType) {
    this.salt = salt;
    this.labels = labels;
    this.firstType = firstType;
  }

  /** The version that a number on the wire stands for; null for one that is not known. */
  public static @Nullable QuicVersion of(int number) {
    if (number == 0x00000001) {
      return V1;
    }
    if (number == 0x6B3343CF) {
      return V2;
    }
    if ((number & 0xFFFFFF00) == DRAFT) {
      int draft = number & 0xFF;
      if (draft >= 23 && draft <= 28) {
        return DRAFT_23;
      }
      if (draft >= 29 && draft <= 32) {
        return DRAFT_29;
      }
      return draft == 33 || draft == 34 ? V1 : null;
    }
    return number == 0xFACEB002 ? DRAFT_23 : null; // a Facebook number for draft 27
  }

  byte[] salt() {
    return HexFormat.of().parseHex(salt);
  }

  /** {@code quic key} and so on: RFC 9001 §5.1, RFC 9369 §3.3.2. */
  String label(String what) {
    return labels + " " + what;
  }

  /** The packet type of the two bits in a long header. */
  QuicPacketType type(int bits) {
    return QuicPacketType.values()[bits - firstType & 3];
  }
}
