package io.tlsfloor.cli.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that are no good, or that others may read. */
class PseudonymKeyTest {
  @TempDir Path folder;
  private Path keyFile;

  @BeforeEach
  void makeAKey() throws Exception {
    byte[] key = new byte[32];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (7 * i + 1);
    }
    keyFile = folder.resolve("key");
    Files.write(keyFile, key);
    Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void saysWhatIsWrongWithAKey() throws Exception {
    refused(folder.resolve("missing"), "no such file");
    refused(folder, "it is a directory");
    refused(Files.writeString(folder.resolve("short"), "secret"), "too short: 6 bytes, 32");
    refused(Files.write(folder.resolve("zero"), new byte[64]), "not random");
    refused(Files.write(folder.resolve("long"), new byte[70000]), "longer than");
  }

  private static void refused(Path key, String why) {
    Said said = Cli.run("scan", "--pseudonymize", key.toString(), "samples/tls10");
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains(why).contains("head -c 32 /dev/urandom");
    assertThat(said.out()).isEmpty();
  }

  @Test
  void warnsOfAKeyThatOthersMayRead() throws Exception {
    Said well = Cli.run("scan", "--pseudonymize", keyFile.toString(), "samples/tls10");
    assertThat(well.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(well.err()).doesNotContain("warning");

    Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-r--r--"));
    Said open = Cli.run("scan", "--pseudonymize", keyFile.toString(), "samples/tls10");
    assertThat(open.err()).contains("warning").contains("others may read").contains("chmod 600");
    assertThat(open.out()).isEqualTo(well.out());
  }
}
