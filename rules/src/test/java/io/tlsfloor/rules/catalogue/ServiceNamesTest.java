package io.tlsfloor.rules.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.Transport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceNamesTest {
  @ParameterizedTest
  @CsvSource({
    "login.microsoftonline.com, Sign-in (Microsoft Entra)",
    "aadcdn.msauth.net, Sign-in (Microsoft Entra)",
    "login.microsoftonline.us, Sign-in (Microsoft Entra)",
    "login.live.com, Sign-in (Microsoft account)",
    "graph.microsoft.com, Microsoft 365 suite",
    "www.office.com, Microsoft 365 suite",
    "outlook.office365.com, Exchange Online",
    "contoso.sharepoint.com, SharePoint",
    "teams.microsoft.com, Microsoft Teams",
  })
  void aServiceIsCalledAsInTheAdminCentre(String host, String name) throws Exception {
    Catalogue catalogue = Catalogue.bundled();

    assertThat(
            catalogue
                .byName(host, new Scope(Transport.TCP, 443, Scope.TODAY, false))
                .map(match -> match.row().service()))
        .contains(name);
  }
}
