package io.tlsfloor.parser.observation;

/**
 * A name for the server, and where it was seen.
 *
 * @param name as it was sent, neither lowered nor escaped
 * @param from the place
 */
public record NameSeen(String name, NameSource from) {}
