package io.tlsfloor.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is given twice counts once; ManyCapturesTest gives copies. */
class SameTwiceTest {
  private static final Path HOUR = Project.path("samples/office-hour/capture.pcapng");
  private static final Path OLD = Project.path("samples/tls10/capture.pcapng");

  @TempDir private Path folder;

  static void sameCounts(Said twice, Said once) throws IOException {
    for (String count : List.of("connections", "clients", "both_sides", "flagged", "findings")) {
      assertThat(twice.run().get(count)).as(count).isEqualTo(once.run().get(count));
    }
    assertThat(twice.connections()).hasSameSizeAs(once.connections());
    assertThat(twice.clients())
        .extracting(line -> line.at("/tlsfloor/client/connections").asInt())
        .isEqualTo(
            once.clients().stream()
                .map(line -> line.at("/tlsfloor/client/connections").asInt())
                .toList());
    assertThat(twice.code()).isEqualTo(once.code());
  }

  @Test
  void aCaptureThatComesByStandardInputToo() throws IOException {
    Said once = Cli.run("scan", "--format", "jsonl", OLD.toString());

    sameCounts(
        new Cli()
            .input(Files.readAllBytes(OLD))
            .with("scan", "--format", "jsonl", OLD.toString(), "-"),
        once);
  }

  @Test
  void whatANarrowedRunLeavesOut() throws IOException {
    Path copy = Files.copy(HOUR, folder.resolve("copy.pcapng"));
    String[] scan = {"scan", "--client", "10.20.3.1", "--format", "jsonl", HOUR.toString()};
    String[] both = Arrays.copyOf(scan, scan.length + 1);
    both[scan.length] = copy.toString();

    assertThat(Cli.run(both).run().get("left_aside"))
        .isEqualTo(Cli.run(scan).run().get("left_aside"));
  }

  /** The part ends between hello and answer: the whole counts instead of it. */
  @Test
  void aPartOfACaptureAndTheWhole() throws IOException {
    byte[] bytes = Files.readAllBytes(OLD);
    Path part = folder.resolve("1.pcapng");
    int length = 100;
    Said alone;
    do {
      length += 20;
      Files.write(part, Arrays.copyOf(bytes, length));
      alone = Cli.run("scan", "--format", "jsonl", part.toString());
    } while (alone.code() != ExitCode.FLAGGED);
    assertThat(alone.run().get("findings").toString()).isEqualTo("{\"offered-below-floor\":1}");

    Said both = Cli.run("scan", "--format", "jsonl", part.toString(), OLD.toString());

    assertThat(both.run().get("connections").asInt()).isEqualTo(1);
    assertThat(both.run().get("flagged").asInt()).isEqualTo(1);
    assertThat(both.run().get("findings").toString()).isEqualTo("{\"negotiated-below-floor\":1}");
    List<JsonNode> told = both.connections();
    JsonNode last = told.get(told.size() - 1);
    assertThat(last.at("/tlsfloor/severity").asText()).isEqualTo("critical");
    assertThat(last.at("/tlsfloor/amends").asBoolean()).isEqualTo(told.size() > 1);
    assertThat(both.clients())
        .singleElement()
        .satisfies(
            client -> assertThat(client.at("/tlsfloor/client/connections").asInt()).isEqualTo(1));
    assertThat(Cli.run("scan", part.toString(), OLD.toString()).out())
        .contains("1 of 1 client that speaks to Microsoft 365 is below TLS 1.2: 1 works, perhaps");
  }
}
