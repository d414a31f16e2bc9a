/**
 * Reports what was found: what there is to report ({@code model}), the forms that it is put into
 * ({@code form}), where the bytes go ({@code sink}), and saved lines read back ({@code saved}).
 *
 * <p>In: judgements, in the order of their verdicts, and the end of the run. Out: bytes of some
 * form in some sink. Not here: packets, judging, commands.
 */
@NullMarked
package io.tlsfloor.report;

import org.jspecify.annotations.NullMarked;
