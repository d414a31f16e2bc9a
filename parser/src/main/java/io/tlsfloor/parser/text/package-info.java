/**
 * Reads text that other programs export, in whatever encoding and dialect they write it.
 *
 * <p>In: bytes. Out: text in UTF-8, and rows of tables. Not here: what a table means.
 */
@NullMarked
package io.tlsfloor.parser.text;

import org.jspecify.annotations.NullMarked;
