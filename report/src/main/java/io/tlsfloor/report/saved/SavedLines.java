package io.tlsfloor.report.saved;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.ob.JSON;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.RunSummary;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.rules.Judgement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells saved results again: those of one run, or of several added up. Confined to one thread. */
public final class SavedLines {
  private static final String STANDARD_INPUT = "-";

  private final Report report;
  private final Map<Pair, ClientSummary> clients = new LinkedHashMap<>();
  private final SavedRuns runs = new SavedRuns();
  private long alerts;

  private record Pair(IpAddress client, Optional<ServiceName> service) {}

  /** Tells them to {@code report}. */
  public SavedLines(Report report) {
    this.report = report;
  }

  /** Whether a file holds saved results: its first byte that is no space is an opening brace. */
  public static boolean looksSaved(String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      int first;
      do {
        first = in.read();
      } while (first == ' ' || first == '\n' || first == '\r' || first == '\t');
      return first == '{';
    } catch (IOException | InvalidPathException e) {
      return false; // whoever reads it says why it cannot be read
    }
  }

  /** What messages call an input: a file by its name, {@code -} the standard input. */
  public static String name(String input) {
    return input.equals(STANDARD_INPUT) ? "standard input" : input;
  }

  /**
   * Reads one input to its end; its connections are told as they come.
   *
   * @param input a file, or {@code -} for {@code standardInput}
   * @throws ReportException if it cannot be read, or a line is no line of results
   * @throws IOException if the report cannot be written
   */
  public void readInput(String input, InputStream standardInput) throws IOException {
    if (input.equals(STANDARD_INPUT)) {
      read(standardInput, name(input));
      return;
    }
    try (LineReader lines = LineReader.open(input)) {
      read(lines, input);
    }
  }

  /**
   * Reads one stream to its end; its connections are told as they come.
   *
   * @param name for messages
   * @throws ReportException if a line is no line of results
   * @throws IOException if the report cannot be written
   */
  public void read(InputStream in, String name) throws IOException {
    read(new LineReader(in, name), name);
  }

  private void read(LineReader lines, String name) throws IOException {
    Map<Pair, ClientSummary> ofThis = new LinkedHashMap<>();
    boolean finished = false;
    for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
      try {
        Fields fields = new Fields("", JSON.std.mapFrom(line.get()));
        switch (fields.object("event").needed("dataset")) {
          case "tlsfloor.connection" -> connection(fields);
          case "tlsfloor.client" -> {
            // a watch writes a client's line again each hour, with all that came until then
            ClientSummary client = SavedClient.of(fields);
            ofThis.put(new Pair(client.client(), client.service()), client);
          }
          case "tlsfloor.run" -> {
            runs.add(fields);
            finished = true;
          }
          default -> throw new SavedLineException("its event.dataset is none of tlsfloor's");
        }
      } catch (JacksonException e) {
        throw refused(name, lines.number(), "it is not JSON");
      } catch (SavedLineException e) {
        throw refused(name, lines.number(), String.valueOf(e.getMessage()));
      }
    }
    if (!finished) {
      runs.addUnfinished();
    }
    ofThis.forEach((pair, client) -> clients.merge(pair, client, SavedClient::together));
  }

  private void connection(Fields fields) throws IOException {
    Judgement judgement = SavedJudgement.of(fields);
    alerts += judgement.flagged() ? 1 : 0;
    report.connection(judgement);
  }

  private static ReportException refused(String name, long line, String why) {
    return ReportException.given(
        name + ", line " + line + ": not a line of tlsfloor's results: " + why,
        "Give what tlsfloor scan --format jsonl wrote, as it was written.");
  }

  /**
   * All is read: tells the clients and the run.
   *
   * @throws IOException if the report cannot be written
   */
  public RunSummary end() throws IOException {
    List<ClientSummary> all = new ArrayList<>(clients.values());
    report.clients(all);
    RunSummary run =
        runs.summary(all.stream().map(ClientSummary::client).distinct().count(), alerts);
    report.run(run);
    return run;
  }
}
