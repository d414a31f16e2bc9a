/** Numbers, times, names and reasons in words, and JSON: each known here only. */
@NullMarked
package io.tlsfloor.report.text;

import org.jspecify.annotations.NullMarked;
