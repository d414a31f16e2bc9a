/**
 * The ground that every view stands on: big-endian reads, one cursor that does every bounds check,
 * and the words for what went wrong.
 *
 * <p>Not here: I/O, clocks, threads, loggers, and any opinion on what is secure.
 */
@NullMarked
package io.tlsfloor.parser;

import org.jspecify.annotations.NullMarked;
