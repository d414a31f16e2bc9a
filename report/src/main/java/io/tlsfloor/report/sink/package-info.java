/**
 * Where results go: standard output, a file that appears when it is whole, and for a run that goes
 * on a file that is added to and opened again when others rotate it.
 *
 * <p>In: whole lines or bytes of some form. Out: the same, written or counted as lost.
 */
@NullMarked
package io.tlsfloor.report.sink;

import org.jspecify.annotations.NullMarked;
