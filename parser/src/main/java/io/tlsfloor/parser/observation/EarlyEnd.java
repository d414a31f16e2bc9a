package io.tlsfloor.parser.observation;

/**
 * That the server ended a connection right after it was established. What it said before that is
 * encrypted.
 *
 * @param how a FIN or an RST
 * @param records of application data that the server had sent by then; at least 1
 * @param bytes of their fragments, as they are encrypted: what they say is shorter
 * @param frame of the FIN or RST
 */
public record EarlyEnd(EndedHow how, int records, int bytes, FrameRef frame) {}
