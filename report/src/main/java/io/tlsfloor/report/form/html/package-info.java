/**
 * One self-contained page for managers and analysts.
 *
 * <p>In: judgements, clients and the summary of the run, from captures or from saved results. Out:
 * HTML that loads nothing, with a policy that forbids it to. Start at {@link
 * io.tlsfloor.report.form.html.HtmlReport}. What the page shows is put into words in {@link
 * io.tlsfloor.report.form.html.Page} and its parts; templates only place it, and escape all of it.
 * Names from traffic are shown in visible ASCII.
 */
@NullMarked
package io.tlsfloor.report.form.html;

import org.jspecify.annotations.NullMarked;
