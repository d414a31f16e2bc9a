/**
 * Where results go: standard output, a file that appears when it is whole, a file that rotates.
 *
 * <p>In: whole lines or bytes of some form. Out: the same, written or counted as lost.
 */
@NullMarked
package io.tlsfloor.report.sink;

import org.jspecify.annotations.NullMarked;
