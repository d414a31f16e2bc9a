/** Findings as Markdown, for a ticket or a wiki. Start at {@code MarkdownReport}. */
@NullMarked
package io.tlsfloor.cli.report.markdown;

import org.jspecify.annotations.NullMarked;
