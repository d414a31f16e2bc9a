package io.tlsfloor.cli.explain;

import io.tlsfloor.capture.file.GivenPath;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.option.ClientChoice;
import io.tlsfloor.cli.scan.NamedClients;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.report.form.table.Lines;
import io.tlsfloor.report.form.table.Paint;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.CommunityId;
import io.tlsfloor.report.model.Found;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.report.saved.Origin;
import io.tlsfloor.report.saved.SavedReader;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.FindingEvidence;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Explains results: what their lines hold of a connection, and how to get to its packets, which
 * they do not hold. Where connections have no lines, what lines of clients found is explained.
 */
final class SavedStories implements SavedReader.ResultsHandler {
  private static final String INDENT = "  ";

  private final ExplainOptions options;
  private final List<ClientChoice> clients;
  private final Map<String, Saved> connections = new LinkedHashMap<>(); // by event id
  private final List<FoundOf> found = new ArrayList<>();
  private long fitting;
  private boolean live;

  /** A connection as its line has it. */
  private record Saved(Result result, Origin origin) {}

  /** What was found of a client. */
  private record FoundOf(ClientDay day, Found found) {}

  private SavedStories(ExplainOptions options, List<ClientChoice> clients) {
    this.options = options;
    this.clients = clients;
  }

  /**
   * Reads results, and explains what is asked for.
   *
   * @throws CommandException if there is nothing to explain
   */
  static void print(ExplainOptions options, OutputStream out, Paint paint, Console console)
      throws CommandException, IOException {
    String file = options.file();
    if (options.frame().isPresent()) {
      throw CommandException.usage(
          file + " holds results, which have no frames",
          "Choose by --client ADDRESS or by #COMMUNITY_ID; or give the capture and the frame.");
    }
    SavedStories stories = new SavedStories(options, chosen(options));
    new SavedReader(stories).readInput(file, console.in());
    String text = stories.text(paint, console.columns());
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The clients that are asked for; names are looked up in lines of clients. */
  private static List<ClientChoice> chosen(ExplainOptions options)
      throws CommandException, IOException {
    List<ClientChoice> clients = options.clients();
    if (clients.stream().allMatch(each -> each.name().isEmpty())) {
      return clients;
    }
    Map<String, Set<IpAddress>> addresses = new TreeMap<>();
    SavedReader names =
        new SavedReader(
            new SavedReader.ResultsHandler() {
              @Override
              public void connection(Origin origin, Result result) {
                // Lines of clients have the names.
              }

              @Override
              public void client(Origin origin, ClientDay client) {
                NamedClients.addresses(List.of(client))
                    .forEach(
                        (name, some) ->
                            addresses
                                .computeIfAbsent(name, key -> new LinkedHashSet<>())
                                .addAll(some));
              }

              @Override
              public void watch(Origin origin, WatchState state) {
                // Lines of clients have the names.
              }

              @Override
              public void run(Origin origin, Run run) {
                // Lines of clients have the names.
              }

              @Override
              public void end(boolean finished) {
                // Whatever was missing is said by a report.
              }
            });
    names.readInput(options.file(), InputStream.nullInputStream());
    return NamedClients.byAddress(clients, addresses);
  }

  @Override
  public void connection(Origin origin, Result result) {
    boolean asked =
        options.connection().isPresent()
            ? options.connection().equals(communityId(result))
            : clients.isEmpty()
                ? result.flagged() || options.judging().all()
                : clients.stream().anyMatch(each -> each.admits(result.ends()));
    if (!asked) {
      return;
    }
    boolean again = connections.containsKey(result.id());
    fitting += again ? 0 : 1;
    if (again || connections.size() < Selection.MAX_STORIES) {
      connections.put(result.id(), new Saved(result, origin)); // the last one holds
    }
  }

  private static Optional<String> communityId(Result result) {
    TlsConnection connection = result.connection();
    return CommunityId.known(connection.transport(), connection.client(), connection.server());
  }

  @Override
  public void client(Origin origin, ClientDay client) {
    boolean asked =
        options.connection().isEmpty()
            && (clients.isEmpty()
                || clients.stream().anyMatch(each -> each.admits(client.client(), client.mac())));
    for (Found each : asked ? client.findings() : List.<Found>of()) {
      if (found.size() < Selection.MAX_STORIES) {
        found.add(new FoundOf(client, each));
      }
    }
  }

  @Override
  public void watch(Origin origin, WatchState state) {
    live = true; // frames of lines that follow are of interfaces
  }

  @Override
  public void run(Origin origin, Run run) {
    // What it could not see is said by a report.
  }

  @Override
  public void end(boolean finished) {
    // As above.
  }

  private String text(Paint paint, int columns) throws CommandException {
    StringBuilder text = new StringBuilder();
    if (fitting > connections.size()) {
      text.append("The first ")
          .append(connections.size())
          .append(" of ")
          .append(fitting)
          .append(" connections are explained.\n");
    }
    if (connections.isEmpty() && found.isEmpty()) {
      throw CommandException.usage(
          "nothing in " + options.file() + (options.selects() ? " fits" : " is flagged"),
          options.selects()
              ? "tlsfloor report shows which clients it holds."
              : "--all explains every connection that has a line.");
    }
    for (Saved each : connections.values()) {
      connection(each, paint, columns, text);
    }
    if (connections.isEmpty()) {
      found.forEach(each -> found(each, paint, columns, text));
    }
    return text.toString();
  }

  private void connection(Saved saved, Paint paint, int columns, StringBuilder text) {
    Result result = saved.result();
    TlsConnection connection = result.connection();
    FrameRef frame =
        connection.evidence().clientHello().isEmpty()
            ? result.first()
            : connection.evidence().clientHello().get(0);
    String title =
        result.ends().client()
            + " to "
            + result.ends().server()
            + " · "
            + connection.protocol()
            + " over "
            + connection.transport()
            + " · "
            + Timestamps.seconds(result.first().time());
    head(title, result.worst(), paint, columns, text);
    List<String> facts = new ArrayList<>();
    facts.addAll(new ConnectionWords(connection, result.judgement()).seen());
    result.judgement().service().ifPresent(service -> facts.add(StoryBuilder.of(service)));
    for (Finding finding : result.findings()) {
      facts.addAll(places(finding));
    }
    facts.add(
        packets(
            result.first().file(),
            frame.number(),
            saved.origin().live(),
            connection.log().map(LogEntry::writer)));
    facts.forEach(fact -> prose(fact, columns, text));
  }

  private void found(FoundOf saved, Paint paint, int columns, StringBuilder text) {
    Found each = saved.found();
    String title =
        saved.day().client()
            + saved.day().service().map(service -> " to " + service.name()).orElse("")
            + " · "
            + Words.count(each.times(), "connection")
            + " · "
            + Timestamps.seconds(each.first());
    head(title, Optional.of(each.worst()), paint, columns, text);
    List<String> facts = new ArrayList<>(places(each.worst()));
    each.worst()
        .remedy()
        .ifPresent(
            remedy ->
                facts.add("What to do: " + remedy.text() + ", see " + remedy.reference() + "."));
    FrameRef frame = each.sight().frame();
    facts.add(packets(frame.file(), frame.number(), live, Optional.empty()));
    facts.forEach(fact -> prose(fact, columns, text));
  }

  private static void head(
      String title, Optional<Finding> worst, Paint paint, int columns, StringBuilder text) {
    text.append(text.length() == 0 ? "" : "\n");
    for (String line : Lines.wrap(Printable.text(title), columns)) {
      text.append(paint.bold(line)).append('\n');
    }
    Optional<Severity> severity = worst.map(Finding::severity);
    String said =
        severity.map(each -> StoryBuilder.word(each) + ": ").orElse("")
            + worst.map(Finding::summary).orElse("No rule found anything wrong with it.");
    for (String line : Lines.wrap(Printable.name(said), columns)) {
      text.append(severity.map(each -> paint.severity(each, line)).orElse(line)).append('\n');
    }
  }

  private static void prose(String sentence, int columns, StringBuilder text) {
    for (String line : Lines.wrap(Printable.name(sentence), columns - INDENT.length())) {
      text.append(INDENT).append(line).append('\n');
    }
  }

  private static List<String> places(Finding finding) {
    List<String> places = new ArrayList<>();
    for (FindingEvidence each : finding.evidence()) {
      places.add(
          finding.rule().id()
              + " saw "
              + each.field()
              + ": "
              + each.value()
              + (each.frame() > 0 ? ", frame " + each.frame() : "")
              + ".");
    }
    return places;
  }

  /** How to get from a line to the packets that it was made of. */
  private static String packets(
      String file, long frame, boolean ofWatch, Optional<LogEntry.Writer> log) {
    if (log.isPresent()) {
      return "Results hold no packets, and this was read from line "
          + frame
          + " of "
          + file
          + ", a log, which has none: capture where the client's traffic passes, then explain that.";
    }
    if (file.isEmpty()) {
      return "Results hold no packets, and lines with pseudonyms do not say where they are.";
    }
    String command = "tlsfloor explain " + Printable.shell(file) + "#" + frame;
    if (ofWatch) {
      return "Results hold no packets, and a watch of "
          + file
          + " keeps none by itself: watch --evidence DIR keeps those of findings; dumpcap keeps all.";
    }
    return isHere(file)
        ? "Results hold no packets. For every byte: " + command + "."
        : "Results hold no packets, and "
            + file
            + " is not here. Get it from where it was scanned; then: "
            + command
            + ".";
  }

  private static boolean isHere(String file) {
    try {
      return Files.exists(GivenPath.of(file));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
