package io.tlsfloor.rules.judge;

import static io.tlsfloor.parser.observation.NameSource.CERTIFICATE;
import static io.tlsfloor.parser.observation.NameSource.CONNECT;
import static io.tlsfloor.parser.observation.NameSource.DNS;
import static io.tlsfloor.parser.observation.NameSource.EHLO;
import static io.tlsfloor.parser.observation.NameSource.MAIL_GREETING;
import static io.tlsfloor.parser.observation.NameSource.NAME_RESOLUTION;
import static io.tlsfloor.parser.observation.NameSource.SNI;
import static io.tlsfloor.parser.observation.NameSource.SOCKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policies;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.Seen;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.ServiceEvidence;
import io.tlsfloor.rules.catalogue.Catalogue;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Service: which evidence wins, how sure it is, and what is said beside it. */
class ServiceTest {
  private static final String ELSEWHERE = "198.51.100.7";

  private final Judge judge = new Judge(Policy.standard(), Catalogue.bundled());

  private Optional<Service> service(Seen seen) {
    return judge.judge(seen.build()).service();
  }

  private Service found(Seen seen) {
    return service(seen).orElseThrow();
  }

  @Test
  @DisplayName("Service: the first evidence that matches wins, in the order of the design")
  void theFirstEvidenceThatMatchesWins() {
    Seen seen =
        Seen.connection()
            .server("52.97.1.1", 443)
            .named(CERTIFICATE, "*.lync.com")
            .named(DNS, "foo.sharepoint.com")
            .named(MAIL_GREETING, "x.prod.outlook.com")
            .named(CONNECT, "teams.microsoft.com")
            .named(SNI, "outlook.office365.com");

    assertThat(found(seen).evidence()).isEqualTo(ServiceEvidence.SNI);
    assertThat(found(seen).matched()).isEqualTo("outlook.office365.com");
  }

  @Test
  void eachEvidenceIsNamedWhereItIsTheBest() {
    assertThat(found(at(ELSEWHERE).named(CONNECT, "teams.microsoft.com")).evidence())
        .isEqualTo(ServiceEvidence.CONNECT);
    assertThat(found(at(ELSEWHERE).named(SOCKS, "teams.microsoft.com")).evidence())
        .isEqualTo(ServiceEvidence.SOCKS);
    assertThat(found(at(ELSEWHERE).named(EHLO, "x.prod.outlook.com")).evidence())
        .isEqualTo(ServiceEvidence.MAIL_GREETING);
    assertThat(found(at(ELSEWHERE).named(NAME_RESOLUTION, "foo.sharepoint.com")).evidence())
        .isEqualTo(ServiceEvidence.DNS);
    assertThat(found(at(ELSEWHERE).certificate("contoso.sharepoint.com")).evidence())
        .isEqualTo(ServiceEvidence.CERTIFICATE);
    assertThat(found(at("52.97.1.1")).evidence()).isEqualTo(ServiceEvidence.ADDRESS);
    assertThat(service(at(ELSEWHERE))).isEmpty();
  }

  @Test
  @DisplayName(
      "Confidence: evidence SNI, CONNECT, SOCKS, greeting high; DNS, certificate, prefix medium")
  void confidenceOfEvidence() {
    assertThat(found(Seen.connection().sni("outlook.office365.com")).confidence())
        .isEqualTo(Confidence.HIGH);
    assertThat(found(at(ELSEWHERE).named(CONNECT, "teams.microsoft.com")).confidence())
        .isEqualTo(Confidence.HIGH);
    assertThat(found(at(ELSEWHERE).named(SOCKS, "teams.microsoft.com")).confidence())
        .isEqualTo(Confidence.HIGH);
    assertThat(found(at(ELSEWHERE).named(MAIL_GREETING, "x.prod.outlook.com")).confidence())
        .isEqualTo(Confidence.HIGH);
    assertThat(found(at(ELSEWHERE).named(DNS, "teams.microsoft.com")).confidence())
        .isEqualTo(Confidence.MEDIUM);
    assertThat(found(at(ELSEWHERE).certificate("teams.microsoft.com")).confidence())
        .isEqualTo(Confidence.MEDIUM);
    assertThat(found(at("52.97.1.1")).confidence()).isEqualTo(Confidence.MEDIUM);
  }

  @Test
  @DisplayName(
      "Confidence: row Optimize, Allow, required, hand-added high; other Default medium; shared low")
  void confidenceOfRow() {
    assertThat(found(Seen.connection().sni("contoso.sharepoint.com")).confidence()) // Optimize
        .isEqualTo(Confidence.HIGH);
    assertThat(found(Seen.connection().sni("login.microsoftonline.com")).confidence()) // Allow
        .isEqualTo(Confidence.HIGH);
    assertThat(found(Seen.connection().sni("x.office.net")).confidence()) // required
        .isEqualTo(Confidence.HIGH);
    assertThat(found(Seen.connection().sni("smtp-legacy.office365.com")).confidence()) // by hand
        .isEqualTo(Confidence.HIGH);
    assertThat(found(Seen.connection().sni("storage.live.com")).confidence()) // Default
        .isEqualTo(Confidence.MEDIUM);
    assertThat(found(Seen.connection().sni("x.manage.microsoft.com")).confidence()) // no set
        .isEqualTo(Confidence.MEDIUM);
    assertThat(found(Seen.connection().sni("aka.ms")).confidence()) // shared, though required
        .isEqualTo(Confidence.LOW);
    assertThat(found(Seen.connection().sni("x.msecnd.net")).confidence()).isEqualTo(Confidence.LOW);
    assertThat(found(Seen.connection().sni("x.microsoft.com")).confidence())
        .isEqualTo(Confidence.LOW);
    assertThat(found(Seen.connection().sni("crl3.digicert.com")).confidence())
        .isEqualTo(Confidence.LOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..sharepoint.com",
        "evil.example/.sharepoint.com",
        "a b.sharepoint.com",
        "*.sharepoint.com",
        "contoso.sharepoint.com.."
      })
  @DisplayName("What can be no host name matches no row, wherever it was seen")
  void whatCanBeNoHostNameMatchesNoRow(String name) {
    assertThat(service(at(ELSEWHERE).sni(name))).isEmpty();
    assertThat(service(at(ELSEWHERE).named(CONNECT, name))).isEmpty();
    assertThat(service(at(ELSEWHERE).named(MAIL_GREETING, name))).isEmpty();
    assertThat(service(at(ELSEWHERE).named(DNS, name))).isEmpty();
  }

  @Test
  @DisplayName("In a certificate a wildcard may begin the name, and what follows must be one")
  void aCertificateMayNameAWildcard() {
    assertThat(found(at(ELSEWHERE).certificate("*.sharepoint.com")).matched())
        .isEqualTo("*.sharepoint.com");
    assertThat(service(at(ELSEWHERE).certificate("*..sharepoint.com"))).isEmpty();
    assertThat(service(at(ELSEWHERE).certificate("*.a/.sharepoint.com"))).isEmpty();
    assertThat(service(at(ELSEWHERE).certificate("a*.sharepoint.com"))).isEmpty();
  }

  @Test
  @DisplayName(
      "A vanity name does not end the search: the address counts, the disagreement is stated")
  void aVanityNameDoesNotEndTheSearch() {
    Service service = found(at("52.97.1.1").sni("autodiscover.contoso.com"));

    assertThat(service.evidence()).isEqualTo(ServiceEvidence.ADDRESS);
    assertThat(service.area()).isEqualTo("Exchange");
    assertThat(service.note())
        .hasValueSatisfying(
            note ->
                assertThat(note)
                    .contains("asked for autodiscover.contoso.com, which is not in the list"));
  }

  @Test
  @DisplayName("SNI of Microsoft 365 at an address that is not: kept, the disagreement is stated")
  void aNameAtAnAddressThatIsNotTheServices() {
    Service service = found(at(ELSEWHERE).sni("contoso.sharepoint.com"));

    assertThat(service.evidence()).isEqualTo(ServiceEvidence.SNI);
    assertThat(service.confidence()).isEqualTo(Confidence.HIGH);
    assertThat(service.note())
        .hasValueSatisfying(
            note -> assertThat(note).contains(ELSEWHERE + " is in no published prefix"));
  }

  @Test
  void aNameWhoseSetPublishesNoPrefixesCannotDisagree() {
    assertThat(found(at(ELSEWHERE).sni("x.office.net")).note()).isEmpty();
  }

  @Test
  void aProxysAddressIsNoDisagreement() {
    Service service =
        found(at("10.0.0.8").target("http-connect", "contoso.sharepoint.com", 443).port(3128));

    assertThat(service.evidence()).isEqualTo(ServiceEvidence.CONNECT);
    assertThat(service.note()).isEmpty();
  }

  @Test
  @DisplayName("Ports never disqualify a name: the odd port is stated")
  void anOddPortIsStated() {
    Service service = found(Seen.connection().port(8443).sni("contoso.sharepoint.com"));

    assertThat(service.confidence()).isEqualTo(Confidence.HIGH);
    assertThat(service.note())
        .hasValueSatisfying(
            note -> assertThat(note).contains("port 8443 is none of the set's (80,443)"));
  }

  @Test
  @DisplayName("An address on a port of none of its sets is low")
  void anAddressOnAnOddPortIsLow() {
    assertThat(found(at("52.97.1.1").port(8443)).confidence()).isEqualTo(Confidence.LOW);
  }

  @Test
  @DisplayName("For CONNECT and SOCKS the target's port counts")
  void theTargetsPortCounts() {
    Service service =
        found(at("10.0.0.8").target("socks5", "outlook.office365.com", 993).port(1080));

    assertThat(service.set()).contains(2);
    assertThat(service.evidence()).isEqualTo(ServiceEvidence.SOCKS);
    assertThat(service.note()).isEmpty();
  }

  @Test
  void aTargetThatIsAnAddressIsLookedUpAsOne() {
    Service service = found(at("10.0.0.8").target("http-connect", "52.97.1.1", 443).port(3128));

    assertThat(service.evidence()).isEqualTo(ServiceEvidence.CONNECT);
    assertThat(service.matched()).isEqualTo("52.96.0.0/14");
    assertThat(service.confidence()).isEqualTo(Confidence.MEDIUM);
    assertThat(found(at("10.0.0.8").target("socks5", "[2603:1006::1]", 443).port(1080)).matched())
        .isEqualTo("2603:1006::/40");
  }

  @Test
  @DisplayName("For set 56 the sentence says that Azure sign-in shares it")
  void azureSignInSharesSet56() {
    Judgement judgement =
        judge.judge(at("40.126.1.1").offers(Seen.upTo(TlsVersion.TLS_1_0)).build());

    assertThat(judgement.service().orElseThrow().set()).contains(56);
    assertThat(judgement.findings().get(0).summary()).contains("Azure sign-in");
  }

  @Test
  void aCertificateForTheNameThatWasAskedForSaysNothingElse() {
    Seen seen =
        at(ELSEWHERE)
            .sni("cdn.contoso.net")
            .certificate("cdn.contoso.net", "cdn.contoso.net", "www.outlook.com");

    assertThat(service(seen)).isEmpty();
  }

  @Test
  void aCertificateWildcardOverAStrangersZoneIsLow() {
    assertThat(found(at(ELSEWHERE).certificate("a248.e.akamai.net", "*.akamaihd.net")).confidence())
        .isEqualTo(Confidence.LOW);
  }

  @Test
  void exchangesCertificateIsExchanges() {
    Service service =
        found(
            at(ELSEWHERE)
                .port(993)
                .certificate("outlook.com", "*.office365.com", "outlook.office365.com"));

    assertThat(service.area()).isEqualTo("Exchange");
    assertThat(service.set()).contains(2);
  }

  @Test
  void ofSeveralDnsNamesTheOneThatFitsThePortCounts() {
    Service service =
        found(at(ELSEWHERE).port(995).named(DNS, "outlook.office.com", "outlook.office365.com"));

    assertThat(service.matched()).isEqualTo("outlook.office365.com");
  }

  @Test
  void anEncryptedHelloTellsOnlyItsOuterName() {
    Seen seen =
        Seen.connection()
            .sni("contoso.sharepoint.com")
            .offers(Seen.encrypted(Seen.listing(TlsVersion.TLS_1_3)));

    assertThat(found(seen).note())
        .hasValueSatisfying(note -> assertThat(note).contains("outer, public one"));
  }

  @Test
  void onlyChosenInstancesCount() {
    Policy china = Policies.instances(Set.of("China"));
    Judge judgeOfChina = new Judge(china, Catalogue.bundled());

    assertThat(
            judgeOfChina.judge(Seen.connection().sni("contoso.sharepoint.com").build()).service())
        .isEmpty();
    assertThat(
            judgeOfChina
                .judge(Seen.connection().sni("contoso.sharepoint.cn").build())
                .service()
                .map(Service::instance))
        .contains("China");
  }

  @Test
  void aHostileNameMatchesNothingAndIsShownEscaped() {
    Service service = found(at("52.97.1.1").sni("\u001b[2Jx.sharepoint.com\n"));

    assertThat(service.evidence()).isEqualTo(ServiceEvidence.ADDRESS);
    assertThat(service.note().orElseThrow()).contains("\\u001b[2Jx.sharepoint.com\\u000a");
  }

  private static Seen at(String address) {
    return Seen.connection().server(address, 443);
  }
}
