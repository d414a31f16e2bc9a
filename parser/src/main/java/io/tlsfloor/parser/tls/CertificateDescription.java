package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.AddressText;
import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.observation.ServerCertificate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Describes a Certificate message up to TLS 1.2 (RFC 5246 §7.4.2). A server's certificate is made
 * to be shown. A client's names a person or a device, and is secret.
 */
final class CertificateDescription {
  private static final int MAX_NAMES = 16;
  private static final int MAX_COMPARED = 1 << 20; // bytes, to find all names
  private static final int LENGTH_BYTES = 3;

  private final FieldSink sink;
  private final ByteBuffer buffer;
  private final Privacy text;
  private int compared;

  CertificateDescription(FieldSink sink, ByteBuffer buffer, boolean fromClient) {
    this.sink = sink;
    this.buffer = buffer;
    text = fromClient ? Privacy.SECRET : Privacy.PUBLIC;
  }

  /** Describes a body as far as it is there, from {@code start} to {@code end}. */
  void describe(int start, int end) {
    sink.bytes(
        "certificate_list.length", start, Math.min(LENGTH_BYTES, end - start), Privacy.PUBLIC);
    int at = start + LENGTH_BYTES;
    for (boolean first = true; at + LENGTH_BYTES <= end; first = false) {
      int length = Bytes.u24(buffer, at);
      int certificate = at + LENGTH_BYTES;
      int there = Math.min(length, end - certificate);
      boolean named = first && there == length;
      sink.field(
          "certificate_list[0].length",
          at,
          LENGTH_BYTES,
          named ? FieldSink.count(length) : "",
          "RFC 5246 §7.4.2");
      if (named) {
        names(certificate, length);
      }
      sink.bytes("certificate", certificate, there, text);
      at = certificate + there;
    }
  }

  /** Finds the names of a certificate where they stand in it. */
  private void names(int start, int length) {
    Optional<ServerCertificate> read = CertificateNames.read(buffer, start, length);
    Set<String> names = new LinkedHashSet<>();
    read.flatMap(ServerCertificate::commonName).ifPresent(names::add);
    int common = names.size();
    read.ifPresent(certificate -> names.addAll(certificate.alternativeNames()));
    List<String> all = new ArrayList<>(names);
    for (int i = 0; i < Math.min(all.size(), MAX_NAMES); i++) {
      byte[] name = all.get(i).getBytes(StandardCharsets.UTF_8);
      int at = find(name, start, start + length);
      if (at >= 0) {
        sink.field(
            i < common ? "subject.commonName" : "subjectAltName.dNSName",
            at,
            name.length,
            text == Privacy.PUBLIC ? AddressText.ofName(all.get(i)) : text,
            all.get(i),
            i < common ? "RFC 5280 §4.1.2.6" : "RFC 5280 §4.2.1.6");
      }
    }
  }

  /** Index of the last occurrence: the subject comes after the issuer, extensions after both. */
  private int find(byte[] what, int from, int to) {
    for (int at = to - what.length; at >= from && what.length > 0; at--) {
      if (compared > MAX_COMPARED) {
        return -1; // bytes that are made to look like the beginnings of names
      }
      int same = 0;
      while (same < what.length && buffer.get(at + same) == what[same]) {
        same++;
      }
      compared += same + 1;
      if (same == what.length) {
        return at;
      }
    }
    return -1;
  }
}
