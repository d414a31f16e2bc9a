package io.tlsfloor.rules;

/**
 * One thing to look at.
 *
 * @param file the capture file or interface
 * @param frame number from 1, as Wireshark counts; 0 when the evidence is in no single frame
 * @param field what was read: {@code client_hello.legacy_version}
 * @param value what it said: {@code 0x0301 (TLS 1.0)}
 */
public record FindingEvidence(String file, long frame, String field, String value) {}
