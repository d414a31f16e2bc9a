package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Progress;
import java.nio.ByteBuffer;

/** LDAP up to the StartTLS operation (RFC 4511 §4.14). Other messages are passed over by length. */
final class LdapDialogue extends Dialogue {
  /** A client that wants TLS asks before all else, or after a look at the root entry. */
  private static final int MAX_MESSAGES = 64;

  private static final int MAX_MESSAGE_BYTES = 1 << 20; // the root entry takes a few thousand

  private final LdapMessageView message = new LdapMessageView();
  private final long[] skip = new long[2];
  private boolean asked;
  private int messages;

  LdapDialogue(int client) {
    super(client);
  }

  @Override
  public String name() {
    return "starttls-ldap";
  }

  @Override
  boolean betweenUnits(int direction) {
    return skip[direction] == 0;
  }

  @Override
  int unit(int direction, ByteBuffer buffer, int at, int length) {
    if (skip[direction] > 0) {
      int skipped = (int) Math.min(skip[direction], length);
      skip[direction] -= skipped;
      return skipped;
    }
    if (isClient(direction) && asked && serverSeen()) {
      return 0;
    }
    Progress progress = message.wrap(buffer, at, length);
    if (progress == Progress.NEED_MORE) {
      return 0;
    }
    if (progress == Progress.MALFORMED
        || ++messages > MAX_MESSAGES
        || message.length() > MAX_MESSAGE_BYTES) {
      end();
      return 0;
    }
    if (isClient(direction)) {
      asked |= message.asksForTls();
    } else if (message.operation() == LdapMessageView.EXTENDED_RESPONSE
        && (asked || !clientSeen())) {
      asked = false;
      if (message.resultCode() == 0) {
        if (message.length() > length) {
          return 0; // it ends the dialogue whole
        }
        over();
      }
    }
    int here = (int) Math.min(message.length(), length);
    skip[direction] = message.length() - here;
    return here;
  }
}
