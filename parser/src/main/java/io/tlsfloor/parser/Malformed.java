package io.tlsfloor.parser;

/**
 * Where decoding stopped, and why: "malformed at offset 48 (versions): BAD_LENGTH".
 *
 * @param offset bytes from the start of the message body to the field that broke the rule
 * @param field the field's name as the RFC spells it
 * @param reason the rule that it broke
 */
public record Malformed(int offset, String field, Reason reason) {
  @Override
  public String toString() {
    return "malformed at offset " + offset + " (" + field + "): " + reason;
  }
}
