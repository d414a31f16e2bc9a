package io.tlsfloor.rules.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.Seen;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.ServiceEvidence;
import io.tlsfloor.rules.catalogue.Catalogue;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests what the name that the client asked for says of the other names: DNS answers, certificates.
 */
class AskedNamesTest {
  private static final Judge JUDGE = new Judge(Policy.standard(), Catalogue.bundled());

  private static Optional<Service> service(Seen seen) {
    return JUDGE.judge(seen.server("198.51.100.7", 443).build()).service();
  }

  @Test
  void aliasesInTheAnswerOfTheAskedNameTellTheService() {
    Service service =
        service(
                Seen.connection()
                    .sni("files.contoso.com")
                    .answered(2, "teams.microsoft.com")
                    .answered(3, "Files.Contoso.com", "contoso.sharepoint.com"))
            .orElseThrow();

    assertThat(service.evidence()).isEqualTo(ServiceEvidence.DNS);
    assertThat(service.matched()).isEqualTo("*.sharepoint.com");
  }

  @Test
  void otherNamesThatShareTheAddressTellNothingOnceOneIsTheAskedOne() {
    Seen shared =
        Seen.connection()
            .sni("www.contoso.com")
            .answered(2, "teams.microsoft.com")
            .answered(3, "www.contoso.com");

    assertThat(service(shared)).isEmpty();
  }

  @Test
  void withoutAnAskedNameInDnsAllItsNamesCount() {
    assertThat(service(Seen.connection().sni("www.contoso.com").answered(2, "teams.microsoft.com")))
        .isPresent();
    assertThat(service(Seen.connection().answered(2, "teams.microsoft.com"))).isPresent();
  }

  @ParameterizedTest(name = "certificate for {0}, asked for {1}: its other names count: {2}")
  @CsvSource({
    "www.contoso.com, www.contoso.com,   false",
    "WWW.contoso.com, www.Contoso.com,   false",
    "*.contoso.com,   www.contoso.com,   false",
    "*.contoso.com,   contoso.com,       true",
    "*.contoso.com,   a.www.contoso.com, true",
    "*.contoso.com,   wwwcontoso.com,    true",
    "*.contoso.com,   .contoso.com,      true",
    "www.contoso.com, ftp.contoso.com,   true"
  })
  void aCertificateOfTheAskedNameTellsNothingByItsOthers(
      String name, String asked, boolean othersCount) {
    Seen seen = Seen.connection().sni(asked).certificate(name, name, "outlook.office365.com");

    assertThat(service(seen).isPresent()).isEqualTo(othersCount);
  }

  @ParameterizedTest
  @CsvSource({"http-connect, CONNECT", "socks5, SOCKS"})
  void theTargetOfAProxyIsAskedFor(String preface, ServiceEvidence evidence) {
    assertThat(service(Seen.connection().target(preface, "teams.microsoft.com", 443)))
        .map(Service::evidence)
        .contains(evidence);
    assertThat(
            service(
                Seen.connection()
                    .target(preface, "www.contoso.com", 443)
                    .certificate("www.contoso.com", "outlook.office365.com")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "52.112.1.1,           true",
    "2603:1063::1,         true",
    "[2603:1063::1],       true",
    "198.51.100.9,         false",
    "[2603:1063::1,        false"
  })
  void anAddressAsTargetIsLookedUpAsOne(String target, boolean found) {
    assertThat(service(Seen.connection().target("http-connect", target, 443)).isPresent())
        .isEqualTo(found);
  }
}
