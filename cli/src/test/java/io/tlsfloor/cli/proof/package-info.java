/**
 * The same traffic told otherwise, damaged or in floods: what a verdict may depend on, and what
 * not.
 *
 * <p>Start at {@link io.tlsfloor.cli.proof.Sample}: packets in memory. {@link
 * io.tlsfloor.cli.proof.Segment} reads and writes TCP segments independently of the parser, {@link
 * io.tlsfloor.cli.proof.Reshaped} changes how packets lie without changing what they say, and
 * {@link io.tlsfloor.cli.proof.Verdicts} tells what the program makes of them.
 */
@NullMarked
package io.tlsfloor.cli.proof;

import org.jspecify.annotations.NullMarked;
