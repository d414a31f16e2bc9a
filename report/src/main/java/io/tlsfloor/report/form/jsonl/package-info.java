/**
 * JSON Lines in the names of the Elastic Common Schema, as {@code docs/schema} describes them.
 *
 * <p>In: judgements and summaries. Out: one object a line, in pure ASCII: whatever is not visible
 * ASCII is escaped, so that a line can be shown anywhere. Start at {@link
 * io.tlsfloor.report.form.jsonl.JsonLinesReport}.
 */
@NullMarked
package io.tlsfloor.report.form.jsonl;

import org.jspecify.annotations.NullMarked;
