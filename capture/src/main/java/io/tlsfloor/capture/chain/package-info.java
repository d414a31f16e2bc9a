/**
 * Reads captures that belong together: chains, in which connections go on from one to the next.
 *
 * <p>In: captures in the order of their first packets, or one that grows. Out: connections in the
 * order of verdicts, and for each chain what was read and lost. Start at {@link
 * io.tlsfloor.capture.chain.ChainReader}, which reads one chain in one thread: any engine may run
 * many of them side by side. {@link io.tlsfloor.capture.chain.ParallelChains} does so in one
 * process, {@link io.tlsfloor.capture.chain.FrameLoop} is the loop under all of it.
 *
 * <p>Not here: what a connection means, and where it is reported.
 */
@NullMarked
package io.tlsfloor.capture.chain;

import org.jspecify.annotations.NullMarked;
