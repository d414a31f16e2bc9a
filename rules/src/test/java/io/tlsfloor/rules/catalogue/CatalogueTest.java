package io.tlsfloor.rules.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.rules.HostName;
import io.tlsfloor.rules.resource.Tsv;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
  private static final Catalogue CATALOGUE = Catalogue.bundled();

  private static Scope tcp(int port) {
    return new Scope(Transport.TCP, port, Scope.TODAY, false);
  }

  private static String shown(Optional<Match> match) {
    return match
        .map(
            m ->
                m.row().set().instance()
                    + " "
                    + m.row().set().id().map(id -> id.toString()).orElse("-")
                    + " "
                    + m.row().set().area()
                    + " "
                    + m.row().value()
                    + " "
                    + m.port())
        .orElse("none");
  }

  @ParameterizedTest(name = "{0}:{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # exact names, and what the port chooses
          outlook.office365.com                 | 443  | Worldwide 1 Exchange outlook.office365.com LISTED
          outlook.office365.com                 | 993  | Worldwide 2 Exchange outlook.office365.com LISTED
          outlook.office365.com                 | 995  | Worldwide 2 Exchange outlook.office365.com LISTED
          outlook.office365.com                 | 8443 | Worldwide 1 Exchange outlook.office365.com ODD
          smtp.office365.com                    | 587  | Worldwide 2 Exchange smtp.office365.com LISTED
          smtp.office365.com                    | 25   | Worldwide - Exchange smtp.office365.com LISTED
          smtp.office365.com                    | 443  | Worldwide 2 Exchange smtp.office365.com ODD
          OUTLOOK.Office365.COM                 | 443  | Worldwide 1 Exchange outlook.office365.com LISTED
          outlook.office365.com.                | 443  | Worldwide 1 Exchange outlook.office365.com LISTED
          # the most specific value wins
          foo.office365.com                     | 443  | Worldwide 71 Common *.office365.com LISTED
          contoso.mail.protection.outlook.com   | 25   | Worldwide 10 Exchange *.mail.protection.outlook.com LISTED
          x.protection.outlook.com              | 443  | Worldwide 9 Exchange *.protection.outlook.com LISTED
          foo.outlook.com                       | 443  | Worldwide 8 Exchange *.outlook.com LISTED
          www.outlook.com                       | 443  | Worldwide 121 Common www.outlook.com LISTED
          teams.microsoft.com                   | 443  | Worldwide 12 Skype teams.microsoft.com LISTED
          a.teams.microsoft.com                 | 443  | Worldwide 12 Skype *.teams.microsoft.com LISTED
          # Optimize before Allow before Default, and ports before that
          officeclient.microsoft.com            | 443  | Worldwide 35 SharePoint officeclient.microsoft.com LISTED
          # wildcards of every form
          contoso.sharepoint.com                | 443  | Worldwide 31 SharePoint *.sharepoint.com LISTED
          a.b.sharepoint.com                    | 443  | Worldwide 31 SharePoint *.sharepoint.com LISTED
          site-cdn.onenote.net                  | 443  | Worldwide 51 Common *cdn.onenote.net LISTED
          cdn.onenote.net                       | 443  | Worldwide 51 Common *cdn.onenote.net LISTED
          autodiscover.contoso.onmicrosoft.com  | 443  | Worldwide 8 Exchange autodiscover.*.onmicrosoft.com LISTED
          contoso.onmicrosoft.com               | 443  | Worldwide 78 Common *.onmicrosoft.com LISTED
          # other instances
          outlook.office365.us                  | 443  | USGovGCCHigh 1 Exchange outlook.office365.us LISTED
          webmail.apps.mil                      | 993  | USGovDoD 4 Exchange webmail.apps.mil LISTED
          partner.outlook.cn                    | 443  | China 1 Exchange partner.outlook.cn LISTED
          x.sovcloud-sharepoint.de              | 443  | Germany 37 SharePoint *.sovcloud-sharepoint.de LISTED
          x.sovcloud.fr                         | 443  | France 1 Common *.sovcloud.fr LISTED
          # a name of several instances is Worldwide's, unless its set there is not known
          login.microsoftonline.com             | 443  | Worldwide 56 Common login.microsoftonline.com LISTED
          odc.officeapps.live.com               | 443  | Worldwide 46 Common *.officeapps.live.com LISTED
          x.gov.teams.microsoft.us              | 443  | USGovGCCHigh 31 Skype *.gov.teams.microsoft.us LISTED
          x.manage.microsoft.com                | 443  | Worldwide - MEM *.manage.microsoft.com UNKNOWN
          # added by hand
          smtp-legacy.office365.com             | 587  | Worldwide - Exchange smtp-legacy.office365.com LISTED
          pop-legacy.office365.com              | 995  | Worldwide - Exchange pop-legacy.office365.com LISTED
          imap-legacy.office365.com             | 143  | Worldwide - Exchange imap-legacy.office365.com LISTED
          smtp-legacy.partner.outlook.cn        | 587  | China - Exchange smtp-legacy.partner.outlook.cn LISTED
          sip.pstnhub.microsoft.com             | 5061 | Worldwide - Skype sip.pstnhub.microsoft.com LISTED
          sip2.pstnhub.microsoft.com            | 5061 | Worldwide - Skype sip2.pstnhub.microsoft.com LISTED
          sip3.pstnhub.microsoft.com            | 5061 | Worldwide - Skype sip3.pstnhub.microsoft.com LISTED
          # an exact name of one instance, below a wildcard of another
          outlook-dod.office365.us              | 443  | USGovDoD 1 Exchange outlook-dod.office365.us LISTED
          outlook-dod.office365.us              | 587  | USGovDoD 4 Exchange outlook-dod.office365.us LISTED
          dod-mtis.cortana.ai                   | 443  | USGovDoD 29 Common dod-mtis.cortana.ai LISTED
          gcch-mtis.cortana.ai                  | 443  | USGovGCCHigh 29 Common gcch-mtis.cortana.ai LISTED
          pf.events.data.microsoft.com          | 443  | USGovDoD 31 Common pf.events.data.microsoft.com LISTED
          tb.pipe.aria.microsoft.com            | 8443 | USGovGCCHigh 32 Common tb.pipe.aria.microsoft.com ODD
          other.cortana.ai                      | 443  | Worldwide 158 Common *.cortana.ai LISTED
          # of two instances, below a wildcard of Worldwide's: all clouds use that host
          statics.teams.microsoft.com           | 443  | Worldwide 12 Skype *.teams.microsoft.com LISTED
          # look-alikes and what is no host name
          outlook.office365.com.evil.example    | 443  | none
          notsharepoint.com                     | 443  | none
          sharepoint.com                        | 443  | none
          contoso.sharepoint.com.evil.example   | 443  | none
          contoso-sharepoint.com                | 443  | none
          outlook-office365.com                 | 443  | none
          office365.com                         | 443  | none
          login.microsoftonline.com.evil.test   | 443  | none
          login.micros0ftonline.com             | 443  | none
          sharepoint.com.contoso.example        | 443  | none
          com                                   | 443  | none
          .                                     | 443  | none
          ..                                    | 443  | none
          *                                     | 443  | none
          """)
  void findsTheRowOfAName(String name, int port, String expected) {
    assertThat(shown(CATALOGUE.byName(name, tcp(port)))).isEqualTo(expected);
  }

  @Test
  void aLookAlikeBelowABroadRowIsThatRowAndNoMore() {
    // It does lie below *.office.com; it is no other name of the list.
    assertThat(shown(CATALOGUE.byName("xoutlook.office.com", tcp(443))))
        .isEqualTo("Worldwide 147 Common *.office.com LISTED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "con\u0000toso.sharepoint.com",
        "\u001b[31m.sharepoint.com",
        "a b.sharepoint.com",
        "\u0455harepoint.com"
      })
  void whatCanBeNoHostNameMatchesNothing(String name) {
    assertThat(CATALOGUE.byName(name, tcp(443))).isEmpty();
  }

  @Test
  void aNameLongerThanDnsAllowsMatchesNothing() {
    String name = "a.".repeat(200) + "sharepoint.com";

    assertThat(CATALOGUE.byName(name, tcp(443))).isEmpty();
  }

  @Test
  void greetingNamesCountInGreetingsOnly() {
    Scope greeting = new Scope(Transport.TCP, 587, Scope.TODAY, true);

    assertThat(shown(CATALOGUE.byName("XX1PR01CA0001.outlook.office365.com", greeting)))
        .isEqualTo("Worldwide - Exchange *.outlook.office365.com LISTED");
    assertThat(shown(CATALOGUE.byName("XX1PR01MB1.prod.outlook.com", greeting)))
        .isEqualTo("Worldwide - Exchange *.prod.outlook.com LISTED");
    assertThat(shown(CATALOGUE.byName("XX1PR01CA0001.outlook.office365.com", tcp(587))))
        .isEqualTo("Worldwide 71 Common *.office365.com ODD");
  }

  @Test
  void udpPortsAreNotTcpPorts() {
    Scope quic = new Scope(Transport.UDP, 443, Scope.TODAY, false);

    assertThat(shown(CATALOGUE.byName("contoso.sharepoint.com", quic))).endsWith("LISTED");
    assertThat(shown(CATALOGUE.byName("login.microsoftonline.com", quic))).endsWith("ODD");
  }

  @ParameterizedTest(name = "{0} port {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          52.97.1.1            | 443  | Worldwide 1 Exchange 52.96.0.0/14 LISTED
          52.97.1.1            | 993  | Worldwide 2 Exchange 52.96.0.0/14 LISTED
          52.97.1.1            | 25   | Worldwide 1 Exchange 52.96.0.0/14 ODD
          40.92.1.1            | 25   | Worldwide 10 Exchange 40.92.0.0/15 LISTED
          104.47.1.1           | 25   | Worldwide 10 Exchange 104.47.0.0/17 LISTED
          52.105.1.1           | 443  | Worldwide 31 SharePoint 52.104.0.0/14 LISTED
          40.126.1.1           | 443  | Worldwide 56 Common 40.126.0.0/18 LISTED
          2603:1006::1         | 443  | Worldwide 1 Exchange 2603:1006::/40 LISTED
          52.100.0.1           | 443  | Worldwide 9 Exchange 52.100.0.0/14 LISTED
          52.100.0.1           | 25   | Worldwide 10 Exchange 52.100.0.0/14 LISTED
          13.107.6.152         | 443  | Worldwide 1 Exchange 13.107.6.152/31 LISTED
          13.107.6.154         | 443  | none
          52.95.255.255        | 443  | none
          8.8.8.8              | 443  | none
          2001:db8::1          | 443  | none
          # an IPv6 address that stands for an IPv4 address
          64:ff9b::3461:101    | 443  | Worldwide 1 Exchange 52.96.0.0/14 LISTED
          ::ffff:52.97.1.1     | 993  | Worldwide 2 Exchange 52.96.0.0/14 LISTED
          64:ff9b:1::3461:101  | 443  | none
          64:ff9b::808:808     | 443  | none
          """)
  void findsTheRowOfAnAddress(String address, int port, String expected) {
    assertThat(shown(CATALOGUE.byAddress(IpAddress.parse(address), tcp(port)))).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # equals
          outlook.office365.com            | Worldwide 1 Exchange outlook.office365.com NORMAL
          *.sharepoint.com                 | Worldwide 31 SharePoint *.sharepoint.com NORMAL
          # lies under
          contoso.sharepoint.com           | Worldwide 31 SharePoint *.sharepoint.com NORMAL
          *.contoso.sharepoint.com         | Worldwide 31 SharePoint *.sharepoint.com NORMAL
          *.OUTLOOK.com                    | Worldwide 8 Exchange *.outlook.com NORMAL
          # covers as a wildcard
          *.getmicrosoftkey.com            | Worldwide 114 Common partnerservices.getmicrosoftkey.com NORMAL
          *.sway.com                       | Worldwide 124 Common www.sway.com NORMAL
          # covers, in a zone that strangers share
          *.azureedge.net                  | Worldwide 27 Skype mlccdnprod.azureedge.net SHARED
          *.akamaihd.net                   | Worldwide 37 SharePoint spoprod-a.akamaihd.net SHARED
          # none of these
          *.contoso.com                    | none
          *.com                            | none
          *                                | none
          outlook.com                      | none
          """)
  void findsTheRowOfACertificateName(String name, String expected) {
    Optional<Match> match = CATALOGUE.byCertificateName(name, tcp(443));

    assertThat(
            match.map(m -> shown(match).replaceAll(" [A-Z]+$", " " + m.row().use())).orElse("none"))
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # last seen 2024-07-28; the margin is 56 days
          web.microsoftstream.com | 2024-07-28 | Worldwide 41 Common *.microsoftstream.com LISTED
          web.microsoftstream.com | 2024-09-22 | Worldwide 41 Common *.microsoftstream.com LISTED
          web.microsoftstream.com | 2024-09-23 | none
          web.microsoftstream.com | 2026-11-02 | none
          contoso-admin.sharepoint.com | 2022-01-01 | Worldwide 39 SharePoint *-admin.sharepoint.com LISTED
          contoso-admin.sharepoint.com | 2026-11-02 | Worldwide 31 SharePoint *.sharepoint.com LISTED
          # third parties of the old list never count
          www.dropbox.com         | 2021-06-01 | none
          mail.google.com         | 2021-06-01 | none
          ocsp.entrust.net        | 2021-06-01 | Worldwide 125 Common *.entrust.net LISTED
          """)
  void retiredValuesCountInTheirTime(String name, String day, String expected) {
    Instant time = Instant.parse(day + "T23:59:59Z");
    long nanos = TimeUnit.SECONDS.toNanos(time.getEpochSecond());
    Scope then = new Scope(Transport.TCP, 443, nanos, false);

    assertThat(shown(CATALOGUE.byName(name, then))).isEqualTo(expected);
  }

  @Test
  void theLongestNameThereCanBeIsFound() {
    String below = "a.".repeat(119) + "sharepoint.com";
    String longest = "x".repeat(HostName.MAX_LENGTH - below.length()) + below;

    assertThat(longest).hasSize(HostName.MAX_LENGTH);
    assertThat(shown(CATALOGUE.byName(longest, tcp(443))))
        .isEqualTo("Worldwide 31 SharePoint *.sharepoint.com LISTED");
  }

  @Test
  void retiredValuesDoNotCountWhereTheTimeIsNotKnown() {
    Scope timeless = new Scope(Transport.TCP, 443, Scope.TODAY, false);

    assertThat(CATALOGUE.byName("web.microsoftstream.com", timeless)).isEmpty();
  }

  @Test
  void theDayFromWhichNoRetiredRowCountsIsThatOfTheTable() {
    LocalDate last =
        Tsv.rows(Catalogue.class, "retired.tsv", 10).stream()
            .map(row -> LocalDate.parse(row[8]))
            .max(Comparator.naturalOrder())
            .orElseThrow();

    assertThat(BundledLists.LAST_RETIRED).isEqualTo(last);
  }

  @Test
  void everyRowOfTheBundledListsFindsItself() {
    for (Row row : CATALOGUE.rows()) {
      if (row.isPrefix()) {
        IpAddress first = io.tlsfloor.rules.IpPrefix.parse(row.value()).address();
        assertThat(CATALOGUE.byAddress(first, tcp(1))).as(row.value()).isPresent();
      } else {
        String name = row.value().replace("*", "x");
        Scope greeting = new Scope(Transport.TCP, 1, Scope.TODAY, true);
        assertThat(CATALOGUE.byName(name, greeting)).as(row.value()).isPresent();
      }
    }
  }

  @Test
  void restrictedToAnInstanceItKnowsNoOther() {
    Catalogue china = CATALOGUE.restrictedTo(Set.of("china"));

    assertThat(china.instances()).containsExactly("China");
    assertThat(shown(china.byName("login.microsoftonline.com", tcp(443))))
        .isEqualTo("China 13 Common login.microsoftonline.com LISTED");
    assertThat(china.byName("contoso.sharepoint.com", tcp(443))).isEmpty();
  }

  @Test
  void saysWhichListItIs() {
    assertThat(CATALOGUE.version().source()).isEqualTo("bundled");
    assertThat(CATALOGUE.version().date()).contains(LocalDate.of(2026, 8, 11));
  }
}
