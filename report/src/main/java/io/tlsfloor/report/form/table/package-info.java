/**
 * The table for people: findings grouped by client, service, rule and stack, the worst first.
 *
 * <p>In: judgements and the summary of the run. Out: text that fits a width, with or without
 * colour. Start at {@link io.tlsfloor.report.form.table.TableReport}. Names from traffic are shown
 * in visible ASCII only.
 */
@NullMarked
package io.tlsfloor.report.form.table;

import org.jspecify.annotations.NullMarked;
