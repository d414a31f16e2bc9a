package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.preface.PrefaceDescription.Said;
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
  public PrefaceKind kind() {
    return PrefaceKind.LDAP;
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

  /** Of the extended operation all is public, of others the beginning: a bind has a password. */
  static int describe(Said said, int from, FieldSink sink) {
    LdapMessageView message = new LdapMessageView();
    int at = from;
    while (at < said.end()
        && message.wrap(said.buffer(), at, said.there(at, Integer.MAX_VALUE)) == Progress.DONE) {
      boolean extended =
          message.operation() == LdapMessageView.EXTENDED_REQUEST
              || message.operation() == LdapMessageView.EXTENDED_RESPONSE;
      int length = (int) Math.min(message.length(), said.end() - at);
      int open = extended ? length : Math.min(length, message.headerBytes());
      sink.bytes("messageID, protocolOp", at, open, Privacy.PUBLIC);
      at += length;
    }
    return at;
  }
}
