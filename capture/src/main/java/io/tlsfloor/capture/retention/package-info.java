/**
 * Copies of frames, kept in bounded room until the verdict on their connection falls.
 *
 * <p>In: each frame that the tracker gives to an undecided connection, each fragment, each DNS
 * answer. Out: {@link io.tlsfloor.capture.retention.ConnectionFrames} of the connection that is
 * being told. Start at {@link io.tlsfloor.capture.retention.FrameKeeper}. Nothing here runs without
 * one.
 *
 * <p>Not here: which bytes of a frame prove what; see {@code capture.dissection}.
 */
@NullMarked
package io.tlsfloor.capture.retention;

import org.jspecify.annotations.NullMarked;
