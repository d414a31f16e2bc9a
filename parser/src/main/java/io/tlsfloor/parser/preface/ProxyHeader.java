package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.preface.PrefaceDescription.Said;
import java.nio.ByteBuffer;

/**
 * The header that a proxy puts in front of a connection (HAProxy's PROXY protocol, versions 1 and
 * 2). The server sends nothing for it.
 */
final class ProxyHeader extends Preface {
  private static final int MAX_V1_BYTES = 107; // proxy-protocol.txt §2.1

  private static final int MAX_WAITING_BYTES = 4096; // more than any greeting

  private final boolean second;
  private final LineView line = new LineView();
  private final ProxyV2View header = new ProxyV2View();
  private int addresses = -1;

  private ProxyHeader(int client, int version) {
    super(client);
    second = version == 2;
  }

  static ProxyHeader v1(int client) {
    return new ProxyHeader(client, 1);
  }

  static ProxyHeader v2(int client) {
    return new ProxyHeader(client, 2);
  }

  @Override
  public PrefaceKind kind() {
    return second ? PrefaceKind.PROXY_V2 : PrefaceKind.PROXY_V1;
  }

  @Override
  boolean betweenUnits(int direction) {
    return addresses < 0;
  }

  @Override
  int unit(int direction, ByteBuffer buffer, int at, int length) {
    if (!isClient(direction)) { // it can only speak once the header is whole
      if (length > MAX_WAITING_BYTES) {
        end();
      }
      return 0;
    }
    return second ? binary(buffer, at, length) : text(buffer, at, length);
  }

  private int text(ByteBuffer buffer, int at, int length) {
    int taken = line.wrap(buffer, at, Math.min(length, MAX_V1_BYTES));
    if (taken > 0) {
      over();
    } else if (length >= MAX_V1_BYTES) {
      end();
    }
    return taken;
  }

  private int binary(ByteBuffer buffer, int at, int length) {
    if (addresses < 0) {
      Progress progress = header.wrap(buffer, at, length);
      if (progress == Progress.MALFORMED) {
        end();
      }
      if (progress != Progress.DONE) {
        return 0;
      }
      int fixed = ProxyV2View.FIXED_BYTES;
      return passed(fixed, header.length() - fixed);
    }
    int skipped = Math.min(addresses, length);
    return passed(skipped, addresses - skipped);
  }

  private int passed(int bytes, int left) {
    addresses = left;
    if (left == 0) {
      over();
    }
    return bytes;
  }

  /** Describes the header of version 2; the server sends nothing for it. */
  static int describe(Said said, int at, FieldSink sink) {
    ProxyV2View header = new ProxyV2View();
    if (!said.byClient()
        || header.wrap(said.buffer(), at, said.there(at, Integer.MAX_VALUE)) != Progress.DONE) {
      return at;
    }
    header.describe(sink, said.end());
    return at + said.there(at, header.length());
  }
}
