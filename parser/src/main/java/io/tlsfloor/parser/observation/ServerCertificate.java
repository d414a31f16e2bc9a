package io.tlsfloor.parser.observation;

import java.util.List;
import java.util.Optional;

/**
 * The names in the server's own certificate, read in clear up to TLS 1.2 (RFC 5280 §4.1, §4.2.1.6).
 *
 * @param subject distinguished name in the form of RFC 4514
 * @param issuer distinguished name in the form of RFC 4514
 * @param commonName of the subject, where it has one
 * @param alternativeNames dNSName entries of subjectAltName, in order
 */
public record ServerCertificate(
    String subject, String issuer, Optional<String> commonName, List<String> alternativeNames) {
  /** Copies the list. */
  public ServerCertificate {
    alternativeNames = List.copyOf(alternativeNames);
  }
}
