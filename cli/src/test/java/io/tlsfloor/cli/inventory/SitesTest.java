package io.tlsfloor.cli.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.output.RememberedInventory;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site and the inventory are remembered, and no name makes a second site of one. */
class SitesTest {
  private static final String CLIENTS = "inventory clients --format jsonl --as-of 2026-11-30";

  @TempDir private Path folder;
  private String database;

  @BeforeEach
  void nameTheDatabase() {
    database = folder.resolve("i.db").toString();
  }

  private Said tlsfloor(String words) {
    return new Cli().environment(RememberedInventory.VARIABLE, database).with(words.split(" "));
  }

  private String scanned(String options, String sample) {
    String file = folder.resolve("saved.jsonl").toString();
    Cli.run(("scan -q --format jsonl --output " + file + " " + options + " " + sample).split(" "));
    return file;
  }

  @Test
  void theInventoryOfTheEnvironmentTakesAndAnswersAll() {
    Said scanned = tlsfloor("scan --site hq samples/tls10");
    assertThat(scanned.err()).contains("kept in " + database + " as site hq");

    assertThat(tlsfloor("inventory status").code()).isEqualTo(ExitCode.CLEAN);
    assertThat(tlsfloor(CLIENTS).out()).contains("\"sites\":[\"hq\"]");
  }

  @Test
  void aScanThatIsNotToBeKeptSaysSo() {
    assertThat(tlsfloor("scan --inventory none samples/tls10").err()).doesNotContain("kept in");

    assertThat(Path.of(database)).doesNotExist();
  }

  @Test
  void theOnlySiteIsMeantWhereNoneIsNamed() {
    tlsfloor("scan --site hq samples/tls12");

    assertThat(tlsfloor("scan samples/tls10").err()).contains("as site hq");
    assertThat(tlsfloor("inventory import " + scanned("", "samples/tls11")).out())
        .contains("Kept in " + database + " as site hq.");
  }

  @Test
  void aNewSiteIsOpenedByName() {
    tlsfloor("scan --site hq samples/tls12");
    String before = tlsfloor(CLIENTS).out();

    Said scanned = tlsfloor("scan --site oslo samples/tls10");
    Said imported = tlsfloor("inventory import " + scanned("--site oslo", "samples/tls10"));

    for (Said said : new Said[] {scanned, imported}) {
      assertThat(said.code()).isEqualTo(ExitCode.USAGE);
      assertThat(said.err())
          .contains("has no site oslo; it has hq")
          .contains("tlsfloor inventory site open oslo --inventory " + database);
    }
    assertThat(tlsfloor(CLIENTS).out()).isEqualTo(before);
    assertThat(tlsfloor("inventory site open oslo").out()).isEqualTo("oslo is open.\n");
    assertThat(tlsfloor("scan --site oslo samples/tls10").err()).contains("as site oslo");
    assertThat(tlsfloor(CLIENTS).out()).contains("\"sites\":[\"oslo\"]");
  }

  @Test
  void ofSeveralSitesOneIsNamed() {
    tlsfloor("inventory site open hq --on 2026-11-01");
    tlsfloor("inventory site open oslo");

    Said said = tlsfloor("scan samples/tls10");

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err())
        .contains("several sites, and none is named: hq, oslo", "Add --site NAME");
  }
}
