package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.OrderedBytes;
import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.tls.SslV2ServerHelloView;
import java.nio.ByteBuffer;

/**
 * Follows a connection that speaks SSL 2.0 itself (draft-hickman-netscape-ssl-00 §1.1): its record
 * lengths show when the encrypted messages begin. After the client's CLIENT-MASTER-KEY and the
 * server's SERVER-HELLO each further record is encrypted.
 */
final class SslV2Reader {
  private final TlsFacts facts;
  private final SslV2ServerHelloView serverHello;
  private final int[] records = new int[2];
  private long skipFirst;
  private long skipSecond;

  SslV2Reader(TlsFacts facts, Views views) {
    this.facts = facts;
    this.serverHello = views.sslV2ServerHello;
  }

  /** Reads one record, or its header. */
  int read(OrderedBytes stream, ByteBuffer buffer, int start, int length) {
    int direction = stream.direction();
    long skip = direction == 0 ? skipFirst : skipSecond;
    if (skip > 0) {
      int used = (int) Math.min(skip, length);
      setSkip(direction, skip - used);
      return used;
    }
    if (facts.isServer(direction) && records[direction] == 0) {
      return serverHello(stream, buffer, start, length);
    }
    if (length < 2) {
      return 0;
    }
    int first = Bytes.u16(buffer, start);
    boolean shortHeader = (first & 0x8000) != 0;
    long record = shortHeader ? 2 + (first & 0x7FFF) : 3 + (first & 0x3FFF);
    records[direction]++;
    if (records[direction] >= 2) {
      facts.encryptedRecord(direction);
    }
    int used = (int) Math.min(record, length);
    setSkip(direction, record - used);
    return used;
  }

  private int serverHello(OrderedBytes stream, ByteBuffer buffer, int start, int length) {
    return switch (serverHello.wrap(buffer, start, length)) {
      case DONE -> {
        records[stream.direction()]++;
        facts.sslV2ServerHello(
            stream.direction(),
            stream.frames(stream.readOffset(), stream.arrivedOffset()),
            serverHello,
            buffer);
        facts.records().history().add(stream.direction(), MessageHistory.SERVER_HELLO);
        yield serverHello.lengthOnWire();
      }
      case NEED_MORE -> 0;
      case MALFORMED -> {
        if (stream.holes() == 0) {
          facts.answeredInClear();
        }
        yield length;
      }
    };
  }

  private void setSkip(int direction, long skip) {
    if (direction == 0) {
      skipFirst = skip;
    } else {
      skipSecond = skip;
    }
  }
}
