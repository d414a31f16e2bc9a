/**
 * Holds what there is to report: clients and what they did, findings in groups, the run as a whole,
 * and the sentences that sum it up.
 *
 * <p>In: judgements and losses. Out: records and plain sentences for any form. Names in them are as
 * sent: each form escapes them in its own way.
 */
@NullMarked
package io.tlsfloor.report.model;

import org.jspecify.annotations.NullMarked;
