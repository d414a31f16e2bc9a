/**
 * Kafka as a bus: an add-on that only those load who use it.
 *
 * <p>In: lines. Out: records of one topic, and back. Nothing is sent or read on the thread of a
 * capture. Start at {@link KafkaBus}.
 */
@NullMarked
package io.tlsfloor.kafka;

import org.jspecify.annotations.NullMarked;
