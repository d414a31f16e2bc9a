package io.tlsfloor.parser.field;

import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.tls.CertificateNames;
import io.tlsfloor.parser.tls.HandshakeType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The fields of a handshake message, header included (RFC 8446 §4, RFC 6347 §4.2.2). */
final class HandshakeFields {
  private static final int MAX_NAMES = 16;
  private static final int HEADER = 4;

  private HandshakeFields() {}

  /**
   * Names the fields.
   *
   * @param message header and body, as far as they are there
   * @param headerBytes 4; 12 for DTLS, whose header of the first fragment counts
   * @param runs where the bytes lie
   */
  static Message of(byte[] message, int headerBytes, List<Run> runs) {
    FieldList in = new FieldList(message);
    int type = in.u8("msg_type");
    boolean dtls = headerBytes > HEADER;
    String source = dtls ? "RFC 6347 §4.2.2" : "RFC 8446 §4";
    in.add("msg_type", 0, type + " (" + name(type) + ")", source);
    int length = in.u24("length");
    in.add("length", 1, FieldList.bytes(length), source);
    if (dtls) {
      in.skip(headerBytes - HEADER, "fragment_header");
    }
    HelloFields hello = new HelloFields(in, dtls);
    switch (type) {
      case HandshakeType.CLIENT_HELLO -> hello.clientHello();
      case HandshakeType.SERVER_HELLO -> hello.serverHello();
      case HandshakeType.HELLO_VERIFY_REQUEST ->
          in.version("server_version", "RFC 6347 §4.2.1: no choice of a version");
      case HandshakeType.CERTIFICATE -> certificate(in, message, headerBytes);
      default -> {
        // Its header is all that a verdict uses.
      }
    }
    return new Message(
        hello.isRetry() ? "HelloRetryRequest" : name(type),
        message.length,
        runs,
        in.fields(),
        note(in, type, message.length - headerBytes, length));
  }

  private static String note(FieldList in, int type, int there, int length) {
    boolean read = type == HandshakeType.CLIENT_HELLO || type == HandshakeType.SERVER_HELLO;
    if (there < length) {
      return "only " + Math.max(0, there) + " of " + length + " bytes are there";
    }
    return read ? in.note() : "";
  }

  /** Finds the names of the first certificate where they stand in it. */
  private static void certificate(FieldList in, byte[] message, int headerBytes) {
    int list = headerBytes + 3;
    if (message.length < list + 3) {
      return;
    }
    int length = in.at(list) << 16 | in.at(list + 1) << 8 | in.at(list + 2);
    int start = list + 3;
    if (length > message.length - start) {
      return;
    }
    in.add("certificate_list[0].length", list, 3, FieldList.bytes(length), "RFC 5246 §7.4.2");
    Optional<ServerCertificate> read =
        CertificateNames.read(ByteBuffer.wrap(message), start, length);
    Set<String> names = new LinkedHashSet<>();
    read.flatMap(ServerCertificate::commonName).ifPresent(names::add);
    int common = names.size();
    read.ifPresent(certificate -> names.addAll(certificate.alternativeNames()));
    List<String> all = new ArrayList<>(names);
    for (int i = 0; i < Math.min(all.size(), MAX_NAMES); i++) {
      byte[] text = all.get(i).getBytes(StandardCharsets.UTF_8);
      int at = find(message, text, start, start + length);
      if (at >= 0) {
        in.add(
            i < common ? "subject.commonName" : "subjectAltName.dNSName",
            at,
            text.length,
            all.get(i),
            i < common ? "RFC 5280 §4.1.2.6" : "RFC 5280 §4.2.1.6");
      }
    }
  }

  /** Index of the last occurrence: the subject comes after the issuer, extensions after both. */
  private static int find(byte[] in, byte[] what, int from, int to) {
    for (int at = to - what.length; at >= from && what.length > 0; at--) {
      int same = 0;
      while (same < what.length && in[at + same] == what[same]) {
        same++;
      }
      if (same == what.length) {
        return at;
      }
    }
    return -1;
  }

  static String name(int type) {
    return switch (type) {
      case HandshakeType.HELLO_REQUEST -> "HelloRequest";
      case HandshakeType.CLIENT_HELLO -> "ClientHello";
      case HandshakeType.SERVER_HELLO -> "ServerHello";
      case HandshakeType.HELLO_VERIFY_REQUEST -> "HelloVerifyRequest";
      case HandshakeType.NEW_SESSION_TICKET -> "NewSessionTicket";
      case HandshakeType.DRAFT_HELLO_RETRY_REQUEST -> "HelloRetryRequest (draft)";
      case HandshakeType.CERTIFICATE -> "Certificate";
      case HandshakeType.SERVER_KEY_EXCHANGE -> "ServerKeyExchange";
      case HandshakeType.CERTIFICATE_REQUEST -> "CertificateRequest";
      case HandshakeType.SERVER_HELLO_DONE -> "ServerHelloDone";
      case HandshakeType.CERTIFICATE_VERIFY -> "CertificateVerify";
      case HandshakeType.CLIENT_KEY_EXCHANGE -> "ClientKeyExchange";
      case HandshakeType.FINISHED -> "Finished";
      case HandshakeType.CERTIFICATE_STATUS -> "CertificateStatus";
      default -> "handshake message " + type;
    };
  }
}
