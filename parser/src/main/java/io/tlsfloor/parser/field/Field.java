package io.tlsfloor.parser.field;

/**
 * A field of a message.
 *
 * @param name as the source spells it, with the structures around it: {@code server_name.host_name}
 * @param offset of its first byte in the message
 * @param length in bytes
 * @param meaning what the bytes say: {@code 0x0301 (TLS 1.0)}; as sent where it is text
 * @param source RFC and section that define it
 */
public record Field(String name, int offset, int length, String meaning, String source) {}
