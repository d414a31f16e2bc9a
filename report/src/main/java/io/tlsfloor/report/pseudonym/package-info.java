/**
 * Keyed pseudonyms for clients, for results that are shared.
 *
 * <p>In: judgements, clients and the run, as policy left them. Out: the same with other addresses,
 * MAC addresses and names for clients, before any report sees them. Start at {@link
 * io.tlsfloor.report.pseudonym.Pseudonymizer}. Not here: how a report looks. docs/decisions/0018
 * says what is replaced, and what is not.
 */
@NullMarked
package io.tlsfloor.report.pseudonym;

import org.jspecify.annotations.NullMarked;
