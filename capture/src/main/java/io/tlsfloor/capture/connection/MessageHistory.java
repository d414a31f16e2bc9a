package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.tls.HandshakeType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Holds what both sides sent in clear, in order: a letter for each message, those that Zeek's
 * {@code ssl_history} has for them. Bounded; a handshake in clear has about ten.
 */
final class MessageHistory {
  static final char CHANGE_CIPHER_SPEC = 'i';
  static final char ALERT = 'l';
  static final char CLIENT_HELLO = 'c';
  static final char SERVER_HELLO = 's';
  private static final char HELLO_RETRY_REQUEST = 'j';

  /** Keeps as many as Zeek keeps (SSL::max_ssl_history_length). */
  static final int MAX_LETTERS = 100;

  private static final int OF_SECOND = 0x80; // beside the letter: the sender is direction 1
  private final byte[] letters = new byte[MAX_LETTERS];
  private int count;

  /** Nothing came yet, of another connection. */
  void clear() {
    count = 0;
  }

  /** Adds a message in clear. */
  void add(int direction, char letter) {
    if (count < MAX_LETTERS) {
      letters[count++] = (byte) (direction == 0 ? letter : letter | OF_SECOND);
    }
  }

  /**
   * Adds a handshake message.
   *
   * @param choice what the server chose so far, by this message, too
   */
  void message(int direction, int type, @Nullable Choice choice) {
    boolean retry =
        type == HandshakeType.SERVER_HELLO
            && choice != null
            && choice.basis() == ChoiceBasis.HELLO_RETRY_REQUEST;
    add(direction, retry ? HELLO_RETRY_REQUEST : letter(type));
  }

  private static char letter(int type) {
    return switch (type) {
      case HandshakeType.HELLO_REQUEST -> 'h';
      case HandshakeType.CLIENT_HELLO -> CLIENT_HELLO;
      case HandshakeType.SERVER_HELLO -> SERVER_HELLO;
      case HandshakeType.HELLO_VERIFY_REQUEST -> 'v';
      case HandshakeType.NEW_SESSION_TICKET -> 't';
      case HandshakeType.DRAFT_HELLO_RETRY_REQUEST -> HELLO_RETRY_REQUEST;
      case HandshakeType.ENCRYPTED_EXTENSIONS -> 'o';
      case HandshakeType.CERTIFICATE -> 'x';
      case HandshakeType.SERVER_KEY_EXCHANGE -> 'k';
      case HandshakeType.CERTIFICATE_REQUEST -> 'r';
      case HandshakeType.SERVER_HELLO_DONE -> 'n';
      case HandshakeType.CERTIFICATE_VERIFY -> 'y';
      case HandshakeType.CLIENT_KEY_EXCHANGE -> 'g';
      case HandshakeType.FINISHED -> 'f';
      case HandshakeType.CERTIFICATE_STATUS -> 'u';
      default -> 'z';
    };
  }

  /**
   * All letters, those of the client as capitals.
   *
   * @param latest the text of another connection: most have the same one
   */
  String text(int clientDirection, String latest) {
    boolean same = latest.length() == count;
    for (int i = 0; same && i < count; i++) {
      same = latest.charAt(i) == shown(i, clientDirection);
    }
    if (same) {
      return latest;
    }
    byte[] text = new byte[count];
    for (int i = 0; i < count; i++) {
      text[i] = (byte) shown(i, clientDirection);
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private char shown(int index, int clientDirection) {
    char letter = (char) (letters[index] & ~OF_SECOND & 0xFF);
    int direction = (letters[index] & OF_SECOND) >> 7;
    return direction == clientDirection ? Character.toUpperCase(letter) : letter;
  }
}
