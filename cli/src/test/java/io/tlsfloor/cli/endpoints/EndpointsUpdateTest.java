package io.tlsfloor.cli.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.Terminals;
import io.tlsfloor.cli.option.Settings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists are stored whole and checked, from files and from the service, or not at all. */
class EndpointsUpdateTest {
  private static final Instant NOW = Instant.parse("2026-09-02T08:00:00Z");

  @TempDir private Path data;
  private Instant now = NOW;

  private static String list(String name) {
    return "[{\"id\":1,\"serviceArea\":\"Exchange\",\"category\":\"Optimize\",\"required\":true,"
        + "\"urls\":[\""
        + name
        + "\"],\"ips\":[\"198.51.100.0/24\"],\"tcpPorts\":\"443\"}]";
  }

  /** A list of two areas: names of Exchange from {@code from} on, and one of SharePoint. */
  private static String large(int from, int to) {
    return "[{\"id\":1,\"serviceArea\":\"Exchange\",\"category\":\"Optimize\",\"urls\":["
        + names(from, to)
        + "]},{\"id\":31,\"serviceArea\":\"SharePoint\",\"category\":\"Allow\","
        + "\"urls\":[\"files.example\"]}]";
  }

  private static String names(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "\"host" + i + ".example\"")
        .collect(Collectors.joining(","));
  }

  private void storeALargeList() throws Exception {
    Path file = Files.writeString(data.resolve("large.json"), large(0, 100));
    assertThat(
            cli("endpoints", "update", "--from", file.toString(), "--list-version", "2026070100")
                .code())
        .isEqualTo(ExitCode.CLEAN);
  }

  private Cli.Said cli(String... args) {
    return new Cli().environment("XDG_DATA_HOME", data.toString()).at(now).with(args);
  }

  /** Runs the update with a trust of its own. */
  private String online(ServicePlayer service, SSLContext trust) throws Exception {
    List<String> args = List.of("update", "--service", service.address());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            out,
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            Map.of("XDG_DATA_HOME", data.toString()),
            Terminals.NONE,
            () -> false);
    console.clock(Clock.fixed(now, ZoneOffset.UTC));
    EndpointsCommand command =
        new EndpointsCommand(Optional.ofNullable(trust), Duration.ofMinutes(10));
    command.run(Settings.parse(command.name(), args), console);
    return out.toString(StandardCharsets.UTF_8);
  }

  private ExitCode lookup(String name) {
    return cli("endpoints", "lookup", name).code();
  }

  private List<Path> stored() throws Exception {
    try (var files = Files.list(data.resolve("tlsfloor/endpoints"))) {
      return new ArrayList<>(files.filter(file -> file.toString().endsWith(".json")).toList());
    }
  }

  @BeforeEach
  void storeAnOldList() throws Exception {
    Path file = Files.writeString(data.resolve("old.json"), list("old.example"));
    assertThat(
            cli("endpoints", "update", "--from", file.toString(), "--list-version", "2026060100")
                .code())
        .isEqualTo(ExitCode.CLEAN);
  }

  @Test
  void aStoredListIsUsedInPlaceOfTheBundledOne() throws Exception {
    assertThat(lookup("old.example:443")).isEqualTo(ExitCode.CLEAN);
    assertThat(lookup("outlook.office365.com:443")).isEqualTo(ExitCode.FLAGGED);
    assertThat(cli("endpoints", "show").out())
        .contains("Worldwide: version 2026060100, of 2026-06-01, 93 days old, " + stored().get(0))
        .contains("Older than 60 days")
        .contains("The list that tlsfloor carries is newer, of 2026-08-11.");
    assertThat(cli("scan", "samples/tls12/capture.pcapng").err())
        .contains("warning: the endpoint list is 93 days old");
  }

  /** For a gateway that reaches no service. */
  @Test
  void theFolderOfAnotherMachineBringsItsListsWithTheirVersionsAndDays() throws Exception {
    Path copy = Files.createDirectory(data.resolve("endpoints-of-another"));
    try (var files = Files.list(data.resolve("tlsfloor/endpoints"))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Path gateway = Files.createDirectory(data.resolve("gateway"));
    Cli cli = new Cli().environment("XDG_DATA_HOME", gateway.toString()).at(now);

    Cli.Said said = cli.with("endpoints", "update", "--from", copy.toString());

    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.CLEAN);
    assertThat(said.err()).doesNotContain("age");
    assertThat(cli.with("endpoints", "show").out())
        .contains("Worldwide: version 2026060100, of 2026-06-01");
    Cli.Said empty = cli.with("endpoints", "update", "--from", gateway.toString());
    assertThat(empty.code()).isEqualTo(ExitCode.USAGE);
    assertThat(empty.err()).contains("holds no list of endpoints update");
  }

  @Test
  void theListThatIsGivenWinsOverTheStoredOne() throws Exception {
    Path file = Files.writeString(data.resolve("given.json"), list("given.example"));

    assertThat(cli("endpoints", "lookup", "--endpoints", file.toString(), "given.example").code())
        .isEqualTo(ExitCode.CLEAN);
    assertThat(cli("endpoints", "lookup", "--endpoints", file.toString(), "old.example").code())
        .isEqualTo(ExitCode.FLAGGED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[",
        "[]",
        "[{\"id\":1}]",
        "[{\"id\":1,\"serviceArea\":\"X\",\"category\":\"Odd\",\"urls\":[\"a.example\"]}]",
        "[{\"id\":1,\"serviceArea\":\"X\",\"category\":\"Allow\",\"ips\":[\"10.0.0.0/99\"]}]",
        "[{\"id\":1,\"serviceArea\":\"X\",\"category\":\"Allow\",\"urls\":[\"a.example\"],"
            + "\"tcpPorts\":\"70000\"}]"
      })
  void aFileThatIsNoListChangesNothing(String json) throws Exception {
    Path file = Files.writeString(data.resolve("bad.json"), json);

    Cli.Said said = cli("endpoints", "update", "--from", file.toString());

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains(file.toString()).contains("stays as it was");
    assertThat(lookup("old.example")).isEqualTo(ExitCode.CLEAN);
    assertThat(stored()).hasSize(1);
  }

  @Test
  void aStoredListThatWasDamagedIsAnErrorThatSaysWhatToDo() throws Exception {
    Files.writeString(stored().get(0), "[{");

    Cli.Said said = cli("scan", "samples/tls10/capture.pcapng");

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("cannot be used").contains("tlsfloor endpoints update");
  }

  @Test
  void theServicesListIsStoredWithItsVersion() throws Exception {
    try (ServicePlayer service = new ServicePlayer(data)) {
      service.list(list("new.example"));

      String said = online(service, service.trust());

      assertThat(said)
          .contains("Worldwide: stored version 2026090100")
          .contains("2 names and prefixes, 1 new, 1 gone");
      assertThat(lookup("new.example")).isEqualTo(ExitCode.CLEAN);
      assertThat(lookup("old.example")).isEqualTo(ExitCode.FLAGGED);
      assertThat(stored()).hasSize(1);
      assertThat(cli("endpoints", "show").out()).contains("of 2026-09-02, 0 days old");
    }
  }

  /** The folder may be that of a service's user, and the update run by root. */
  @Test
  void aLinkInThePlaceOfItsFilesIsNotFollowed() throws Exception {
    Path other = Files.writeString(data.resolve("other"), "kept");
    Path folder = data.resolve("tlsfloor/endpoints");
    Files.createSymbolicLink(folder.resolve("Worldwide.asked"), other);
    try (ServicePlayer service = new ServicePlayer(data)) {
      service.list(list("new.example"));

      online(service, service.trust());
    }

    assertThat(other).hasContent("kept");
    assertThat(lookup("new.example")).isEqualTo(ExitCode.CLEAN);
  }

  @Test
  void aFolderThatIsALinkIsNotFollowed() throws Exception {
    Path folder = data.resolve("tlsfloor/endpoints");
    Path moved = Files.move(folder, data.resolve("elsewhere"));
    Files.createSymbolicLink(folder, moved);
    Path file = Files.writeString(data.resolve("list.json"), list("new.example"));

    Cli.Said said =
        cli("endpoints", "update", "--from", file.toString(), "--list-version", "2026070100");

    assertThat(said.code()).isEqualTo(ExitCode.FAULT);
    assertThat(said.err()).contains("it is a symbolic link");
    assertThat(lookup("new.example")).isEqualTo(ExitCode.FLAGGED);
  }

  @Test
  void theServiceIsAskedByItsRules() throws Exception {
    try (ServicePlayer service = new ServicePlayer(data)) {
      service.list(list("new.example"));
      online(service, service.trust());
      assertThat(online(service, service.trust())).contains("asked less than an hour ago");
      now = NOW.plusSeconds(3600);
      assertThat(online(service, service.trust())).contains("2026090100 is still the newest");
      now = NOW.plusSeconds(7200);
      service.version("{\"instance\":\"Worldwide\",\"latest\":\"2026080100\"}");
      assertThat(online(service, service.trust()))
          .contains("older than the one in use, 2026090100");

      UUID id =
          UUID.fromString(
              Files.readString(data.resolve("tlsfloor/endpoints/client-request-id")).trim());
      assertThat(service.asked())
          .containsExactly(
              "/version/Worldwide?ClientRequestId=" + id,
              "/endpoints/Worldwide?ClientRequestId=" + id,
              "/version/Worldwide?ClientRequestId=" + id,
              "/version/Worldwide?ClientRequestId=" + id);
    }
  }

  @Test
  void aServiceThatWasAskedTooOftenIsLeftAloneForAnHour() throws Exception {
    try (ServicePlayer service = new ServicePlayer(data).status(429)) {
      refused(service, service.trust(), "429");
      assertThat(online(service, service.trust())).contains("again from 2026-09-02T09:00:00Z");
      assertThat(service.asked()).hasSize(1);
    }
  }

  @Test
  void answersThatAreNoListChangeNothing() throws Exception {
    try (ServicePlayer service = new ServicePlayer(data)) {
      refused(service.list("<html>"), service.trust(), "not valid JSON");
      refused(service.list(list("x.example").substring(0, 60)), service.trust(), "not valid JSON");
      refused(service.list("[]"), service.trust(), "no names and no addresses");
      refused(service.version("{\"latest\":\"new\"}"), service.trust(), "ten digits");
      refused(service.version("[["), service.trust(), "cannot be read");
      refused(service.version("[]"), service.trust(), "ten digits");
      refused(service.status(503), service.trust(), "503");
    }
  }

  @Test
  void aListThatLooksLikeHalfAnAnswerIsRefused() throws Exception {
    storeALargeList();
    try (ServicePlayer service = new ServicePlayer(data)) {
      service.list(large(0, 60));

      assertThatThrownBy(() -> online(service, service.trust()))
          .hasMessageContaining("looks like half an answer: it has 61 names and prefixes")
          .hasMessageContaining("the list in use has 101, and 40 are gone");
      assertThat(service.asked().get(2)).startsWith("/changes/Worldwide/2026070100?");
      assertThat(lookup("host99.example")).isEqualTo(ExitCode.CLEAN);

      service.list("[" + large(0, 100).split("},", -1)[0].substring(1) + "}]");
      assertThatThrownBy(() -> online(service, service.trust()))
          .as("without SharePoint")
          .hasMessageContaining("and 1 are gone");
      assertThat(lookup("files.example")).isEqualTo(ExitCode.CLEAN);
    }
  }

  @Test
  void aListMayShrinkByWhatTheServiceSaysItTookOut() throws Exception {
    storeALargeList();
    try (ServicePlayer service = new ServicePlayer(data)) {
      service.list(large(0, 60));
      service.changes(
          "[{\"id\":1,\"endpointSetId\":1,\"disposition\":\"change\",\"version\":\"2026090100\","
              + "\"remove\":{\"urls\":["
              + names(60, 95)
              + "],\"effectiveDate\":\"20260901\"}}]");

      assertThat(online(service, service.trust()))
          .contains("61 names and prefixes, 0 new, 40 gone");
      assertThat(lookup("host99.example")).isEqualTo(ExitCode.FLAGGED);
    }
  }

  @Test
  void changesThatCannotBeReadExplainNothing() throws Exception {
    storeALargeList();
    try (ServicePlayer service = new ServicePlayer(data)) {
      service.list(large(0, 60)).changes("{\"x\":");

      assertThatThrownBy(() -> online(service, service.trust()))
          .hasMessageContaining("half an answer")
          .hasMessageContaining("its answer about changes cannot be read");
    }
  }

  @Test
  void theBundledListIsNotReplacedByAnOlderOne() throws Exception {
    Path stored = data.resolve("tlsfloor/endpoints");
    try (var files = Files.list(stored)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    try (ServicePlayer service = new ServicePlayer(data)) {
      service.version("{\"instance\":\"Worldwide\",\"latest\":\"2026080100\"}");

      assertThat(online(service, service.trust()))
          .contains("older than the one in use, 2026081100");
      assertThat(stored()).isEmpty();
    }
  }

  /** Who names a file may want an older list; that it is one is told. */
  @ParameterizedTest
  @CsvSource({"2026053199, true", "2026060100, false", "2026070200, false"})
  void anOlderListFromAFileIsStoredAndSaidToBeOne(String version, boolean older) {
    String file = data.resolve("old.json").toString();

    Cli.Said said = cli("endpoints", "update", "--from", file, "--list-version", version);

    assertThat(said.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(said.err().contains("older than the one that was in use, 2026060100"))
        .isEqualTo(older);
  }

  @Test
  void intuneStaysKnownThoughTheServicesListLeavesItOut() {
    assertThat(cli("endpoints", "lookup", "manage.microsoft.com:443").out())
        .contains("A connection would count as MEM, Worldwide.");
  }

  @Test
  void anAnswerThatIsCutOffChangesNothing() throws Exception {
    try (ServicePlayer service = new ServicePlayer(data)) {
      refused(
          service.list(list("x.example")).announcingMore(10),
          service.trust(),
          "the endpoint service at https://localhost:");
    }
  }

  @Test
  void anAnswerThatIsTooLongIsBrokenOff() throws Exception {
    try (ServicePlayer service = new ServicePlayer(data)) {
      String tooLong = " ".repeat(EndpointService.MAX_ANSWER_BYTES + 1);
      refused(service.list(tooLong), service.trust(), "the answer is longer than 16777216 bytes");
    }
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsRefused() throws Exception {
    try (ServicePlayer service = new ServicePlayer(data)) {
      refused(service.list(list("x.example")), null, "unable to find valid certification path");
      assertThat(service.asked()).isEmpty();
    }
  }

  @Test
  void aCertificateForAnotherNameIsRefused() throws Exception {
    try (ServicePlayer service = new ServicePlayer(data).byAddress()) {
      refused(service.list(list("x.example")), service.trust(), "127.0.0.1");
      assertThat(service.asked()).isEmpty();
    }
  }

  @Test
  void aServiceThatIsNotThereChangesNothing() throws Exception {
    ServicePlayer service = new ServicePlayer(data);
    service.close();
    refused(service, service.trust(), "the endpoint service at " + service.address());
  }

  private void refused(ServicePlayer service, SSLContext trust, String why) throws Exception {
    assertThatThrownBy(() -> online(service, trust))
        .isInstanceOfSatisfying(
            CommandException.class,
            e -> {
              assertThat(e).hasMessageContaining(why);
              assertThat(e.hint()).contains("stays as it was");
            });
    assertThat(lookup("old.example")).isEqualTo(ExitCode.CLEAN);
    assertThat(stored()).hasSize(1);
  }

  @Test
  void onlyHttpsIsAsked() {
    Cli.Said said = cli("endpoints", "update", "--service", "http://endpoints.example");
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("Give an HTTPS address");
  }
}
