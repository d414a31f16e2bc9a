package io.tlsfloor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The assembled program agrees with an independent dissector about all public captures: TLS over
 * TCP, behind prefaces and in tunnels, DTLS and QUIC. Differences that are explained in {@code
 * docs/dev/accepted.tsv} do not count.
 */
@TakesLong("all public captures are read")
class AgreementIT {
  private static final Path PROJECT = Project.folder();
  private static final Path CHECK = PROJECT.resolve("../shared/check/agree");
  private static final Path ACCEPTED = PROJECT.resolve("docs/dev/accepted.tsv");
  private static final Path JAR = PROJECT.resolve("cli/target/dist/tlsfloor.jar");
  private static final Path TABLE = PROJECT.resolve("cli/target/agree.txt");
  private static final long PATIENCE_MINUTES = 10;

  @Test
  void agreesOnEveryTransport() throws Exception {
    Requires.publicCaptures(CHECK);

    List<String> command =
        new ArrayList<>(
            List.of(
                CHECK.toString(),
                "--tlsfloor",
                java() + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar " + JAR.toAbsolutePath()));
    if (Files.exists(ACCEPTED)) {
      command.addAll(List.of("--known", ACCEPTED.toString()));
    }
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(new File(TABLE.toString()))
            .start();
    try {
      assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(process.exitValue()).as(Files.readString(TABLE)).isZero();
  }

  private static String java() {
    return System.getProperty("java.home") + "/bin/java";
  }
}
