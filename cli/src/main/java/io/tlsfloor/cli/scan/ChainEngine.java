package io.tlsfloor.cli.scan;

import io.tlsfloor.capture.chain.ParallelChains;
import io.tlsfloor.capture.connection.CaptureTwins;
import io.tlsfloor.capture.file.CaptureSet.Unread;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.logs.LogTally;
import io.tlsfloor.logs.ReportDates;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.report.sink.Sink;
import io.tlsfloor.rules.HomeNetworks;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads chains of captures, and logs, elsewhere than in this process, on a cluster for instance.
 * All that comes after is the scan's own: it judges, counts and reports.
 */
public interface ChainEngine {
  /**
   * Finds captures and logs.
   *
   * @param inputs as the user named them
   * @return inputs that should be read and cannot be
   * @throws CommandException if there is nothing at all to read: exit 2
   */
  List<Unread> find(List<String> inputs) throws CommandException;

  /** When each capture begins, in order. */
  List<CaptureTwins.Begin> captures();

  /** Time of the first packet of all, or without captures of the first entry of a log. */
  Optional<Instant> first();

  /** How many captures there are, with all logs as one: each may hold the connections of others. */
  int count();

  /** Returns whether a report of Microsoft's is among the logs. */
  boolean holdsReports();

  /**
   * Reads all captures.
   *
   * @param timeout of packet time
   * @param home the home networks
   * @param sink takes connections and results, in the order of the captures
   * @throws IOException if the sink fails, or the cluster does
   */
  void run(Duration timeout, HomeNetworks home, ParallelChains.Sink sink) throws IOException;

  /**
   * Reads all logs, after the captures.
   *
   * @param dates for reports that do not say theirs
   * @param sink takes each connection, in the order of the folders and in each of its logs
   * @param tallies takes what is left of each folder, behind its connections
   */
  void readLogs(ReportDates dates, Consumer<TlsConnection> sink, Consumer<LogTally> tallies);

  /**
   * Where JSON Lines of all connections, clients and the run go, next to what the options say.
   *
   * @throws IOException if it cannot be opened
   */
  Optional<Sink> lines() throws IOException;
}
