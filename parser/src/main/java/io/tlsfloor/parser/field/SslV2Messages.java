package io.tlsfloor.parser.field;

import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.tls.SslV2ClientHelloView;
import io.tlsfloor.parser.tls.SslV2ServerHelloView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hellos in SSLv2 format (RFC 5246 §E.2, draft-hickman-netscape-ssl-00 §2.5, §2.6). */
public final class SslV2Messages {
  private SslV2Messages() {}

  /** The hello, a client's or a server's, that lies at {@code start}; null if none does. */
  public static @Nullable Message read(byte[] stream, int start, int end) {
    ByteBuffer buffer = ByteBuffer.wrap(stream);
    List<Field> fields = new ArrayList<>();
    SslV2ClientHelloView client = new SslV2ClientHelloView();
    if (client.wrap(buffer, start, end - start) == Progress.DONE) {
      client.describe(Field.into(fields, start));
      return Message.inOnePiece("SSLv2-format ClientHello", start, client.lengthOnWire(), fields);
    }
    SslV2ServerHelloView server = new SslV2ServerHelloView();
    if (server.wrap(buffer, start, end - start) == Progress.DONE) {
      server.describe(Field.into(fields, start));
      return Message.inOnePiece("SSL 2.0 ServerHello", start, server.lengthOnWire(), fields);
    }
    return null;
  }
}
