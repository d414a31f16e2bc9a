/**
 * Keeps results over months, and answers who is left.
 *
 * <p>In: lines that runs save ({@link io.tlsfloor.inventory.intake}), and what people decide
 * ({@link io.tlsfloor.inventory.people}). From these facts follows who is who, in which state, and
 * what was covered ({@link io.tlsfloor.inventory.derive}); it is asked for by commands ({@link
 * io.tlsfloor.inventory.answer}) and by pages ({@link io.tlsfloor.inventory.page}).
 *
 * <p>Not here: packets, verdicts, options.
 */
@NullMarked
package io.tlsfloor.inventory;

import org.jspecify.annotations.NullMarked;
