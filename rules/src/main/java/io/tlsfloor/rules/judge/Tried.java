package io.tlsfloor.rules.judge;

import io.tlsfloor.rules.ServiceEvidence;
import io.tlsfloor.rules.catalogue.Explanation;

/**
 * A name or address that was looked up to find the service.
 *
 * @param evidence the kind of evidence
 * @param subject the name or address, as it was seen
 * @param port it was looked up with
 * @param found what the catalogue has to say of it
 * @param chosen whether it decided the service
 */
public record Tried(
    ServiceEvidence evidence, String subject, int port, Explanation found, boolean chosen) {}
