package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.capture.live.CaptureException;
import io.tlsfloor.capture.live.InterfaceCapture;
import io.tlsfloor.capture.live.LiveStats;
import io.tlsfloor.capture.live.MergedCapture;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.Terminals;
import io.tlsfloor.cli.evidence.EvidenceOptions;
import io.tlsfloor.cli.evidence.EvidenceWriter;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.report.form.jsonl.JsonLinesReport;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.Wants;
import io.tlsfloor.report.output.Output;
import io.tlsfloor.report.output.Outputs;
import io.tlsfloor.report.sink.Sink;
import io.tlsfloor.report.sink.StreamSink;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.Project;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A watch of an interface that plays a capture. */
@Timeout(600)
class WatchTest {
  private static final Path SAMPLE = Project.path("samples/tls10/capture.pcapng");
  private static final String CLIENT_LINE = "tlsfloor.client";
  private static final String START_LINE = "tlsfloor.start";
  private static final String STATS_LINE = "tlsfloor.stats";
  private static final String RUN_LINE = "tlsfloor.run";

  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path folder;
  private Duration stateEvery = Watch.Every.STANDARD.state();
  private WatchClock clock = WatchClock.SYSTEM;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Run watch(
      PlayedCapture played, Duration clientsEvery, Outputs outputs, BooleanSupplier interrupted)
      throws Exception {
    return watch(played, clientsEvery, outputs, null, interrupted);
  }

  private Run watch(
      PlayedCapture played,
      Duration clientsEvery,
      Outputs outputs,
      @Nullable EvidenceWriter evidence,
      BooleanSupplier interrupted)
      throws Exception {
    WatchOptions options = options();
    Console console = console(interrupted);
    Screen screen = new Screen(console, false);
    InterfaceCapture capture = new InterfaceCapture("any", () -> played, screen::eventLater);
    try (MergedCapture merged = new MergedCapture(List.of(capture));
        Watch watch =
            new Watch(
                options,
                merged,
                Catalogue.bundled(),
                () -> {
                  throw new AssertionError("nothing hangs up");
                },
                outputs,
                screen,
                evidence,
                null,
                Heartbeat.of(console),
                new Watch.Every(clientsEvery, stateEvery),
                clock,
                console)) {
      return watch.run();
    }
  }

  /** Options of a watch of an interface. */
  static WatchOptions options(String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-i", "any"));
    arguments.addAll(List.of(more));
    return WatchOptions.of(
        new Values("watch", Settings.parse("watch", arguments)), Optional.empty());
  }

  private Console console(BooleanSupplier interrupted) {
    return new Console(
        new ByteArrayInputStream(new byte[0]),
        out,
        new PrintStream(err, true, StandardCharsets.UTF_8),
        Map.of(),
        Terminals.NONE,
        interrupted);
  }

  private Outputs json() throws IOException {
    return jsonTo(StreamSink.live(out));
  }

  private static Outputs jsonTo(Sink sink) throws IOException {
    Outputs outputs = new Outputs(Optional.empty());
    outputs.add(new Output(new JsonLinesReport(sink, true, Optional.empty()), sink, Wants.FLAGGED));
    return outputs;
  }

  /** A line has one floor, that by which its connections were judged. */
  @Test
  void whatWasJudgedByOneFloorIsWrittenBeforeAnotherHolds() throws Exception {
    PlayedConnections played = new PlayedConnections();
    PlayedConnections.Sample old = PlayedConnections.Sample.of("tls10");
    PlayedConnections.Sample good = PlayedConnections.Sample.of("tls12");
    AtomicInteger hangups = new AtomicInteger();
    AtomicInteger connected = new AtomicInteger();
    BooleanSupplier steps =
        () -> {
          long alerts = out.toString(StandardCharsets.UTF_8).split("\"alert\"", -1).length - 1L;
          boolean again = err.toString(StandardCharsets.UTF_8).contains("were read again");
          if (connected.compareAndSet(0, 1)) {
            played.add(old, 1, 40_000, Instant.now());
          } else if (alerts == 1) {
            hangups.set(1);
          }
          if (again && connected.compareAndSet(1, 2)) {
            played.add(good, 2, 40_000, Instant.now());
          }
          return alerts == 2;
        };
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(),
            Terminals.NONE,
            steps,
            hangups::get,
            () -> 0);
    Screen screen = new Screen(console, false);
    Policy next = options("--floor", "1.3").judging().policy();
    Sink sink = StreamSink.live(out);
    Outputs outputs = new Outputs(Optional.empty());
    outputs.add(
        new Output(
            new JsonLinesReport(sink, true, Optional.empty()).withFloors(Policy.standard()),
            sink,
            Wants.FLAGGED));
    InterfaceCapture capture = new InterfaceCapture("any", () -> played, screen::eventLater);
    try (MergedCapture merged = new MergedCapture(List.of(capture));
        Watch watch =
            new Watch(
                options(),
                merged,
                Catalogue.bundled(),
                () -> new Watch.Judging(next, Catalogue.bundled(), new TreeSet<>()),
                outputs,
                screen,
                null,
                null,
                Heartbeat.of(console),
                Watch.Every.STANDARD,
                WatchClock.SYSTEM,
                console)) {
      watch.run();
    }

    List<String> said = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      JsonNode json = new ObjectMapper().readTree(line);
      String what = json.at("/event/dataset").asText().replace("tlsfloor.", "");
      if (what.equals("client")) {
        said.add(json.at("/source/ip").asText() + " " + json.at("/tlsfloor/floor").asText());
      } else if (what.equals("stats")) {
        said.add(what + " " + json.at("/tlsfloor/run/floor").asText());
      } else if (what.equals("run")) {
        said.add(
            "run "
                + json.at("/tlsfloor/run/other_floors/0").asText()
                + ", "
                + json.at("/tlsfloor/run/floor").asText());
      }
    }
    assertThat(said)
        .startsWith("10.20.0.1 TLS 1.2", "stats TLS 1.3")
        .contains("10.20.0.2 TLS 1.3", "run TLS 1.2, TLS 1.3");
    Path lines = Files.write(folder.resolve("lines.jsonl"), out.toByteArray());
    assertThat(Cli.run("report", "-o", "-", lines.toString()).out())
        .contains("2 of 2 clients", "the floor that they were judged by (TLS 1.2, TLS 1.3)");
    String inventory = folder.resolve("inventory.db").toString();
    Cli.run("inventory", "import", "--inventory", inventory, lines.toString());
    assertThat(
            new Cli().at(Instant.now()).with("inventory", "status", "--inventory", inventory).out())
        .contains("below the floor that they were judged by (TLS 1.2, TLS 1.3)");
  }

  private List<String> datasets() throws IOException {
    List<String> datasets = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      datasets.add(new ObjectMapper().readTree(line).at("/event/dataset").asText());
    }
    return datasets;
  }

  @Test
  void tellsEachHourOfClientsWhatIsNewAndNoneOfItAgain() throws Exception {
    Run run =
        watch(
            new PlayedCapture(Optional.empty()),
            Duration.ofMillis(200),
            json(),
            () -> out.toString(StandardCharsets.UTF_8).contains(CLIENT_LINE));

    assertThat(run.found().flagged()).isEqualTo(1);
    assertThat(datasets())
        .containsExactly(START_LINE, "tlsfloor.connection", CLIENT_LINE, STATS_LINE, RUN_LINE);
  }

  @Test
  void anAnswerAfterTheTimeOutAmendsWhatWasTold() throws Exception {
    PlayedCapture played = new PlayedCapture(Optional.empty());
    played.lateFrom = 6; // the ServerHello

    Run run =
        watch(
            played,
            Duration.ofMillis(200),
            json(),
            () -> out.toString(StandardCharsets.UTF_8).contains(CLIENT_LINE));

    List<JsonNode> told = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      JsonNode json = new ObjectMapper().readTree(line);
      if (json.at("/event/dataset").asText().equals("tlsfloor.connection")) {
        told.add(json);
      }
    }
    assertThat(told)
        .extracting(line -> line.at("/tlsfloor/outcome").asText())
        .containsExactly("unanswered", "established");
    assertThat(told)
        .extracting(line -> line.at("/tlsfloor/amends").asBoolean())
        .containsExactly(false, true);
    assertThat(told.get(1).at("/event/id")).isEqualTo(told.get(0).at("/event/id"));
    assertThat(run.found().flagged()).isEqualTo(1);
  }

  /** Else it would wait for a day until its time is over, and all others behind it. */
  @Test
  void whatWaitsWhenTheClockIsSetBackIsToldAtOnce() throws Exception {
    PlayedCapture played = new PlayedCapture(Optional.empty());
    played.backFrom = 6; // the ServerHello

    Run run =
        watch(
            played,
            Duration.ofHours(1),
            json(),
            () -> out.toString(StandardCharsets.UTF_8).contains("tlsfloor.connection"));

    assertThat(err.toString(StandardCharsets.UTF_8)).contains("the clock was set back");
    assertThat(run.found().flagged()).isEqualTo(2); // the half before, and the half after
    assertThat(run.missed().count(Loss.UNFINISHED)).isPositive();
  }

  /**
   * Warms up with the very capture that is then played: nothing may be taken for what was seen
   * before.
   */
  @Test
  void findsTheSameAfterAWarmUpAndNothingOfItShows() throws Exception {
    Run cold = untilFlagged();
    Set<String> told = LiveLines.of(out.toString(StandardCharsets.UTF_8).lines().toList());
    out.reset();
    int judged =
        new WarmUp(
                options("--evidence", folder.toString()), Catalogue.bundled(), () -> false, () -> 0)
            .run(SAMPLE.getParent());
    Run warm = untilFlagged();

    assertThat(judged).isEqualTo(WarmUp.ENOUGH);
    assertThat(LiveLines.of(out.toString(StandardCharsets.UTF_8).lines().toList()))
        .hasSize(1)
        .isEqualTo(told);
    assertThat(datasets())
        .containsExactly(START_LINE, "tlsfloor.connection", STATS_LINE, CLIENT_LINE, RUN_LINE);
    assertThat(warm)
        .usingRecursiveComparison()
        .ignoringFields("course", "read.first", "read.last")
        .isEqualTo(cold);
    assertThat(err.size()).isZero();
    assertThat(captures(folder)).isEmpty();
  }

  private Run untilFlagged() throws Exception {
    return watch(
        new PlayedCapture(Optional.empty()),
        HOUR,
        json(),
        () -> out.toString(StandardCharsets.UTF_8).contains("\"alert\""));
  }

  /** What a service's log has, also where nothing is found. */
  @Test
  void saysNowAndThenHowItIsDoing() throws Exception {
    stateEvery = Duration.ofMillis(100);
    watch(
        new PlayedCapture(Optional.empty()),
        HOUR,
        json(),
        () -> err.toString(StandardCharsets.UTF_8).contains("1 flagged"));

    assertThat(err.toString(StandardCharsets.UTF_8))
        .containsPattern(
            "tlsfloor: so far: [1-9][0-9]* packets · [1-9][0-9]* bytes · 1 connections · 1 flagged"
                + " · dropped 0 kernel, 0 interface, 0 queue\n");
    assertThat(Watch.Every.STANDARD.state()).isEqualTo(Duration.ofMinutes(10));
  }

  /** A day is a tenth of a second here: the list comes to the age at which it should be updated. */
  @Test
  void saysTheListsAgeOnceADayFromSixtyDaysOn() throws Exception {
    Instant begin = Instant.parse("2026-10-09T12:00:00Z"); // the list is of 2026-08-11
    long begun = System.nanoTime();
    clock =
        new WatchClock() {
          @Override
          public Instant now() {
            return begin.plusNanos(nanos());
          }

          @Override
          public long nanos() {
            return 864_000 * (System.nanoTime() - begun);
          }
        };
    watch(new PlayedCapture(Optional.empty()), HOUR, json(), () -> ages().size() > 2);

    assertThat(ages()).doesNotHaveDuplicates().isSorted().allMatch(days -> days > 60);
  }

  private List<Long> ages() {
    return Pattern.compile("the endpoint list is (\\d+) days old")
        .matcher(err.toString(StandardCharsets.UTF_8))
        .results()
        .map(said -> Long.valueOf(said.group(1)))
        .toList();
  }

  /** Losses that only a watch can have; EveryLossTest makes the others. */
  @ParameterizedTest
  @CsvSource({
    "kernel_drops, 7, 0, 0",
    "interface_drops, 0, 7, 0",
    "queue_drops, 0, 0, 7",
  })
  void countsWhatWasDroppedOnTheWay(String name, long kernel, long device, long queue)
      throws Exception {
    PlayedCapture played = new PlayedCapture(Optional.empty());
    played.lost = new LiveStats(0, kernel, device, queue, 0);
    Run run = watch(played, HOUR, json(), () -> true);

    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    JsonNode last = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    assertThat(last.at("/tlsfloor/run/coverage/" + name).asLong()).isEqualTo(7);
    assertThat(run.missed().hides()).isTrue();
    assertThat(run.missed().hiding()).anyMatch(text -> text.startsWith("7 packets dropped"));
  }

  @Test
  void readsWhatIsStillOnItsWayWhenItIsAskedToEnd() throws Exception {
    Run run =
        watch(
            new PlayedCapture(Optional.empty(), Duration.ofMillis(150)), HOUR, json(), () -> true);

    assertThat(run.found().flagged()).isEqualTo(1);
  }

  @Test
  void whatNobodyTakesIsCountedWhenItEndsAtOnce() throws Exception {
    PlayedCapture played = new PlayedCapture(Optional.empty());
    played.ahead = 0; // its time is over at once, not when the clock is there
    InterfaceCapture capture = new InterfaceCapture("any", () -> played, event -> {});
    try (MergedCapture merged = new MergedCapture(List.of(capture));
        PacketLoop loop =
            new PacketLoop(
                merged,
                options().analyzer(address -> false),
                null,
                options().capturing().count(),
                WatchClock.SYSTEM)) {
      loop.start();
      Await.until(() -> loop.handover().size() == 1);

      loop.abandon();
      Await.until(loop::isOver);

      assertThat(loop.coverage().count(Loss.BUDGET_EXCEEDED)).isEqualTo(1);
    }
  }

  @Test
  void tellsTheEndAndThenTheFaultWhenCaptureBreaksOff() throws Exception {
    CaptureException failure =
        new CaptureException(
            CaptureException.Obstacle.OTHER, "any: capture broke off: no memory", "", null);

    assertThatThrownBy(
            () -> watch(new PlayedCapture(Optional.of(failure)), HOUR, json(), () -> false))
        .isSameAs(failure);
    assertThat(datasets())
        .containsExactly(START_LINE, "tlsfloor.connection", STATS_LINE, CLIENT_LINE, RUN_LINE);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("any: capture broke off: no memory");
  }

  @Test
  void evidenceIsThereWhileTheWatchGoesOn() throws Exception {
    EvidenceOptions options = new EvidenceOptions(folder, false, 10, 1 << 20, Duration.ofDays(1));
    try (EvidenceWriter evidence =
        new EvidenceWriter(
            options,
            EvidenceWriter.Of.WATCH,
            Catalogue.bundled().version(),
            Clock.systemUTC(),
            event -> {})) {
      watch(
          new PlayedCapture(Optional.empty()),
          HOUR,
          json(),
          evidence,
          () -> !captures(folder).isEmpty());
    }

    assertThat(captures(folder)).hasSize(1);
    Path capture = captures(folder).get(0);
    Cli.Said said = Cli.run("scan", "--format", "jsonl", capture.toString());
    assertThat(said.out()).contains("negotiated-below-floor").contains("\"established\"");
    assertThat(Files.readString(folder.resolve("manifest.json")))
        .contains(capture.getFileName().toString())
        .contains("\"name\" : \"any\"");
    assertThat(Files.readString(capture, StandardCharsets.ISO_8859_1))
        .contains("source: live")
        .contains("frame 4 of any");
  }

  private static List<Path> captures(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".pcapng")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void readsOnWhileTheOutputIsStuck() throws Exception {
    PlayedCapture played = new PlayedCapture(Optional.empty());
    Sink stuck =
        chunk -> {
          while (!played.over) { // the reader must get to the end meanwhile
            LockSupport.parkNanos(this, 1_000_000);
          }
          out.write(chunk.bytes(), 0, chunk.length());
        };
    watch(
        played, HOUR, jsonTo(stuck), () -> out.toString(StandardCharsets.UTF_8).contains("alert"));

    assertThat(datasets()).startsWith(START_LINE, "tlsfloor.connection").endsWith(RUN_LINE);
  }
}
