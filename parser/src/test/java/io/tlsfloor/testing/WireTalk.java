package io.tlsfloor.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the script of a dialogue between a client and a server: a line for each time that one of
 * them says something.
 *
 * <p>{@code C: text} and {@code S: text} are lines of client and server, with {@code |} between
 * several; {@code C= 0500} is bytes in hex; {@code C~} is a hole, of which no byte was seen; {@code
 * C: <hello>} and {@code S: <server-hello>} stand for TLS.
 */
public final class WireTalk {
  /** A whole record with a ClientHello of TLS 1.2. */
  public static final byte[] HELLO =
      WireHello.client(0x0303).random("11".repeat(32)).suites(0xC02F, 0x0035).record();

  /** A whole record with its answer. */
  public static final byte[] SERVER_HELLO =
      WireHello.server(0x0303).random("22".repeat(32)).suites(0xC02F).extensions().record();

  /** Holds what one end says at once; no bytes where there is a hole. */
  @SuppressWarnings("ArrayRecordComponent") // made and read by tests, never compared
  public record Said(boolean byClient, byte[] bytes) {
    /** 0 for the client, 1 for the server. */
    public int direction() {
      return byClient ? 0 : 1;
    }

    /** Returns whether no byte of it was seen. */
    public boolean isHole() {
      return bytes.length == 0;
    }
  }

  private WireTalk() {}

  /** All that is said, in order. */
  public static List<Said> of(String script) {
    List<Said> all = new ArrayList<>();
    for (String line : script.lines().filter(each -> !each.isBlank()).toList()) {
      String rest = line.length() > 3 ? line.substring(3) : "";
      byte[] bytes =
          switch (line.charAt(1)) {
            case '~' -> new byte[0];
            case '=' -> WireBytes.hex(rest);
            default ->
                switch (rest) {
                  case "<hello>" -> HELLO;
                  case "<server-hello>" -> SERVER_HELLO;
                  default -> (rest + "|").replace("|", "\r\n").getBytes(StandardCharsets.UTF_8);
                };
          };
      all.add(new Said(line.charAt(0) == 'C', bytes));
    }
    return all;
  }
}
