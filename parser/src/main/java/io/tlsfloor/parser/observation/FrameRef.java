package io.tlsfloor.parser.observation;

import java.time.Instant;

/**
 * A captured frame that a fact was read from.
 *
 * @param file the capture file as given or found; the interface's name when live
 * @param number counted from 1 within the file, as Wireshark does
 * @param time of the frame
 */
public record FrameRef(String file, long number, Instant time) {}
