/**
 * Remembers over months who is below the floor, and answers what becomes of it.
 *
 * <p>In: what runs say of clients, findings and themselves, from saved lines or as they come. Out:
 * states, counts by day, lists and pages. Start at {@link io.tlsfloor.inventory.store.Store},
 * {@link io.tlsfloor.inventory.intake.Intake} and {@link io.tlsfloor.inventory.state.Ledger}.
 *
 * <p>Not here: packets and verdicts. A state follows from facts that were stored, never from a
 * guess: absence fixes nothing, and a day that no sensor covered is a gap.
 */
@NullMarked
package io.tlsfloor.inventory;

import org.jspecify.annotations.NullMarked;
