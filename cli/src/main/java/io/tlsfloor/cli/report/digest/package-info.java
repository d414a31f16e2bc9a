/**
 * What a run comes to, for people: findings in groups, and the sentences around them.
 *
 * <p>In: judgements and the summary of the run. Out: groups in order and plain sentences, for any
 * form that people read. Start at {@link io.tlsfloor.cli.report.digest.FindingGroups}. Names in
 * groups are as sent: each form escapes them in its own way.
 */
@NullMarked
package io.tlsfloor.cli.report.digest;

import org.jspecify.annotations.NullMarked;
