package io.tlsfloor.report.model;

import io.tlsfloor.report.text.Words;
import java.util.Optional;

/**
 * How often one kind of loss happened.
 *
 * @param name for programs: {@code evicted_flows}
 * @param text for people, with the count in it: {@code 3 flows given up for lack of room}
 * @param count how often
 * @param hides whether it could hide a finding
 */
public record LossCount(String name, String text, long count, boolean hides) {
  /** Name of the count of frames that a filter kept out: what they held is not known. */
  public static final String FILTERED = "filtered_frames";

  /** Name of the count of lines that an output could not write. */
  public static final String LINES_LOST = "lost_lines";

  /** Name of the count of findings whose evidence could not be written. */
  public static final String EVIDENCE_LOST = "lost_evidence";

  /** Name of the count of connections that may be the service's, with half a hello. */
  public static final String HALF_SEEN = "half_seen_hellos";

  /** Name of the count of inputs that were not read to their end, or not at all. */
  public static final String DAMAGED_INPUTS = "damaged_inputs";

  /** Name of the count of seconds between two watches of the same place. */
  public static final String UNWATCHED = "unwatched_seconds";

  /** Name of the count of connections that were read from logs: much of them is not shown. */
  public static final String LOG_CONNECTIONS = "log_connections";

  /** Name of the count of connections from logs that have no version. */
  public static final String LOG_UNDECIDED = "log_undecided";

  /** Name of the count of lines of logs that are no entries. */
  public static final String LOG_UNREADABLE = "log_unreadable_lines";

  /** Name of the count of flows of which a log says only that they are TLS. */
  public static final String LOG_BROKEN = "log_broken_tls";

  /** Name of the count of what logs said more of connections, and was forgotten. */
  public static final String LOG_FORGOTTEN = "log_forgotten";

  /** Name of the count of sign-ins that Entra's log reports. */
  public static final String REPORT_ENTRA = "report_entra";

  /** Name of the count of senders that Exchange's report names. */
  public static final String REPORT_EXCHANGE = "report_exchange";

  /** Name of the count of connections that Microsoft Defender inspected. */
  public static final String REPORT_DEFENDER = "report_defender";

  /** Name of the count of entries of reports that name no version, and may be of the service. */
  public static final String REPORT_UNDECIDED = "report_undecided";

  /** Holds what no log shows, as a clause. */
  public static final String LOGS_NEVER_SHOW =
      "logs never show refused hellos, lists that also hold old versions, or STARTTLS that never"
          + " came";

  /** Returns whether it happened, and could hide a finding. */
  public boolean hidesNow() {
    return hides && count > 0;
  }

  /** Both counts, of one name: of two outputs, say. */
  LossCount plus(LossCount other) {
    return besides(name, count + other.count).orElse(this);
  }

  /** Returns the loss of a run that goes on: what it could not see is known when it ends. */
  public static LossCount goesOn() {
    return new LossCount(
        "goes_on", "the run goes on; its last line counts what it missed", 1, true);
  }

  /**
   * A count that is no loss of the run itself, as it stands in a run line.
   *
   * @param name {@link #FILTERED}, {@link #LINES_LOST}, {@link #EVIDENCE_LOST}, or one of logs
   * @return empty for another name
   */
  public static Optional<LossCount> besides(String name, long count) {
    String text =
        switch (name) {
          case FILTERED -> Words.count(count, "frame") + " filtered out";
          case LINES_LOST -> Words.count(count, "line") + " not written";
          case EVIDENCE_LOST -> Words.count(count, "finding") + " without evidence";
          case LOG_CONNECTIONS ->
              Words.either(count, "connection is from a log", "connections are from logs")
                  + ": "
                  + LOGS_NEVER_SHOW;
          case LOG_UNDECIDED ->
              Words.either(count, "log entry without a version", "log entries without a version");
          case LOG_UNREADABLE ->
              Words.either(count, "line of a log not readable", "lines of logs not readable");
          case LOG_BROKEN ->
              Words.either(
                  count,
                  "flow of TLS that a log has no version of",
                  "flows of TLS that logs have no version of");
          case REPORT_ENTRA ->
              Words.either(count, "sign-in is from Entra's log", "sign-ins are from Entra's log")
                  + ", which never shows the version, the machine behind a NAT, clients that were"
                  + " refused before they signed in, or other services";
          case REPORT_EXCHANGE ->
              Words.either(
                      count,
                      "sender is from Exchange's report on SMTP AUTH",
                      "senders are from Exchange's report on SMTP AUTH")
                  + ", which never shows addresses, times, clients that were refused, or other"
                  + " protocols";
          case REPORT_DEFENDER ->
              Words.either(
                      count,
                      "connection is from Microsoft Defender",
                      "connections are from Microsoft Defender")
                  + ", which never shows devices without its agent, such as printers, and in some"
                  + " tenants no version";
          case REPORT_UNDECIDED ->
              Words.either(
                  count,
                  "entry of Microsoft's reports does not tell the version",
                  "entries of Microsoft's reports do not tell the version");
          case LOG_FORGOTTEN ->
              Words.either(
                  count,
                  "entry next to the connections forgotten for lack of room",
                  "entries next to the connections forgotten for lack of room");
          default -> "";
        };
    boolean hides =
        switch (name) {
          case LINES_LOST, LOG_UNREADABLE, LOG_BROKEN, LOG_FORGOTTEN, REPORT_UNDECIDED -> true;
          default -> false;
        };
    return text.isEmpty() ? Optional.empty() : Optional.of(new LossCount(name, text, count, hides));
  }
}
