package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files of docs/operate, by the programs that read them. */
@Timeout(600)
class OperateFilesTest {
  private static final Path OPERATE = Project.path("docs/operate").toAbsolutePath();

  private static final List<String> UNITS =
      List.of(
          "tlsfloor.service",
          "tlsfloor-endpoints.service",
          "tlsfloor-endpoints.timer",
          "tlsfloor-import.service",
          "tlsfloor-import.timer",
          "tlsfloor-logrotate.service",
          "tlsfloor-logrotate.timer",
          "tlsfloor-serve.service");

  @TempDir Path folder;

  private String run(String... command) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(out)).isZero();
    return Files.readString(out);
  }

  @Test
  void theAlertRulesFireWhenTheyShouldAndOnlyThen() throws Exception {
    Requires.tools("promtool");
    Files.copy(OPERATE.resolve("alerts.yml"), folder.resolve("alerts.yml"));
    String tests =
        new String(
            OperateFilesTest.class.getResourceAsStream("/operate/alerts-test.yml").readAllBytes(),
            StandardCharsets.UTF_8);
    Files.writeString(folder.resolve("test.yml"), tests);

    assertThat(run("promtool", "check", "rules", "alerts.yml")).contains("SUCCESS");
    for (String line : Files.readAllLines(folder.resolve("alerts.yml"))) {
      if (line.contains("- alert: ")) {
        String name = line.substring(line.indexOf(": ") + 2);
        assertThat(tests).as("silent and firing").contains("alertname: " + name + "}");
        assertThat(tests).as("silent and firing").contains("alertname: " + name + "\n");
      }
    }
    assertThat(run("promtool", "test", "rules", "test.yml")).contains("SUCCESS");
  }

  @ParameterizedTest
  @CsvSource({
    "tlsfloor.service, 20",
    "tlsfloor-endpoints.service, 35", // it is root's
    "tlsfloor-import.service, 20",
    "tlsfloor-logrotate.service, 35", // it is root's
    "tlsfloor-serve.service, 20"
  })
  void theUnitsAreWhatSystemdTakesAndAreHardened(String name, int exposure) throws Exception {
    Requires.tools("systemd-analyze");
    for (String each : UNITS) {
      String unit = Files.readString(OPERATE.resolve(each));
      Files.writeString(
          folder.resolve(each),
          unit.replaceAll("/usr/s?bin/(tlsfloor|systemctl|logrotate)", "/bin/true"));
    }

    assertThat(run("systemd-analyze", "--man=no", "verify", "./" + name)).isEmpty();
    // Exposure is told from 0 to 10, and the threshold in tenths.
    String security =
        run("systemd-analyze", "security", "--offline=true", "--threshold=" + exposure, name);
    assertThat(security).containsPattern("exposure level for .*: [0-9.]+ (OK|SAFE)");
  }

  @Test
  void theTimerStartsAnUpdateThatAsksTheServiceForTheListOfTheWatch() throws Exception {
    Requires.tools("systemd-analyze");
    String timer = Files.readString(OPERATE.resolve("tlsfloor-endpoints.timer"));
    String update = Files.readString(OPERATE.resolve("tlsfloor-endpoints.service"));
    String command =
        update.lines().filter(line -> line.startsWith("ExecStart=")).findFirst().orElseThrow();
    List<String> words = new ArrayList<>(List.of(command.split("/usr/bin/tlsfloor ")));

    assertThat(timer.lines().filter(line -> line.startsWith("OnCalendar=")).toList())
        .allSatisfy(
            line -> run("systemd-analyze", "calendar", line.substring(line.indexOf('=') + 1)));
    assertThat(words.get(0)).contains(" STATE_DIRECTORY=/var/lib/tlsfloor ");
    assertThat(Files.readString(OPERATE.resolve("tlsfloor.service")))
        .contains("\nStateDirectory=tlsfloor\n");
    // An address that it refuses, once everything else is well.
    List<String> given = new ArrayList<>(List.of(words.get(1).split(" ")));
    given.addAll(List.of("--service", "http://endpoints.example"));
    Cli.Said said =
        new Cli()
            .environment("STATE_DIRECTORY", folder.toString())
            .with(given.toArray(String[]::new));
    assertThat(said.err()).contains("--service cannot be \"http://endpoints.example\"");
  }

  @Test
  void theConfigurationIsWhatAWatchTakes() {
    String config = OPERATE.resolve("tlsfloor.conf").toString();
    Cli.Said said =
        Cli.run("watch", "--config", config, "-i", "nosuch0", "--check-config", "--output", "-");

    assertThat(said.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(said.out()).contains("watches nosuch0");
  }

  @Test
  void everyPanelOfTheDashboardHasAPlaceADataSourceAndAQuery() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(OPERATE.resolve("grafana.json").toFile());
    Set<Integer> ids = new HashSet<>();
    List<String> cells = new ArrayList<>();
    for (JsonNode panel : dashboard.get("panels")) {
      assertThat(ids.add(panel.get("id").asInt())).as("id of its own").isTrue();
      assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
      assertThat(panel.get("targets")).isNotEmpty();
      JsonNode place = panel.get("gridPos");
      for (int x = place.get("x").asInt();
          x < place.at("/x").asInt() + place.at("/w").asInt();
          x++) {
        for (int y = place.get("y").asInt();
            y < place.at("/y").asInt() + place.at("/h").asInt();
            y++) {
          assertThat(x).isLessThan(24);
          cells.add(x + "," + y);
        }
      }
    }
    assertThat(cells).doesNotHaveDuplicates();
    // A list of watches that Grafana does not ask for again lacks those that came later.
    for (JsonNode variable : dashboard.at("/templating/list")) {
      if (variable.get("type").asText().equals("query")) {
        assertThat(variable.at("/refresh").asInt()).as("%s", variable).isPositive();
      }
    }
  }
}
