package io.tlsfloor.kafka;

import org.jspecify.annotations.Nullable;

/**
 * A line that the client was given, or is about to be.
 *
 * @param number by which it is known until it has arrived; of those that were in memory
 * @param part that it came from; null if it was in memory
 */
record Outgoing(Line line, long number, Spool.@Nullable Part part) {}
