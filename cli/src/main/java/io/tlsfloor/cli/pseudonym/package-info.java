/**
 * The option for pseudonyms, and pseudonyms in frames. {@code io.tlsfloor.report.pseudonym} makes
 * them.
 */
@NullMarked
package io.tlsfloor.cli.pseudonym;

import org.jspecify.annotations.NullMarked;
