package io.tlsfloor.report.web;

import java.time.Duration;

/**
 * What peers may take of a server.
 *
 * @param connections at one time; each has a thread
 * @param headBytes of a request, its first line and its headers
 * @param bodyBytes of a request
 * @param idle without a question
 * @param ask from the first byte of a question to its last
 * @param take of a part of the answer, from when it is offered
 */
public record Limits(
    int connections, int headBytes, int bodyBytes, Duration idle, Duration ask, Duration take) {}
