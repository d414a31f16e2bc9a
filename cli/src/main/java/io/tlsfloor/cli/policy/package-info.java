/**
 * Holds what every command that judges connections needs: its options, the endpoint list, and the
 * counts.
 *
 * <p>In: a command line, and judgements as they are made. Out: the policy, and what the end of a
 * run reports. Start at {@link io.tlsfloor.cli.policy.JudgingOptions}. Not here: where packets come
 * from, and how results look.
 */
@NullMarked
package io.tlsfloor.cli.policy;

import org.jspecify.annotations.NullMarked;
