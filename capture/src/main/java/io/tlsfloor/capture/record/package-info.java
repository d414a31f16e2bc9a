/**
 * Holds what the analyzer read, where a person or a proof wants to know it: frames, the bytes that
 * they brought, and the messages that were found in them.
 *
 * <p>In: calls of the analyzer, its trackers and readers ({@link
 * io.tlsfloor.capture.record.Recorder}, {@link io.tlsfloor.capture.record.Recording}). Out: {@link
 * io.tlsfloor.capture.record.LocatedMessage}s for a reader, {@link
 * io.tlsfloor.capture.record.ConnectionProof} for evidence, of frames that {@link
 * io.tlsfloor.capture.record.FrameKeeper} kept until the verdict. Nothing here runs without one who
 * asks for it.
 *
 * <p>Not here: verdicts, and reading; those are the analyzer's.
 */
@NullMarked
package io.tlsfloor.capture.record;

import org.jspecify.annotations.NullMarked;
