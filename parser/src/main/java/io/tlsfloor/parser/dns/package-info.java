/**
 * Reads DNS messages in place, and the NetBIOS packets that share their form.
 *
 * <p>In: one message, without TCP's length prefix. Out: a view whose records have passed their
 * grammar, or {@link io.tlsfloor.parser.Malformed}. Start at {@link
 * io.tlsfloor.parser.dns.DnsMessageView}; {@link io.tlsfloor.parser.dns.DnsAnswers} follows aliases
 * from the question to addresses.
 *
 * <p>Not here: which message answers which question, how long an answer holds, and any trust in it.
 * A message is what its sender says.
 */
@NullMarked
package io.tlsfloor.parser.dns;

import org.jspecify.annotations.NullMarked;
