/** Annotations of a GitHub workflow. Start at {@code GithubReport}. */
@NullMarked
package io.tlsfloor.report.form.github;

import org.jspecify.annotations.NullMarked;
