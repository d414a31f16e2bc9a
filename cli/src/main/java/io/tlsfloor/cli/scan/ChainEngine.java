package io.tlsfloor.cli.scan;

import io.tlsfloor.capture.chain.ParallelChains;
import io.tlsfloor.capture.connection.CaptureTwins;
import io.tlsfloor.capture.file.CaptureSet.Unread;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.report.sink.Sink;
import io.tlsfloor.rules.HomeNetworks;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads chains of captures elsewhere than in this process, on a cluster for instance. All that
 * comes after is the scan's own: it judges, counts and reports.
 */
public interface ChainEngine {
  /**
   * Finds the captures.
   *
   * @param inputs as the user named them
   * @return inputs that should be read and cannot be
   * @throws CommandException if there is nothing at all to read: exit 2
   */
  List<Unread> find(List<String> inputs) throws CommandException;

  /** When each capture begins, in order. */
  List<CaptureTwins.Begin> captures();

  /** Time of the first packet of all; empty if none has a time. */
  Optional<Instant> first();

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
   * Where JSON Lines of all connections, clients and the run go, next to what the options say.
   *
   * @throws IOException if it cannot be opened
   */
  Optional<Sink> lines() throws IOException;
}
