package io.tlsfloor.parser.observation;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Names of cipher suites (IANA's registry TLS Cipher Suites). */
public final class CipherSuites {
  private static final int MAX_SUITE = 0xFFFF;

  /**
   * Numbers without a name get their digits here when they are asked for first: a hello may list
   * hundreds. Some 3 MB hold all there are.
   */
  private static final @Nullable String[][] NAMES = CipherSuiteTable.names();

  private CipherSuites() {}

  /**
   * The name of a suite.
   *
   * @param suite the 16-bit number, or a 24-bit cipher spec of SSLv2 format
   * @return {@code TLS_RSA_WITH_AES_128_CBC_SHA} for 0x002f; {@code 0x1a1a} for a number without a
   *     name, six digits for SSL 2.0's own
   */
  public static String name(int suite) {
    return suite > MAX_SUITE
        ? "0x" + HexFormat.of().toHexDigits(suite, 6)
        : named(NAMES[suite >>> Byte.SIZE], suite & 0xFF, suite);
  }

  /**
   * The name of a 16-bit number; null for one that has none, unless {@link #name} was asked for it.
   */
  public static @Nullable String known(int suite) {
    return NAMES[suite >>> Byte.SIZE][suite & 0xFF];
  }

  /**
   * The number of a suite by its {@link #name}; empty for what is the name of none.
   *
   * @param name as it is written
   */
  public static OptionalInt number(String name) {
    Integer known = Numbered.BY_NAME.get(name);
    if (known != null) {
      return OptionalInt.of(known);
    }
    boolean digits = name.startsWith("0x") && (name.length() == 6 || name.length() == 8);
    try {
      return digits
          ? OptionalInt.of(HexFormat.fromHexDigits(name, 2, name.length()))
          : OptionalInt.empty();
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  /** Made where names are read. */
  private static final class Numbered {
    private static final Map<String, Integer> BY_NAME = new HashMap<>();

    static {
      @Nullable String[][] names = CipherSuiteTable.names();
      for (int suite = 0; suite <= MAX_SUITE; suite++) {
        String name = names[suite >>> Byte.SIZE][suite & 0xFF];
        if (name != null) {
          BY_NAME.put(name, suite);
        }
      }
    }
  }

  private static String named(@Nullable String[] names, int at, int suite) {
    String name = names[at];
    if (name == null) {
      name = "0x" + HexFormat.of().toHexDigits((short) suite);
      names[at] = name; // threads that do so at once write equal ones
    }
    return name;
  }
}
