package io.tlsfloor.cli.report;

/**
 * How often one kind of loss happened.
 *
 * @param name for programs: {@code flows_evicted}
 * @param text for people, with the count in it: {@code 3 flows evicted for lack of room}
 * @param count how often
 * @param hides whether it could hide a finding
 */
public record LossCount(String name, String text, long count, boolean hides) {}
