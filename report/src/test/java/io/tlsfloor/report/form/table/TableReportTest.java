package io.tlsfloor.report.form.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.form.table.TableOptions.Grouping;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientStates;
import io.tlsfloor.report.model.Collected;
import io.tlsfloor.report.model.Counted;
import io.tlsfloor.report.model.KnownClient;
import io.tlsfloor.report.model.LossKind;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.Told;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Finding.Waiver;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Sentence;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.ServiceEvidence;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableReportTest {
  private Collected out = new Collected();
  private int columns = 140;
  private boolean color;
  private boolean verbose;
  private boolean quiet;
  private boolean all;
  private Grouping grouping = Grouping.CLIENT;
  private int screenLines;
  private int top;
  private String input = "captures/";

  private TableReport report() {
    return new TableReport(
        out,
        new TableOptions(
            Policy.standard(),
            columns,
            color,
            verbose,
            quiet,
            all,
            List.of(input),
            TableOptions.Typed.NONE,
            top,
            grouping,
            screenLines));
  }

  private String table(Run run, Told... all) throws IOException {
    return table(run, Counted.clients(all));
  }

  private String table(Run run, ClientStates clients) throws IOException {
    report().run(run, clients);
    return out.text();
  }

  private static Told through() {
    Told told = new Told();
    told.client = IpAddress.parse("10.20.3.77");
    told.chosen = Optional.of(TlsVersion.TLS_1_0);
    told.rule = RuleId.NEGOTIATED_BELOW_FLOOR;
    told.severity = Optional.of(Severity.CRITICAL);
    told.outcome = Outcome.ESTABLISHED;
    told.alert = Optional.empty();
    told.ending = Optional.empty();
    return told;
  }

  private static Told low(int client) {
    Told told = through();
    told.client = IpAddress.v4(0x0A000000 + client);
    told.chosen = Optional.of(TlsVersion.TLS_1_3);
    told.offered = Optional.of(TlsVersion.TLS_1_3);
    told.rule = RuleId.OFFERS_BELOW_FLOOR;
    told.severity = Optional.of(Severity.LOW);
    return told;
  }

  @Test
  void showsTheWholeOfARun() throws IOException {
    Told refused = new Told();
    refused.enforced = Optional.of("2022-02-01");
    Told again = new Told();
    again.enforced = refused.enforced;
    again.time = refused.time.plusSeconds(90);
    again.frame = 800;

    String table = table(Told.run(312, 41, 3), refused, again, through());

    assertThat(table)
        .isEqualTo(
            """
            captures/ · 1 capture, 41,207 packets, 4.1 MB · 2026-11-02 09:00:00 to 09:59:54 UTC

             SEVERITY  CLIENT      SERVICE          OFFERED  CHOSEN   STATE                     TIMES  FIX
             high      10.20.3.41  Exchange Online  TLS 1.0  –        refused since 2022-02-01      2  java-7
             critical  10.20.3.77  Exchange Online  TLS 1.0  TLS 1.0  works                         1  java-7

            2 of 41 clients that speak to Microsoft 365 are below TLS 1.2: 1 is refused, 1 works.
            One kind of fix for 2 machines: java-7. tlsfloor remedy java-7 says how.
            Coverage: no packets lost in 59 min at one point. Home workers and other sites were not watched.
            Next: tlsfloor explain capture.pcapng#4 · tlsfloor report captures/
            """);
  }

  @ParameterizedTest(name = "{0} columns, {1} lines")
  @CsvSource({"80, 24, 11", "80, 50, 37", "140, 40, 30", "140, 120, 110"})
  void aTerminalShowsTheWorstRowsThatFitAndSaysHowManyMoreThereAre(int width, int height, int shown)
      throws IOException {
    columns = width;
    screenLines = height;
    Told[] many = new Told[1_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = new Told();
      many[i].client = IpAddress.v4(0x0A280001 + i);
    }

    String table = table(Told.run(1_000, 1_000, 1_000), many);

    assertThat(table)
        .contains(" 10.40.0." + shown + " ", "… and " + (1_000 - shown) + " more: --top 1000 ")
        .contains("1,000 of 1,000 clients")
        .doesNotContain(" 10.40.0." + (shown + 1) + " ");
    assertThat(table.lines()).hasSizeLessThan(height);
  }

  @Test
  void aTerminalShowsAllOfAFewRowsThoughTheyAreHigherThanIt() throws IOException {
    screenLines = 24;
    Told[] some = new Told[20];
    for (int i = 0; i < some.length; i++) {
      some[i] = new Told();
      some[i].client = IpAddress.v4(0x0A280001 + i);
    }

    assertThat(table(Told.run(20, 20, 20), some))
        .contains(" 10.40.0.20 ")
        .doesNotContain("shows all");
  }

  @Test
  void namesNoCommandForCapturesOfACluster() throws IOException {
    input = "hdfs:///captures/";

    assertThat(table(Told.run(312, 41, 3), through()))
        .contains("hdfs:///captures/")
        .doesNotContain("Next:");
  }

  @Test
  void theFilesOfAFollowedSetGoByTheirNames() throws IOException {
    verbose = true;
    input = "/var/captures/lan.pcap";
    Told first = new Told();
    first.file = input;
    Told later = through();
    later.file = "/var/captures/lan.pcap1";

    assertThat(table(Told.run(312, 41, 3), first, later))
        .contains(" · lan.pcap#4")
        .contains(" · lan.pcap1#4");
  }

  @Test
  void timesCarryTheirDayWhereTheRunSpansSeveral() throws IOException {
    verbose = true;
    Run hour = Told.run(312, 41, 1);
    Run.Read read = hour.read();
    Run days =
        hour.with(
            new Run.Read(
                read.inputs(),
                read.packets(),
                read.bytes(),
                read.first(),
                Optional.of(Told.NINE.plusSeconds(86_400))));
    Told again = new Told();
    again.time = Told.NINE.plusSeconds(90);

    assertThat(table(hour, new Told(), again))
        .contains("protocol_version · 09:00:00 to 09:01:30 ·");
    assertThat(table(days, new Told(), again))
        .contains("protocol_version · 2026-11-02 09:00:00 to 09:01:30 ·");
  }

  @Test
  void groupsByWhatToDoThoseThatFareWorstFirst() throws IOException {
    grouping = Grouping.FIX;
    columns = 100;
    Told refused = new Told();
    refused.remedy = Optional.of(new Remedy("replace it", "docs/remedies/android.md"));
    Told also = new Told();
    also.client = IpAddress.parse("10.20.3.78");
    also.remedy = refused.remedy;

    String table = table(Told.run(312, 41, 4), refused, also, through(), low(1));

    assertThat(table)
        .contains(
            """
             SEVERITY  CLIENTS  WHAT TO DO
             high            2  replace it
                                Java 7 (JSSE) · 2 refused · 2 connections · tlsfloor remedy android
                                10.20.3.41, 10.20.3.78
             critical        1  use Java 8
                                Java 7 (JSSE) · 1 working · 1 connection · tlsfloor remedy java-7
                                10.20.3.77
             low             1  use Java 8
                                Java 7 (JSSE) · 1 connection · tlsfloor remedy java-7
                                10.0.0.1
            """)
        .doesNotContain("kinds of fix");
  }

  @Test
  void namesLossesOfOneKindOnceAndNeverBreaksAPath() throws IOException {
    columns = 40;
    String longest = "/srv/captures/gateway/2026-11-02 with a space/eth0.pcapng";
    Run run = Told.run(312, 41, 0, Losses.of(LossKind.DAMAGED_INPUTS, 4));
    List<Run.Input> inputs = new ArrayList<>();
    for (String file : List.of(longest, "b.pcap", "c.pcap", "d.pcap")) {
      inputs.add(
          Run.Input.capture(
              file,
              9,
              99,
              Optional.of("damaged at byte 9: ends within a packet"),
              Optional.empty()));
    }
    Run.Read read = new Run.Read(inputs, 36, 396, Optional.empty(), Optional.empty());

    assertThat(table(run.with(read)))
        .contains(
            """
              4 captures are cut short: what came
                before was read; capture again if
                the end matters
                /srv/captures/gateway/2026-11-02 with a space/eth0.pcapng:
                  damaged at byte 9: ends within a
                  packet
                b.pcap: damaged at byte 9: ends
                  within a packet
                c.pcap: damaged at byte 9: ends
                  within a packet
                and 1 more
            """);
  }

  @Test
  void saysHowTheClientCallsItselfAndHowItBehaves() throws IOException {
    verbose = true;
    Told first = new Told();
    Told again = new Told();
    again.time = first.time.plusSeconds(300);
    FrameRef frame = new FrameRef("a.pcap", 7, first.time);
    ClientName name = new ClientName(first.client, "MFP\u001b[2J", ClientNameSource.DHCP, frame);
    ClientStates clients =
        Counted.clients(Counted.days(List.of(first.judgement(), again.judgement()), List.of(name)));

    assertThat(table(Told.run(2, 1, 2), clients).replaceAll("\\s+", " "))
        .contains(
            " named MFP\\u001b[2J (dhcp) · never offers TLS 1.2 or later · never got through · tries"
                + " again about every 5 min")
        .contains(" high MFP\\u001b[2J 10.20.3.41 Exchange Online ")
        .contains(" fix: use Java 8");
  }

  /**
   * The row has the client, and one line the host: the sentence says neither, and a fix is said
   * once.
   */
  @Test
  void detailsSayEachThingOnce() throws IOException {
    verbose = true;
    columns = 200;
    Told mail = new Told();
    mail.sentence =
        sentence("Floor 2: copier to Exchange Online (a: b.example)", "it chose TLS 1.0");
    Told page = new Told();
    page.sentence = sentence("10.20.3.41 to Exchange Online (b.example)", "it chose: TLS 1.1");
    page.rule = RuleId.DOWNGRADE;

    String table = table(Told.run(2, 1, 2), mail, page);

    assertThat(table)
        .contains(" it chose TLS 1.0.", " it chose: TLS 1.1.")
        .containsOnlyOnce("fix: ");
    assertThat(table)
        .containsOnlyOnce("10.20.3.41 ")
        .doesNotContain(" to Exchange Online (", "copier");
  }

  private static Sentence sentence(String ends, String happened) {
    return new Sentence(
        new Sentence.Parts() {
          @Override
          public void ends(StringBuilder text) {
            text.append(ends);
          }

          @Override
          public void happened(StringBuilder text) {
            text.append(happened);
          }
        });
  }

  /** By the whole way of a day: what it said for an address chooses the fix, and stands in -v. */
  @Test
  void aPrinterThatItsDhcpRequestShowsGetsWhatHelpsPrinters() throws IOException {
    verbose = true;
    Told told = new Told();
    told.remedy = Optional.of(new Remedy("update Node.js", "tlsfloor remedy node"));
    FrameRef frame = new FrameRef("a.pcap", 7, told.time);
    String hp = "Hewlett-Packard JetDirect";
    List<ClientName> names =
        List.of(
            new ClientName(told.client, hp, ClientNameSource.DHCP_VENDOR_CLASS, frame),
            new ClientName(told.client, "1,3,6", ClientNameSource.DHCP_PARAMETERS, frame));

    String table =
        table(Told.run(1, 1, 1), Counted.clients(Counted.days(List.of(told.judgement()), names)));

    assertThat(table.replaceAll("\\s+", " "))
        .contains(" by DHCP a client of vendor class Hewlett-Packard JetDirect ", "mail-devices")
        .doesNotContain("1,3,6", "Node.js");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 100, 132})
  void fitsEveryWidth(int width) throws IOException {
    columns = width;

    String table = table(Told.run(312, 41, 2), new Told(), through());

    assertThat(
            table
                .lines()
                .filter(line -> !line.contains("Next:") && !line.startsWith("      tlsfloor")))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(Math.max(width, 39)));
    assertThat(table).contains("10.20.3.41", "refused", "java-7");
  }

  /** The longest of each: a name, an address, a state and a fix. */
  @Test
  void eightyColumnsKeepWhoServiceVersionsStateWithItsDateAndFix() throws IOException {
    columns = 80;
    Told stops = through();
    stops.client = IpAddress.parse("192.168.100.200");
    stops.enforced = Optional.of("2026-12-31");
    stops.remedy = Optional.of(new Remedy("use Java 8", "docs/remedies/cleartext-fallback.md"));
    Told named = new Told();
    Told six = new Told();
    six.client = IpAddress.parse("2001:db8:20:3:a1b2:c3d4:e5f6:789a");
    FrameRef frame = new FrameRef("a.pcap", 7, named.time);
    ClientName name =
        new ClientName(named.client, "mfp-2nd-floor.contoso.com", ClientNameSource.EHLO, frame);
    ClientStates clients =
        Counted.clients(
            Counted.days(
                List.of(stops.judgement(), named.judgement(), six.judgement()), List.of(name)));

    assertThat(table(Told.run(3, 3, 3), clients))
        .contains(
            """
            captures/ · 1 capture, 41,207 packets, 4.1 MB
            2026-11-02 09:00:00 to 09:59:54 UTC

             CLIENT                SERVICE   TLS        STATE             FIX
             mfp-2nd-… 10.20.3.41  Exchange  1.0 → –    refused           java-7
             2001:db8:20:3:a1b2:c3d4:e5f6:789a
                                   Exchange  1.0 → –    refused           java-7
             192.168.100.200       Exchange  1.0 → 1.0  stops 2026-12-31  cleartext-fallback

            """);
  }

  @Test
  void aNarrowTableSaysWhatItsShortWordsMeanWhereTheyAreShown() throws IOException {
    columns = 80;
    Told legacy = through();
    legacy.rule = RuleId.LEGACY_ENDPOINT;
    legacy.enforced = Optional.of("2026-12-31");
    legacy.remedy = Optional.of(new Remedy("move it", "docs/remedies/legacy-endpoint.md"));
    Told refused = new Told();
    refused.client = IpAddress.parse("192.168.100.200");

    assertThat(table(Told.run(2, 2, 2), legacy, refused))
        .contains("\n\n legacy: takes old versions until then\n\n")
        .doesNotContain("clear text:", "refused:");
    columns = 140;
    out = new Collected();
    assertThat(table(Told.run(2, 2, 2), legacy, refused)).doesNotContain("legacy:");
  }

  @Test
  void howManyMoreThereAreStandsBeforeThoseThatAreOnlyCounted() throws IOException {
    top = 1;
    columns = 80;

    assertThat(table(Told.run(4, 4, 4), new Told(), through(), low(1)))
        .contains(
            "\n … and 1 more: --top 2 shows all\n",
            "\n low   1 client lists versions below TLS 1.2 beside newer ones (-v shows it)\n");
  }

  @Test
  void countsLowFindingsInOneLine() throws IOException {
    String table = table(Told.run(312, 41, 4), through(), low(1), low(2), low(3));

    assertThat(table)
        .contains(
            " low       3 clients list versions below TLS 1.2 beside newer ones (-v lists them)")
        .doesNotContain("10.0.0.1");
  }

  @Test
  void countsLowFindingsInOneLineThoughThereIsNothingWorseAndShowsThemWhenAsked()
      throws IOException {
    assertThat(table(Told.run(312, 41, 1), low(1)))
        .contains(
            " low       1 client lists versions below TLS 1.2 beside newer ones (-v shows it)")
        .contains("None of 41 clients that speak to Microsoft 365 is below TLS 1.2; 1 has findings")
        .doesNotContain("10.0.0.1")
        .doesNotContain("SEVERITY");

    verbose = true;
    out = new Collected();
    assertThat(table(Told.run(312, 41, 2), through(), low(1))).contains("10.0.0.1");
  }

  @Test
  void aClientIsOneLineWhateverItsServicesAndStacks() throws IOException {
    Told other = new Told();
    other.stack = Optional.empty();
    other.service =
        Optional.of(
            new Service(
                "Worldwide",
                "SharePoint",
                "SharePoint",
                Optional.of(31),
                Optional.of("Allow"),
                "*.sharepoint.com",
                "contoso.sharepoint.com",
                ServiceEvidence.SNI,
                Confidence.HIGH,
                Optional.empty()));
    other.remedy = Optional.of(new Remedy("update it", "docs/remedies/openssl.md"));

    assertThat(table(Told.run(3, 1, 3), new Told(), new Told(), other))
        .contains(
            " high      10.20.3.41  Exchange Online +1  TLS 1.0  –       refused since 2026-11-02      3"
                + "  java-7 +1\n");
  }

  @Test
  void saysWhoAnsweredWhereTheServiceRefusesByNow() throws IOException {
    Told odd = through();
    odd.enforced = Optional.of("2022-02-01");
    odd.issuer = Optional.of("CN=Inspection, O=Contoso");

    assertThat(table(Told.run(3, 1, 1), odd))
        .contains("  works, by a proxy?  ", " is below TLS 1.2: 1 works, perhaps by a proxy.")
        .contains(
            "1 client works although the service refuses that version by now: something between"
                + " answered, with a certificate by Inspection.");

    odd.issuer = Optional.of("CN=DigiCert Cloud Services CA-1, O=DigiCert Inc, C=US");
    out = new Collected();
    assertThat(table(Told.run(3, 1, 1), odd)).contains("  works  ").doesNotContain("proxy");
  }

  @Test
  void saysUntilWhenTheServiceTakesAClient() throws IOException {
    Told legacy = through();
    legacy.enforced = Optional.of("2026-12-31");

    assertThat(table(Told.run(3, 1, 1), legacy)).contains("  stops on 2026-12-31  ");
  }

  @Test
  void saysWhatWasLookedAtWhenNothingIsFlagged() throws IOException {
    assertThat(table(Told.run(312, 41, 0)))
        .contains(
            "Nothing flagged: 312 TLS connections looked at; 41 clients speak to Microsoft 365,")
        .contains("none below TLS 1.2.");
  }

  @Test
  void asksForTheRightInterfaceWhereNoClientSpeaksToTheService() throws IOException {
    assertThat(table(Told.run(312, 0, 0)))
        .contains(
            "Nothing of Microsoft 365 in here: 312 TLS connections go elsewhere. Is it the"
                + " right interface?");
  }

  @Test
  void neverLooksCleanWhenSomethingWasLost() throws IOException {
    Losses loss = Losses.of(LossKind.KERNEL_DROPS, 7);

    assertThat(table(Told.run(312, 41, 0, loss)))
        .contains(
            """
            Coverage: not complete, findings may be hidden:
              7 packets dropped by the kernel: capture with a larger buffer, or with a filter
            """)
        .doesNotContain("no packets lost");
  }

  @Test
  void tellsLossesThatHideNothingBesideACompleteCoverage() throws IOException {
    Losses loss = Losses.of(LossKind.OPAQUE_TUNNELS, 7);

    assertThat(table(Told.run(312, 41, 0, loss)))
        .contains("Coverage: no packets lost")
        .contains("Also: 7 packets in encrypted tunnels.");
  }

  @Test
  void shieldsTheTerminalFromNamesInTraffic() throws IOException {
    verbose = true;
    Told told = new Told();
    told.serverName = Optional.of("evil\u001b]0;title\u0007\u202e\u200b.office365.com");
    told.service = Optional.of(Told.exchange(told.serverName.get()));

    String table = table(Told.run(1, 1, 1), told);

    assertThat(table)
        .contains("evil\\u001b]0;title\\u0007\\u202e\\u200b.office365.com:587")
        .doesNotContain("\u001b")
        .doesNotContain("\u202e");
  }

  @Test
  void showsADashWhereThereIsNoService() throws IOException {
    Told told = through();
    told.service = Optional.empty();

    assertThat(table(Told.run(2, 1, 2), told)).contains("10.20.3.77  –").doesNotContain("\\u");
  }

  @Test
  void shortensAVeryLongName() throws IOException {
    verbose = true;
    Told told = new Told();
    told.service = Optional.of(Told.exchange("a".repeat(255)));

    assertThat(table(Told.run(1, 1, 1), told)).contains("aaa…aaa").doesNotContain("a".repeat(64));
  }

  @Test
  void coloursOnlyWhenAsked() throws IOException {
    assertThat(table(Told.run(1, 1, 1), through())).doesNotContain("\u001b[");

    color = true;
    out = new Collected();
    assertThat(table(Told.run(1, 1, 1), through())).contains("\u001b[1;31mcritical\u001b[0m");
  }

  @Test
  void tellsOtherOutcomesAndHostsOfAGroup() throws IOException {
    verbose = true;
    Told other = new Told();
    other.outcome = Outcome.RESET;
    other.service = Optional.of(Told.exchange("outlook.office365.com"));

    assertThat(table(Told.run(3, 1, 3), new Told(), new Told(), other))
        .contains("and 1 more host · reset by server (1)");
  }

  @Test
  void keepsOnlyRowsWhenQuiet() throws IOException {
    quiet = true;

    assertThat(table(Told.run(3, 1, 1), new Told()))
        .startsWith(" SEVERITY")
        .doesNotContain("Coverage")
        .doesNotContain("Next");
  }

  @Test
  void saysThatMailWasPerhapsRefusedInsideTls() throws IOException {
    Told told = through();
    told.refusedInside = true;

    assertThat(table(Told.run(5, 1, 5), told))
        .contains("  refused in mail?  ", " 1 was perhaps refused inside TLS (421 4.7.66).")
        .doesNotContain("proxy", "works");
    verbose = true;
    out = new Collected();
    assertThat(table(Told.run(5, 1, 5), told)).contains("established, perhaps refused inside TLS");
  }

  @Test
  void showsByWhomAClientIsExceptedAndThatAnExceptionEnded() throws IOException {
    verbose = true;
    Told excepted = through();
    excepted.excepted = true;
    excepted.flagged = false;
    List<ClientDay> days = Counted.days(List.of(excepted.judgement()));

    assertThat(table(Told.run(1, 1, 0), Counted.clients(days)))
        .contains(" (critical)  ", "  excepted until 2026-12-31 by J. Doe  ")
        .contains("excepted until 2026-12-31 (J. Doe): known printer");
    out = new Collected();
    ClientStates later = Counted.clients(days, LocalDate.of(2027, 1, 1), Map.of());
    assertThat(table(Told.run(1, 1, 0), later))
        .contains("  works  ")
        .contains("the exception ended on 2026-12-31 (J. Doe): known printer");
  }

  @Test
  void aNoteOfPeopleExceptsAsThePolicyDoes() throws IOException {
    verbose = true;
    Told told = through();
    Waiver waiver = new Waiver("new one ordered", "Print team", LocalDate.of(2027, 1, 31));
    KnownClient known = new KnownClient("mfp-1", "Print team", "T-1", Optional.of(waiver));
    ClientStates clients =
        Counted.clients(
            Counted.days(List.of(told.judgement())),
            LocalDate.of(2026, 11, 2),
            Map.of(told.client, known));

    assertThat(table(Told.run(1, 1, 1), clients))
        .contains(" mfp-1 10.20.3.77 ", "  excepted until 2027-01-31 by Print team  ")
        .contains("excepted until 2027-01-31 (Print team): new one ordered");
  }

  @Test
  void showsClientsWithoutFindingsWhereAllAreWanted() throws IOException {
    Told good = through();
    good.flagged = false;
    good.severity = Optional.empty();
    good.offered = Optional.of(TlsVersion.TLS_1_3);
    good.chosen = good.offered;
    good.stack = Optional.empty();

    assertThat(table(Told.run(1, 1, 0), good)).doesNotContain("10.20.3.77");
    all = true;
    out = new Collected();
    assertThat(table(Told.run(1, 1, 0), good))
        .contains(" –         10.20.3.77  Exchange Online  TLS 1.3  TLS 1.3  good       1  –\n");
  }
}
