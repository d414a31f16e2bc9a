/** Findings as Markdown, for a ticket or a wiki. Start at {@code MarkdownReport}. */
@NullMarked
package io.tlsfloor.report.form.markdown;

import org.jspecify.annotations.NullMarked;
