/**
 * Names every field of the messages that facts are read from, with its place and its source, for a
 * reader who doubts a verdict.
 *
 * <p>In: the places of messages in the bytes of one direction, as they were read. Out: {@link
 * io.tlsfloor.parser.field.Message}s with their {@link io.tlsfloor.parser.field.Field}s. Start at
 * {@link io.tlsfloor.parser.field.Descriptions}.
 *
 * <p>Not here: where messages lie, verdicts, and speed. It is done for few connections.
 */
@NullMarked
package io.tlsfloor.parser.field;

import org.jspecify.annotations.NullMarked;
