package io.tlsfloor.rules.policy;

import static io.tlsfloor.parser.observation.TlsVersion.TLS_1_0;
import static io.tlsfloor.parser.observation.TlsVersion.TLS_1_1;
import static io.tlsfloor.parser.observation.TlsVersion.TLS_1_2;
import static io.tlsfloor.parser.observation.TlsVersion.TLS_1_3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.ExemptionUse;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Seen;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.judge.Judge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFileTest {
  private static final String EXCEPTION =
      """
      [[exceptions]]
      client = "10.20.3.0/24"
      server-name = "*.office365.com"
      rule = "offered-below-floor"
      reason = "scanner, replaced in spring"
      owner = "facilities"
      expires = 2026-11-02
      """;

  @TempDir Path folder;

  private PolicyFile read(String text) throws IOException {
    Path file = folder.resolve("tlsfloor.conf");
    Files.writeString(file, text);
    return PolicyFile.read(file, Set.of("watch"));
  }

  @ParameterizedTest
  @CsvSource({"a = ,[,100000", "a = ,{a=,50000"})
  void listsInListsAreRefused(String begin, String nested, int times) {
    assertThatThrownBy(() -> read(begin + nested.repeat(times)))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith("tlsfloor.conf: too many lists or tables in each other");
  }

  @Test
  void aFileThatNeverEndsIsRefused() throws IOException {
    String comments = "# not a policy\n".repeat(300_000);
    assertThatThrownBy(() -> read(comments))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith("tlsfloor.conf: has more than 4 MiB; name the file of the policy");
  }

  private Policy policy(String text) throws IOException {
    return read(text).applyTo(Policy.standard());
  }

  private Judgement judge(String text, Seen seen) throws IOException {
    PolicyFile file = read(text);
    return new Judge(file.applyTo(Policy.standard()), file.addTo(Catalogue.bundled()))
        .judge(seen.build());
  }

  private static Seen scanner() {
    return Seen.connection().port(587).sni("smtp.office365.com").offers(Seen.upTo(TLS_1_0));
  }

  @Test
  void anEmptyFileChangesNothing() throws IOException {
    assertThat(policy("")).isEqualTo(Policy.standard());
  }

  @Test
  void everySettingIsTaken() throws IOException {
    Policy policy =
        policy(
            """
            floor = "1.3"
            min-severity = "medium"
            min-confidence = "high"
            any-service = true
            direction = ["outbound", "inbound"]
            instance = ["worldwide", "China"]

            [home-net]
            office = ["10.20.0.0/16", "2001:db8::/32"]
            plant = "10.20.9.0/24"

            [floors]
            Exchange = "1.1"

            [severities]
            legacy-endpoint = "high"
            offers-below-floor = "off"

            [watch]
            anything = 1
            """);

    assertThat(policy.floor()).isEqualTo(TLS_1_3);
    assertThat(policy.minSeverity()).isEqualTo(Severity.MEDIUM);
    assertThat(policy.minConfidence()).isEqualTo(Confidence.HIGH);
    assertThat(policy.anyService()).isTrue();
    assertThat(policy.directions())
        .containsExactlyInAnyOrder(Direction.OUTBOUND, Direction.INBOUND);
    assertThat(policy.instances()).containsExactlyInAnyOrder("Worldwide", "China");
    assertThat(policy.rules()).doesNotContain(RuleId.OFFERS_BELOW_FLOOR).hasSize(8);
    assertThat(policy.homeNetworks().contains(IpAddress.parse("2001:db8::1"))).isTrue();
    assertThat(policy.homeNetworks().contains(IpAddress.parse("192.168.0.1"))).isFalse();
    assertThat(policy.homeNetworks().contains(IpAddress.parse("10.20.8.1"))).isTrue();
    assertThat(policy.adjustments().severities())
        .containsEntry(RuleId.LEGACY_ENDPOINT, Severity.HIGH);
  }

  @Test
  void othersReadTheirOwnTables() throws IOException {
    ConfigTable watch = read("[watch]\ninterval = 60\n").table("watch").orElseThrow();

    assertThat(watch.numeral("interval")).contains("60");
  }

  @Test
  void aServiceCanHaveAFloorOfItsOwn() throws IOException {
    String text = "[floors]\nSharePoint = \"1.3\"\nTeams = \"1.1\"\n";
    Seen sharePoint = Seen.connection().sni("contoso.sharepoint.com").chooses(TLS_1_2);
    Seen teams = Seen.connection().sni("teams.microsoft.com").chooses(TLS_1_1);
    Seen exchange = Seen.connection().sni("outlook.office365.com").chooses(TLS_1_1);

    assertThat(judge(text, sharePoint).flagged()).isTrue();
    assertThat(judge(text, teams).flagged()).isFalse();
    assertThat(judge(text, exchange).flagged()).isTrue();
  }

  @Test
  void aRuleCanHaveAnotherSeverity() throws IOException {
    Judgement judgement = judge("[severities]\noffered-below-floor = \"low\"\n", scanner());

    assertThat(judgement.findings().get(0).severity()).isEqualTo(Severity.LOW);
  }

  @Test
  void anExceptedFindingIsKeptWithItsReasonAndNotFlagged() throws IOException {
    Judgement judgement = judge(EXCEPTION, scanner().at("2026-11-02T23:59:59Z"));

    Finding finding = judgement.findings().get(0);
    assertThat(finding.exception().map(Finding.Waiver::reason))
        .contains("scanner, replaced in spring");
    assertThat(judgement.flagged()).isFalse();
    assertThat(judgement.belowThreshold()).isFalse();
  }

  @Test
  void anExpiredExceptionFlagsAgainAndSaysSo() throws IOException {
    Judgement judgement = judge(EXCEPTION, scanner().at("2026-11-03T00:00:00Z"));

    assertThat(judgement.flagged()).isTrue();
    assertThat(judgement.findings().get(0).exception()).isEmpty();
    assertThat(judgement.findings().get(0).summary())
        .endsWith("; the exception of facilities expired on 2026-11-02.");
  }

  @Test
  void everyConditionOfAnExceptionMustHold() throws IOException {
    assertThat(judge(EXCEPTION, scanner().client("10.20.4.1")).flagged()).isTrue();
    assertThat(
            judge(
                    EXCEPTION,
                    Seen.connection().sni("contoso.sharepoint.com").offers(Seen.upTo(TLS_1_0)))
                .flagged())
        .isTrue();
    assertThat(judge(EXCEPTION, scanner().chooses(TLS_1_0)).flagged()).isTrue();
  }

  @Test
  void anotherFindingOfAnExceptedConnectionIsStillFlagged() throws IOException {
    Seen legacy =
        Seen.connection().port(587).sni("smtp-legacy.office365.com").offers(Seen.upTo(TLS_1_0));

    Judgement judgement = judge(EXCEPTION, legacy);

    assertThat(judgement.flagged()).isTrue();
    assertThat(judgement.findings()).hasSize(2);
    assertThat(judgement.findings().stream().filter(f -> f.exception().isPresent())).hasSize(1);
  }

  @Test
  void exceptionsThatMatchedNothingArePointedOut() throws IOException {
    String two =
        EXCEPTION
            + """
            [[exceptions]]
            client = "10.9.9.9"
            reason = "gone"
            owner = "nobody"
            expires = 2027-01-01
            """;
    Policy policy = policy(two);
    Judge judge = new Judge(policy, Catalogue.bundled());
    ExemptionUse use = new ExemptionUse(policy);

    use.count(judge.judge(scanner().build()));
    use.count(judge.judge(scanner().at("2026-12-01T00:00:00Z").build()));

    assertThat(use.unused()).singleElement().asString().contains("gone (owner nobody, ");
  }

  @Test
  void ownServicesAreWatchedWithTheirOwnFloor() throws IOException {
    String text =
        """
        [[services]]
        name = "Intranet mail"
        names = ["mail.contoso.test", "*.mail.contoso.test"]
        prefixes = ["192.0.2.0/24"]
        tcp-ports = "443, 587"
        floor = "1.3"
        """;
    Seen byName =
        Seen.connection().server("198.51.100.9", 587).sni("x.mail.contoso.test").chooses(TLS_1_2);
    Seen byPrefix = Seen.connection().server("192.0.2.9", 443).chooses(TLS_1_2);

    Judgement judgement = judge(text, byName);
    Service service = judgement.service().orElseThrow();
    assertThat(service.instance()).isEqualTo("own");
    assertThat(service.name()).isEqualTo("Intranet mail");
    assertThat(service.note()).isEmpty();
    assertThat(judgement.flagged()).isTrue();
    assertThat(judgement.findings().get(0).enforced()).isEmpty();
    assertThat(judge(text, byPrefix).flagged()).isTrue();
    assertThat(
            judge(text, Seen.connection().sni("contoso.sharepoint.com").chooses(TLS_1_2)).flagged())
        .isFalse();
  }

  @Test
  void ownServersAreNoInboundClients() throws IOException {
    String text = "[[services]]\nname = \"farm\"\nprefixes = [\"10.0.0.0/8\"]\n";

    Judgement judgement =
        judge(text, Seen.connection().client("10.1.1.1").sni("outlook.office365.com"));

    assertThat(judgement.direction()).isEqualTo(Direction.OUTBOUND);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          not TOML             | floor = | conf:1
          unknown key          | flor = "1.2" | conf:1:1: unknown key "flor"; did you mean "floor"?
          unknown, unlike any  | unheard-of = 1 | conf:1:1: unknown key "unheard-of"; known here: floor,
          floor a number       | floor = 1.2 | conf:1:1: "floor" must be a text in quotes
          no such floor        | floor = "1.4" | conf:1:1: "floor": no floor "1.4": write one of 1.0, 1.1, 1.2, 1.3
          no such severity     | min-severity = "hihg" | conf:1:1: "min-severity": no severity "hihg"; did you mean "high"?
          no such rule         | [severities]#offered-below-flor = "off" | unknown key "offered-below-flor"; did you mean "offered-below-floor"?
          no such instance     | instance = ["Mars"] | no cloud instance "Mars": write one of Worldwide
          flag in quotes       | any-service = "yes" | "any-service" must be true or false
          bad home network     | [home-net]#x = "10.0.0.0/33" | conf:2:1: "x": not a prefix length
          network given twice  | [home-net]#x = "10.0.0.0/8"#y = "10.0.0.0/8" | 10.0.0.0/8 is home network
          floor of no service  | [floors]#Exchang = "1.2" | conf:2:1: unknown key "Exchang"; did you mean "Exchange"?
          home is no table     | home-net = "10.0.0.0/8" | "home-net" must be a table: write [home-net]
          one bracket too few  | [exceptions]#client = "10.0.0.1" | write [[exceptions]], with two brackets
          no reason            | [[exceptions]]#client = "10.0.0.1" | conf:1:1: "reason" is missing
          no date              | [[exceptions]]#client = "10.0.0.1"#reason = "r"#owner = "o" | conf:1:1: "expires" is missing: a date such as 2026-12-31
          date in quotes       | [[exceptions]]#client = "10.0.0.1"#reason = "r"#owner = "o"#expires = "2026-12-31" | conf:5:1: "expires" must be a date such as 2026-12-31, without quotes
          no such day          | [[exceptions]]#client = "10.0.0.1"#reason = "r"#owner = "o"#expires = 2026-02-30 | conf:5
          no condition         | [[exceptions]]#rule = "downgrade"#reason = "r"#owner = "o"#expires = 2026-12-31 | conf:1:1: an exception needs "client", "server-name" or "stack"
          no such stack        | [[exceptions]]#stack = "java-7"#reason = "r"#owner = "o"#expires = 2026-12-31 | conf:2:1: "stack": no client stack "java-7"; did you mean "java7"?
          bad wildcard         | [[exceptions]]#server-name = "*"#reason = "r"#owner = "o"#expires = 2026-12-31 | conf:2:1: "server-name": no domain after the asterisk
          service without rows | [[services]]#name = "x" | conf:1:1: service "x" has neither "names" nor "prefixes"
          service given twice  | [[services]]#name = "x"#names = ["a.b"]#[[services]]#name = "x" | conf:5:1: a second service "x"
          name given twice     | [[services]]#name = "x"#names = ["a.b"]#[[services]]#name = "y"#names = ["A.b"] | "a.b" is in service "x" already
          """)
  void saysWhatIsWrongWhereAndWhatToDo(String name, String text, String message) {
    assertThatThrownBy(() -> read(text.replace('#', '\n')))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a wider range         | client = "10.0.0.0/8"           | client = "10.1.0.0/16"
          a wildcard            | server-name = "*.office365.com" | server-name = "smtp.office365.com"
          any rule              | client = "10.0.0.1"             | client = "10.0.0.1"#rule = "downgrade"
          a family              | stack = "jsse"                  | stack = "java7"
          """)
  void anExceptionThatAnEarlierOneCoversIsAnError(String name, String first, String second) {
    String rest = "#reason = \"r\"#owner = \"o\"#expires = 2026-12-31#";
    String text = "[[exceptions]]#" + first + rest + "[[exceptions]]#" + second + rest;
    int line = (int) ("[[exceptions]]#" + first + rest).chars().filter(c -> c == '#').count() + 1;

    assertThatThrownBy(() -> read(text.replace('#', '\n')))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("conf:" + line + ":1: this exception is shadowed: the one in line 1");
  }

  @Test
  void anExceptionThatHoldsLongerIsNotShadowed() throws IOException {
    String longer = EXCEPTION.replace("2026-11-02", "2027-01-01");

    assertThat(policy(EXCEPTION + longer).adjustments().exemptions()).hasSize(2);
    assertThat(judge(EXCEPTION + longer, scanner().at("2026-12-01T00:00:00Z")).flagged()).isFalse();
  }
}
