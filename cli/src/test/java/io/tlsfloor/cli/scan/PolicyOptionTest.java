package io.tlsfloor.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyOptionTest {
  @TempDir Path folder;

  private Said scan(String policy, Path capture, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("tlsfloor.conf"), policy);
    String[] args = new String[options.length + 4];
    args[0] = "scan";
    args[1] = "--policy";
    args[2] = file.toString();
    System.arraycopy(options, 0, args, 3, options.length);
    args[args.length - 1] = capture.toString();
    return new Cli().environment("COLUMNS", "200").with(args);
  }

  private static String exception(String client) {
    return """
    [[exceptions]]
    client = "%s"
    reason = "label printer"
    owner = "facilities"
    expires = 2999-12-31
    """
        .formatted(client);
  }

  @Test
  void anExceptedClientIsCountedAndNotFlagged() throws IOException {
    Said said = scan(exception("10.20.3.41"), Captures.FLAGGED);

    assertThat(said.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(said.out())
        .contains("1 of 1 client that speaks to Microsoft 365 is below TLS 1.2")
        .contains("1 is excepted until 2999-12-31 by facilities")
        .contains("(critical)")
        .doesNotContain("label printer");
    assertThat(said.err()).isEmpty();
    assertThat(scan(exception("10.20.3.41"), Captures.FLAGGED, "-v").out())
        .contains("excepted until 2999-12-31 (facilities): label printer");
    assertThat(scan(exception("10.20.3.41"), Captures.FLAGGED, "--format", "lines").out())
        .contains("0 flagged, 1 excepted, in ");
  }

  @Test
  void aConnectionThatIsNotFlaggedAnywayIsNotExcepted() throws IOException {
    Path office = Project.path("samples/office-hour/capture.pcapng");
    String excepted = exception("10.20.3.41");

    assertThat(scan(excepted, office).out())
        .contains("12 connections are covered by exceptions")
        .doesNotContain("erp.example.com"); // no service, and below the floor too
    assertThat(scan(excepted, office, "--min-severity", "critical").out())
        .contains("12 connections are covered by exceptions");
    assertThat(scan(exception("10.20.3.77"), office, "--min-severity", "critical").out())
        .doesNotContain("covered by"); // high
  }

  @Test
  void thePageNamesExceptedConnectionsWithoutAll() throws IOException {
    Path policy = Files.writeString(folder.resolve("tlsfloor.conf"), exception("10.20.3.41"));
    Said said =
        Cli.run("report", "-o-", "--policy", policy.toString(), Captures.FLAGGED.toString());

    assertThat(said.out())
        .contains("1 is excepted until 2999-12-31 by facilities")
        .contains("1 connection is covered by exceptions")
        .contains("<td><b>10.20.3.41</b></td>")
        .contains("label printer");
  }

  @Test
  void anExceptionThatMatchedNothingIsPointedOut() throws IOException {
    Said said = scan(exception("10.99.9.9"), Captures.FLAGGED);

    assertThat(said.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(said.err())
        .contains(
            "exception in line 1 of the policy matched nothing: label printer (owner facilities");
  }

  @Test
  void theCommandLineComesAfterTheFile() throws IOException {
    assertThat(scan("floor = \"1.0\"", Captures.FLAGGED).code()).isEqualTo(ExitCode.CLEAN);
    assertThat(scan("floor = \"1.0\"", Captures.FLAGGED, "--floor", "1.2").code())
        .isEqualTo(ExitCode.FLAGGED);
  }

  @Test
  void aServiceOfOnesOwnIsWatched() throws IOException {
    String own =
        """
        [[services]]
        name = "Sign-in of ours"
        names = ["login.microsoftonline.com"]
        floor = "1.3"
        """;

    Said said = scan(own, Captures.CLEAN);

    assertThat(said.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(said.out()).contains("Sign-in of ours");
  }

  @Test
  void aWrongKeyIsAnErrorWithItsLine() throws IOException {
    Said said = scan("\nflor = \"1.2\"\n", Captures.CLEAN);

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("tlsfloor.conf").contains("2").contains("floor");
  }

  @Test
  void aMissingFileIsAnError() {
    Said said =
        Cli.run(
            "scan", "--policy", folder.resolve("gone.conf").toString(), Captures.CLEAN.toString());

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("gone.conf: no such file or directory");
  }
}
