package io.tlsfloor.parser.observation;

import java.util.Optional;

/**
 * The entry of another program's log that a connection's facts are from, as far as it is no fact of
 * its own. Such a connection has one {@link FrameRef}: the log's file, the entry's line, and the
 * time that the log gives it.
 *
 * @param writer whose log it is
 * @param id the log's own id of the connection: Zeek's {@code uid}, Suricata's {@code flow_id};
 *     empty where the entry has none
 * @param version the version that the server chose, as logged; empty where the log has none
 * @param maxFrom the log's field that shows the highest version offered; empty if none
 * @param ja3 the MD5 in hex, as logged
 * @param ja4 the fingerprint, as logged
 * @param report what a report of Microsoft's says besides; empty for other logs
 */
public record LogEntry(
    Writer writer,
    String id,
    Optional<String> version,
    Optional<String> maxFrom,
    Optional<String> ja3,
    Optional<String> ja4,
    Optional<Reported> report) {
  /** The program that wrote a log. */
  public enum Writer {
    ZEEK,
    /** Suricata's EVE, or another program's in that form. */
    EVE,
    /** The sign-in logs of Microsoft Entra. */
    ENTRA,
    /** The report on clients of SMTP AUTH of Exchange Online. */
    EXCHANGE,
    /** Network events of Microsoft Defender for Endpoint. */
    DEFENDER
  }

  /** The same with another report. */
  public LogEntry with(Reported other) {
    return new LogEntry(writer, id, version, maxFrom, ja3, ja4, Optional.of(other));
  }

  /**
   * Whom the connection counts for: what is at its address; of a sign-in the device that it names,
   * unless the wire knows that; else, as of all senders of mail, the account.
   *
   * @param address of the client
   */
  public IpAddress countsFor(IpAddress address) {
    if (report.isEmpty()) {
      return address;
    }
    Reported said = report.get();
    return switch (writer) {
      case ZEEK, EVE, DEFENDER -> address;
      case EXCHANGE -> said.account().map(Reported::ofAccount).orElse(address);
      case ENTRA ->
          said.device().isPresent()
              ? said.isOf(address) ? address : Reported.ofDevice(said.device().get())
              : said.account().map(Reported::ofAccount).orElse(address);
    };
  }
}
