/**
 * Names every field of the messages that facts are read from, with its place and its source, for a
 * reader who doubts a verdict.
 *
 * <p>In: bytes of one direction, contiguous. Out: {@link io.tlsfloor.parser.field.Message}s with
 * their {@link io.tlsfloor.parser.field.Field}s. Start at {@link
 * io.tlsfloor.parser.field.RecordMessages}.
 *
 * <p>Not here: verdicts, and speed. The views are what is read on the way to a verdict; this is a
 * second reading, of few connections, and it allocates as it likes.
 */
@NullMarked
package io.tlsfloor.parser.field;

import org.jspecify.annotations.NullMarked;
