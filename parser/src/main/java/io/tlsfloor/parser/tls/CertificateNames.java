package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.observation.ServerCertificate;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads the names out of one X.509 certificate in DER (RFC 5280 §4.1, §4.2.1.6): no signature or
 * key is looked at, and nothing of it is believed.
 */
public final class CertificateNames {
  private static final int MAX_ALTERNATIVE_NAMES =
      1024; // more are left out; a large real one has 500
  private static final int MAX_DNS_NAME_BYTES = 255; // RFC 1035 §3.1; longer ones are left out
  private static final int VERSION = 0xA0; // [0]
  private static final int EXTENSIONS = 0xA3; // [3]
  private static final int DNS_NAME = 0x82; // [2] IMPLICIT IA5String
  private static final int SUBJECT_ALT_NAME = 0x551D11; // id-ce 17, 2.5.29.17

  private CertificateNames() {}

  /**
   * The names of a certificate.
   *
   * @param start index of the certificate's first byte
   * @param length of the certificate
   * @return empty if issuer or subject cannot be read; without alternative names if only those
   *     cannot
   * @throws IndexOutOfBoundsException if the range is not inside {@code buffer}: a bug in the
   *     caller
   */
  public static Optional<ServerCertificate> read(ByteBuffer buffer, int start, int length) {
    Objects.checkFromIndexSize(start, length, buffer.limit());
    DerReader certificate = new DerReader(buffer, start, length);
    if (!certificate.next(DerReader.SEQUENCE)) {
      return Optional.empty();
    }
    DerReader signed = certificate.inside();
    if (!signed.next(DerReader.SEQUENCE)) {
      return Optional.empty();
    }
    return toBeSigned(buffer, signed.inside());
  }

  /** {@code TBSCertificate}, RFC 5280 §4.1. */
  private static Optional<ServerCertificate> toBeSigned(ByteBuffer buffer, DerReader in) {
    if (!in.next()
        || in.tag() == VERSION && !in.next()) { // serialNumber is the current element now
      return Optional.empty();
    }
    if (!in.next(DerReader.SEQUENCE) || !in.next(DerReader.SEQUENCE)) { // signature, issuer
      return Optional.empty();
    }
    DistinguishedName issuer = DistinguishedName.read(buffer, in.inside());
    if (!in.next(DerReader.SEQUENCE) || !in.next(DerReader.SEQUENCE)) { // validity, subject
      return Optional.empty();
    }
    DistinguishedName subject = DistinguishedName.read(buffer, in.inside());
    if (issuer == null || subject == null) {
      return Optional.empty();
    }
    List<String> alternatives = List.of();
    while (in.next()) { // subjectPublicKeyInfo, unique ids, extensions
      if (in.tag() == EXTENSIONS) {
        alternatives = alternatives(buffer, in.inside());
      }
    }
    return Optional.of(
        new ServerCertificate(subject.text(), issuer.text(), subject.commonName(), alternatives));
  }

  /** {@code Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension}. */
  private static List<String> alternatives(ByteBuffer buffer, DerReader explicit) {
    if (!explicit.next(DerReader.SEQUENCE)) {
      return List.of();
    }
    DerReader extensions = explicit.inside();
    while (extensions.next(DerReader.SEQUENCE)) {
      DerReader extension = extensions.inside();
      if (extension.next(DerReader.OID) && isSubjectAltName(buffer, extension)) {
        boolean value = extension.next(); // critical, or the value
        if (value && extension.tag() == DerReader.BOOLEAN) {
          value = extension.next();
        }
        if (value && extension.tag() == DerReader.OCTET_STRING) {
          return dnsNames(buffer, extension.inside());
        }
        return List.of();
      }
    }
    return List.of();
  }

  private static boolean isSubjectAltName(ByteBuffer buffer, DerReader oid) {
    return oid.contentLength() == 3 && Bytes.u24(buffer, oid.contentAt()) == SUBJECT_ALT_NAME;
  }

  /** {@code GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName}. */
  private static List<String> dnsNames(ByteBuffer buffer, DerReader value) {
    List<String> names = new ArrayList<>();
    if (!value.next(DerReader.SEQUENCE)) {
      return names;
    }
    DerReader general = value.inside();
    while (general.next() && names.size() < MAX_ALTERNATIVE_NAMES) {
      int length = general.contentLength();
      if (general.tag() == DNS_NAME && length > 0 && length <= MAX_DNS_NAME_BYTES) {
        names.add(Bytes.latin1(buffer, general.contentAt(), length));
      }
    }
    return names;
  }
}
