package io.tlsfloor.rules;

/**
 * Holds what to do about a finding.
 *
 * @param text one sentence in the imperative
 * @param reference path of a page in the documentation, or a vendor's page
 */
public record Remedy(String text, String reference) {}
