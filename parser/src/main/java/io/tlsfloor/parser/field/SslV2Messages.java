package io.tlsfloor.parser.field;

import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.CipherSuites;
import io.tlsfloor.parser.tls.SslV2ClientHelloView;
import io.tlsfloor.parser.tls.SslV2ServerHelloView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Hellos in SSLv2 format (RFC 5246 §E.2, draft-hickman-netscape-ssl-00 §2.5, §2.6). */
public final class SslV2Messages {
  private static final String CLIENT = "RFC 5246 §E.2";
  private static final String SERVER = "draft-hickman-netscape-ssl-00 §2.6";
  private static final int SPEC_BYTES = 3;
  private static final int MAX_SPECS = 8;

  private SslV2Messages() {}

  /** Whether an SSLv2-format hello, a client's or a server's, lies at {@code start}. */
  public static boolean isHello(byte[] stream, int start, int end) {
    ByteBuffer buffer = ByteBuffer.wrap(stream);
    return new SslV2ClientHelloView().wrap(buffer, start, end - start) == Progress.DONE
        || new SslV2ServerHelloView().wrap(buffer, start, end - start) == Progress.DONE;
  }

  /** The hello at {@code start}, which {@link #isHello}. */
  public static Message read(byte[] stream, int start, int end) {
    SslV2ClientHelloView client = new SslV2ClientHelloView();
    ByteBuffer buffer = ByteBuffer.wrap(stream);
    if (client.wrap(buffer, start, end - start) == Progress.DONE) {
      return clientHello(stream, start, client.lengthOnWire());
    }
    SslV2ServerHelloView server = new SslV2ServerHelloView();
    server.wrap(buffer, start, end - start);
    return serverHello(stream, start, server.lengthOnWire());
  }

  private static Message clientHello(byte[] stream, int start, int length) {
    FieldList in = new FieldList(Arrays.copyOfRange(stream, start, start + length));
    int headerBytes = header(in, CLIENT);
    in.version("version", CLIENT);
    int specs = number(in, "cipher_spec_length", CLIENT);
    number(in, "session_id_length", CLIENT);
    number(in, "challenge_length", CLIENT);
    List<String> names = new ArrayList<>();
    int first = in.position();
    for (int i = 0; i < specs / SPEC_BYTES; i++) {
      names.add(CipherSuites.name(in.u24("cipher_specs")));
    }
    String some = String.join(", ", names.subList(0, Math.min(names.size(), MAX_SPECS)));
    String more = names.size() > MAX_SPECS ? " and " + (names.size() - MAX_SPECS) + " more" : "";
    in.add("cipher_specs", first, names.size() + ": " + some + more, CLIENT);
    String note = headerBytes == 2 ? "" : "with a record header of three bytes";
    return new Message(
        "SSLv2-format ClientHello", length, List.of(new Run(0, start, length)), in.fields(), note);
  }

  private static Message serverHello(byte[] stream, int start, int length) {
    FieldList in = new FieldList(Arrays.copyOfRange(stream, start, start + length));
    header(in, SERVER);
    int hit = in.position();
    in.add("session_id_hit", hit, 1, Integer.toString(in.u8("session_id_hit")), SERVER);
    int type = in.position();
    in.add("certificate_type", type, 1, Integer.toString(in.u8("certificate_type")), SERVER);
    in.version("server_version", SERVER);
    return new Message(
        "SSL 2.0 ServerHello", length, List.of(new Run(0, start, length)), in.fields(), "");
  }

  /** Record header and type; returns the bytes of the header. */
  private static int header(FieldList in, String source) {
    int headerBytes = (in.at(0) & 0x80) != 0 ? 2 : 3;
    int length = in.u16("msg_length") & (headerBytes == 2 ? 0x7FFF : 0x3FFF);
    in.skip(headerBytes - 2, "padding");
    in.add("msg_length", 0, FieldList.bytes(length), source);
    int at = in.position();
    int type = in.u8("msg_type");
    in.add("msg_type", at, type + (type == 1 ? " (client_hello)" : " (server_hello)"), source);
    return headerBytes;
  }

  private static int number(FieldList in, String name, String source) {
    int at = in.position();
    int number = in.u16(name);
    in.add(name, at, FieldList.bytes(number), source);
    return number;
  }
}
