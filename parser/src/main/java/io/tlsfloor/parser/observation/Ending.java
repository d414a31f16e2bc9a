package io.tlsfloor.parser.observation;

import java.util.Optional;

/**
 * Holds what ended the part of the connection that the verdict rests on.
 *
 * @param how the event
 * @param by who caused it; empty for a time-out and the end of the capture
 */
public record Ending(EndedHow how, Optional<Side> by) {}
