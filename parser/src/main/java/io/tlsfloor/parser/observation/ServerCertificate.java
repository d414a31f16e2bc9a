package io.tlsfloor.parser.observation;

import java.util.List;
import java.util.Optional;

/**
 * The names in the server's own certificate, read in clear up to TLS 1.2 (RFC 5280 §4.1, §4.2.1.6),
 * and what distinguishes it from others of these names.
 *
 * @param subject distinguished name in the form of RFC 4514
 * @param issuer distinguished name in the form of RFC 4514
 * @param commonName of the subject, where it has one
 * @param alternativeNames dNSName entries of subjectAltName, in order
 * @param marks its number, dates and fingerprint; empty where a log does not say them
 */
public record ServerCertificate(
    String subject,
    String issuer,
    Optional<String> commonName,
    List<String> alternativeNames,
    Optional<Marks> marks) {
  /** Copies the list. */
  public ServerCertificate {
    alternativeNames = List.copyOf(alternativeNames);
  }

  /** Names alone. */
  public ServerCertificate(
      String subject, String issuer, Optional<String> commonName, List<String> alternativeNames) {
    this(subject, issuer, commonName, alternativeNames, Optional.empty());
  }

  /**
   * Holds what distinguishes a certificate from others (RFC 5280 §4.1.2.2, §4.1.2.5).
   *
   * @param serial its number, a byte at a time in upper-case hexadecimal: {@code 05:A5:A8}
   * @param notBefore UTC, {@code 2026-11-25T13:45:03}
   * @param notAfter UTC, in the same form
   * @param sha1 of its bytes, in lower-case hexadecimal
   */
  public record Marks(String serial, String notBefore, String notAfter, String sha1) {}
}
