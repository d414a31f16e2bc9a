/**
 * Reads the logs of Zeek and Suricata where there are no packets.
 *
 * <p>In: {@code ssl.log} with those that lie next to it, and EVE. Out: the same {@link
 * io.tlsfloor.parser.observation.TlsConnection} values as from packets, one for each entry, with
 * what the log says and nothing more. Start at {@link LogScanner}. Not here: packets, and any
 * opinion on what was logged.
 */
@NullMarked
package io.tlsfloor.logs;

import org.jspecify.annotations.NullMarked;
