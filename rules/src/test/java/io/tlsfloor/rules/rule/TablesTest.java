package io.tlsfloor.rules.rule;

import static io.tlsfloor.parser.observation.TlsVersion.TLS_1_0;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Seen;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.judge.Judge;
import io.tlsfloor.rules.resource.Tsv;
import io.tlsfloor.rules.stack.StackTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of dates and remedies, and the pages that they point to. */
class TablesTest {
  private static final Catalogue CATALOGUE = Catalogue.bundled();

  @ParameterizedTest(name = "{0}:{1} {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          contoso.mail.protection.outlook.com | 25   | 2021-01-11
          smtp.office365.com                  | 587  | 2022-02-01
          smtp.office365.com                  | 25   | 2022-02-01
          outlook.office365.com               | 993  | 2023-04-30
          outlook.office365.com               | 995  | 2023-04-30
          outlook.office365.com               | 443  | 2020-10-15
          login.microsoftonline.com           | 443  | 2022-01-31
          contoso.sharepoint.com              | 443  | 2021-02-01
          teams.microsoft.com                 | 443  | 2020-10-15
          pop-legacy.office365.com            | 995  | 2026-12-31
          imap-legacy.office365.com           | 993  | 2026-12-31
          smtp-legacy.office365.com           | 587  | -
          outlook.office365.us                | 443  | 2020-01-15
          login.microsoftonline.us            | 443  | 2021-03-31
          webmail.apps.mil                    | 443  | 2020-01-15
          x.partner.outlook.cn                | 587  | 2023-06-30
          login.partner.microsoftonline.cn    | 443  | 2025-01-31
          partner.outlook.cn                  | 443  | -
          sip.pstnhub.microsoft.com           | 5061 | -
          """)
  void eachServiceHasItsDate(String name, int port, String date) {
    Finding finding =
        new Judge(Policy.standard(), CATALOGUE)
            .judge(Seen.connection().port(port).sni(name).chooses(TLS_1_0).build())
            .findings()
            .get(0);

    assertThat(finding.enforced().orElse("-")).isEqualTo(date);
  }

  @Test
  void everyStackAndEveryFamilyHasARemedyOfItsOwn() {
    Set<String> topics = new HashSet<>();
    Tsv.rows(Remedies.class, "remedies.tsv", 4).forEach(row -> topics.add(row[0] + " " + row[1]));
    for (String table : new String[] {"stacks.tsv", "stacks-lab.tsv"}) {
      for (String[] row : Tsv.rows(StackTable.class, table, 8)) {
        assertThat(topics).as(row[0]).contains("client-too-old " + row[3]);
      }
    }
    for (String[] row : Tsv.rows(StackTable.class, "families.tsv", 4)) {
      assertThat(topics).as(row[0]).contains("client-too-old " + row[2]);
    }
  }

  @Test
  void everyTopicHasARemedyForAnyStack() {
    Set<String> topics = new HashSet<>(Set.of(Remedies.SERVER_CHOSE_LOW, Remedies.FALLBACK));
    for (RuleId rule : RuleId.values()) {
      topics.add(Remedies.topic(rule));
    }

    assertThat(Tsv.rows(Remedies.class, "remedies.tsv", 4))
        .filteredOn(row -> row[1].equals("*"))
        .extracting(row -> row[0])
        .containsAll(topics);
  }

  @Test
  void everyPageIsThereAndNamesItsReferences() throws Exception {
    for (String[] row : Tsv.rows(Remedies.class, "remedies.tsv", 4)) {
      Path page = Path.of("..", "docs", "remedies", row[2] + ".md");
      assertThat(page).exists();
      assertThat(Files.readString(page)).as(row[2]).contains("## References");
    }
  }
}
