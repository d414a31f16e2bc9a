/**
 * Forms that other programs take: CSV, Suricata's EVE, Zeek's logs, CEF.
 *
 * <p>In: judgements and the run. Out: one file form a class, each with the escaping that its
 * readers need. Not here: what is said; every form says the same.
 */
@NullMarked
package io.tlsfloor.cli.report.exchange;

import org.jspecify.annotations.NullMarked;
