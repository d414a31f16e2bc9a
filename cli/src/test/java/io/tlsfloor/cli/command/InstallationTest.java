package io.tlsfloor.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests whether a message names a document where the installation has it. */
class InstallationTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "usr/share/tlsfloor, usr/share/doc/tlsfloor", // the packages
    "tlsfloor-1.0/lib/tlsfloor, tlsfloor-1.0/docs", // the folder with its own Java
    "opt/tlsfloor, opt/tlsfloor/docs", // the container
  })
  void namesThePathOfAnInstalledDocument(String application, String documents) throws IOException {
    Path home = Files.createDirectories(folder.resolve(application));
    Path page = folder.resolve(documents).resolve("manual/gateway.md");
    Files.createDirectories(page.getParent());
    Files.createFile(page);

    assertThat(Installation.document("manual/gateway.md", Optional.of(home)))
        .isEqualTo(page.toString());
    assertThat(Installation.document("policy.md", Optional.of(home))).isEqualTo("docs/policy.md");
  }

  @Test
  void namesThePlaceInTheSourceTreeOtherwise() {
    assertThat(Installation.document("policy.md")).isEqualTo("docs/policy.md");
    assertThat(Project.path("docs/policy.md")).exists();
  }
}
