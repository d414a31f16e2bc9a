package io.tlsfloor.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.Transport;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of Suricata's EVE. */
class EveTest {
  @Test
  void aTlsEventIsAConnectionWithWhatItSays() {
    TlsConnection c =
        Logged.text(
                Logged.event(
                    "tls",
                    """
                    "vlan":[12,34],"ether":{"src_mac":"02:00:0a:14:03:f1","dest_mac":"02:00:00:00:00:01"},\
                    "tls":{"subject":"O=lab, CN=outlook.office365.com","issuerdn":"CN=ca",\
                    "subjectaltname":["*.outlook.com"],"session_resumed":true,"sni":"a.example",\
                    "version":"TLSv1","ja3":{"hash":"c4e01a89eb759eade7ad12f9295fdf08",\
                    "string":"769,49162-47,0-10,29,0"},\
                    "ja3s":{"hash":"bd665c27797205a73c67f1be8b8ed90f"}}\
                    """))
            .only();

    assertThat(c.client()).hasToString("10.20.3.41:50001");
    assertThat(c.choice().orElseThrow().version()).hasToString("TLS 1.0");
    assertThat(c.choice().orElseThrow().ja3s()).contains("bd665c27797205a73c67f1be8b8ed90f");
    assertThat(c.offer().orElseThrow().max()).hasToString("TLS 1.0");
    assertThat(c.offer().orElseThrow().suites()).containsExactly(49162, 47);
    assertThat(c.outcome()).isEqualTo(Outcome.INCOMPLETE);
    assertThat(c.progress().resumed()).isTrue();
    assertThat(c.names())
        .extracting(name -> name.from() + " " + name.name())
        .containsExactly(
            "SNI a.example", "CERTIFICATE *.outlook.com", "CERTIFICATE outlook.office365.com");
    assertThat(c.certificate().orElseThrow().issuer()).isEqualTo("CN=ca");
    assertThat(c.way().vlan()).contains(12);
    assertThat(c.way().innerVlan()).contains(34);
    assertThat(c.way().clientMac().orElseThrow()).hasToString("02-00-0A-14-03-F1");
    assertThat(c.log().orElseThrow().writer()).isEqualTo(LogEntry.Writer.EVE);
    assertThat(c.log().orElseThrow().id()).isEqualTo("77");
    assertThat(c.log().orElseThrow().maxFrom()).contains("ja3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"version\":\"UNDETERMINED\"", "\"sni\":\"a.example\""})
  void anEventWithoutAVersionIsCounted(String tls) {
    Logged read = Logged.text(Logged.event("tls", "\"tls\":{" + tls + "}"));

    assertThat(read.only().choice()).isEmpty();
    assertThat(read.tally.undecided()).isEqualTo(1);
  }

  /** An event that Suricata 7 made of a hello and an alert, and what else may stand in one. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          alert after a hello            | TLS 1.1      | "ja3":{"hash":"0ffbfdada08c77c3f60a0ce2e34d00f7"} |         | REFUSED
          alert, fingerprints not logged | TLS 1.1      | "sni":"a.example"                             |         | INCOMPLETE
          alert, empty as Suricata 6 has | TLS 1.1      | "ja3":{},"ja3s":{}                            |         | INCOMPLETE
          clear text                     | SSLv2        | "ja3":{"hash":"0ffbfdada08c77c3f60a0ce2e34d00f7"} |         | INCOMPLETE
          clear text                     | 0x3534       | "ja3":{"hash":"0ffbfdada08c77c3f60a0ce2e34d00f7"} |         | INCOMPLETE
          no answer                      | UNDETERMINED | "ja3":{"hash":"0ffbfdada08c77c3f60a0ce2e34d00f7"} |         | INCOMPLETE
          certificate                    | TLSv1        | "subject":"CN=a","issuerdn":"CN=b"            | TLS 1.0 | INCOMPLETE
          ServerHello's fingerprint      | TLSv1        | "ja3s":{"hash":"bd665c27797205a73c67f1be8b8ed90f"} | TLS 1.0 | INCOMPLETE
          resumed                        | TLS 1.2      | "session_resumed":true                        | TLS 1.2 | INCOMPLETE
          no record says that it is 1.3  | TLS 1.3      | "sni":"a.example"                             | TLS 1.3 | INCOMPLETE
          a draft                        | TLS 1.3 draft-28 | "sni":"a.example"                         | 0x7f1c  | INCOMPLETE
          """)
  void onlyAVersionOfAServerHelloIsAChoice(
      String name, String version, String more, String choice, Outcome outcome) {
    Logged read =
        Logged.text(Logged.event("tls", "\"tls\":{\"version\":\"" + version + "\"," + more + "}"));

    assertThat(read.only().choice().map(made -> made.version().toString()))
        .isEqualTo(Optional.ofNullable(choice));
    assertThat(read.only().log().orElseThrow().version().isPresent()).isEqualTo(choice != null);
    assertThat(read.only().outcome()).isEqualTo(outcome);
    assertThat(read.tally.undecided()).isEqualTo(choice == null ? 1 : 0);
  }

  @Test
  void aQuicEventIsAConnectionWhoseVersionIsNotThatOfTls() {
    TlsConnection c =
        Logged.text(
                Logged.event(
                    "quic",
                    "\"quic\":{\"version\":\"1\",\"sni\":\"outlook.office.com\","
                        + "\"ja4\":\"q13d0310h3_8daaf6152771_b186095e22b6\"}"))
            .only();

    assertThat(c.protocol()).isEqualTo(Protocol.QUIC);
    assertThat(c.transport()).isEqualTo(Transport.UDP);
    assertThat(c.choice()).isEmpty();
    assertThat(c.offer().orElseThrow().max()).hasToString("TLS 1.3");
    assertThat(c.serverName()).contains("outlook.office.com");
  }

  @Test
  void theServersQuicEventHasTheSameClient() {
    Logged read =
        Logged.text(
            """
            {"timestamp":"2026-11-02T09:00:00.1+0000","flow_id":7,"event_type":"quic","src_ip":"52.96.1.11",\
            "src_port":443,"dest_ip":"10.20.3.201","dest_port":35045,"proto":"UDP","quic":{"version":"1"}}
            {"timestamp":"2026-11-02T09:00:00.2+0000","flow_id":7,"event_type":"quic","src_ip":"10.20.3.201",\
            "src_port":35045,"dest_ip":"52.96.1.11","dest_port":443,"proto":"UDP","quic":{"version":"1"}}
            """);

    assertThat(read.connections)
        .extracting(c -> c.client().toString())
        .containsExactly("10.20.3.201:35045", "10.20.3.201:35045");
  }

  @Test
  void mailBeforeIsTold() {
    Logged read =
        Logged.text(
            Logged.event("smtp", "\"smtp\":{\"helo\":\"pc-131.contoso.com\"}")
                + Logged.event("tls", "\"tls\":{\"version\":\"TLS 1.1\"}"));

    TlsConnection c = read.only();
    assertThat(c.way().prefaces()).containsExactly(PrefaceKind.SMTP);
    assertThat(c.mail().orElseThrow().accepted()).isTrue();
    assertThat(read.tally.clientNames())
        .extracting(name -> name.address() + " " + name.from() + " " + name.name())
        .containsExactly("10.20.3.41 EHLO pc-131.contoso.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        "type":"answer","rrname":"www.office.com","rrtype":"A","answers":[\
        {"rrname":"www.office.com","rrtype":"CNAME","ttl":300,"rdata":"b.example"},\
        {"rrname":"b.example","rrtype":"A","ttl":300,"rdata":"52.96.1.10"}]\
        """,
        """
        "type":"answer","rrname":"www.office.com","rrtype":"A",\
        "grouped":{"CNAME":["b.example"],"A":["52.96.1.10"]}\
        """,
        """
        "type":"response","queries":[{"rrname":"www.office.com","rrtype":"A"}],"answers":[\
        {"rrname":"www.office.com","rrtype":"CNAME","ttl":300,"rdata":"b.example"},\
        {"rrname":"b.example","rrtype":"A","ttl":300,"rdata":"52.96.1.10"}]\
        """,
      })
  void answersOfDnsNameTheServer(String dns) {
    TlsConnection c =
        Logged.text(
                "{\"timestamp\":\"2026-11-02T09:00:00.1+0000\",\"event_type\":\"dns\","
                    + "\"src_ip\":\"10.20.3.41\",\"src_port\":4000,\"dest_ip\":\"10.20.3.1\","
                    + "\"dest_port\":53,\"dns\":{"
                    + dns
                    + "}}\n"
                    + Logged.event("tls", "\"tls\":{\"version\":\"TLS 1.1\"}"))
            .only();

    assertThat(c.names())
        .extracting(name -> name.from() + " " + name.name())
        .containsExactly(NameSource.DNS + " www.office.com", NameSource.DNS + " b.example");
  }

  @Test
  void dhcpNamesTheClient() {
    Logged read =
        Logged.text(
            Logged.event(
                "dhcp",
                "\"dhcp\":{\"type\":\"reply\",\"assigned_ip\":\"10.20.3.241\","
                    + "\"hostname\":\"MFP-2ND-FLOOR\"}"));

    assertThat(read.tally.clientNames())
        .singleElement()
        .satisfies(
            name -> {
              assertThat(name.name()).isEqualTo("MFP-2ND-FLOOR");
              assertThat(name.from()).isEqualTo(ClientNameSource.DHCP);
              assertThat(name.address()).hasToString("10.20.3.241");
            });
  }

  @Test
  void anAnomalyOfTlsCountsWhereNothingElseIsToldOfItsFlow() {
    String anomaly =
        "\"anomaly\":{\"type\":\"applayer\",\"app_proto\":\"tls\",\"event\":\"INVALID_RECORD\"}";

    assertThat(Logged.text(Logged.event("anomaly", anomaly)).tally.broken()).isEqualTo(1);
    assertThat(
            Logged.text(
                    Logged.event("anomaly", anomaly)
                        + Logged.event("tls", "\"tls\":{\"version\":\"TLS 1.1\"}")
                        + Logged.event("anomaly", anomaly))
                .tally
                .broken())
        .isZero();
    assertThat(Logged.text(Logged.event("anomaly", anomaly.replace("tls", "smtp"))).tally.broken())
        .isZero();
  }

  private static final String REFUSED =
      """
      "app_proto":"tls","flow":{"pkts_toserver":5,"pkts_toclient":5,"bytes_toserver":473,\
      "bytes_toclient":345,"start":"2026-11-02T08:59:58.1+0000","state":"closed"}\
      """;

  private static final String SERVED =
      REFUSED.replace("\"bytes_toclient\":345", "\"bytes_toclient\":3450");

  private static String before(String event) {
    return event.replace("T09:00:00.25", "T08:59:57.25").replace("\"flow_id\":77", "\"flow_id\":1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"app_proto\":\"tls\"",
        "\"app_proto\":\"failed\",\"app_proto_tc\":\"tls\"",
        "\"app_proto\":\"failed\",\"app_proto_ts\":\"tls\""
      })
  void aFlowOfTlsThatNoOtherEventDescribesIsAConnectionWithoutAVersion(String proto) {
    String flow = Logged.event("flow", REFUSED.replace("\"app_proto\":\"tls\"", proto));
    String dns = before(Logged.event("dns", "\"dns\":{}"));

    for (String log : List.of(flow, dns + flow, Logged.event("anomaly", proto) + flow)) {
      Logged read = Logged.text(log);

      TlsConnection c = read.only();
      assertThat(c.client()).hasToString("10.20.3.41:50001");
      assertThat(c.evidence().first().time()).isEqualTo("2026-11-02T08:59:58.1Z");
      assertThat(c.choice()).isEmpty();
      assertThat(c.offer()).isEmpty();
      assertThat(c.outcome()).isEqualTo(Outcome.INCOMPLETE);
      assertThat(read.tally.undecided()).isEqualTo(1);
      assertThat(read.tally.unjudged()).isEqualTo(1);
      assertThat(read.tally.broken()).isZero();
    }
  }

  @Test
  void aFlowThatAnEventDescribesIsNoOtherConnection() {
    String tls = Logged.event("tls", "\"tls\":{\"version\":\"TLS 1.3\"}");

    Logged read = Logged.text(tls + Logged.event("flow", SERVED));

    assertThat(read.only().choice()).isPresent();
    assertThat(read.tally.undecided()).isZero();
    assertThat(read.tally.unjudged()).isZero();
    String withoutIds = (tls + Logged.event("flow", SERVED)).replace("\"flow_id\":77,", "");
    assertThat(Logged.text(withoutIds).connections).hasSize(1);
  }

  @Test
  void aFlowThatBeganBeforeTheLogMayStandInAnEarlierOne() {
    Logged served = Logged.text(Logged.event("flow", SERVED));
    Logged within =
        Logged.text(before(Logged.event("stats", "\"a\":1")) + Logged.event("flow", SERVED));

    assertThat(served.connections).isEmpty();
    assertThat(served.tally.fromMiddle()).isEqualTo(1);
    assertThat(served.tally.unjudged()).isEqualTo(1);
    assertThat(within.only().choice()).isEmpty();
    assertThat(within.tally.fromMiddle()).isZero();
  }

  @Test
  void otherEventsAreNoConnections() {
    Logged read =
        Logged.text(
            Logged.event("flow", "\"app_proto\":\"http\"")
                + Logged.event("alert", "\"app_proto\":\"tls\",\"tls\":{\"version\":\"TLSv1\"}")
                + Logged.event("stats", "\"stats\":{}"));

    assertThat(read.connections).isEmpty();
    assertThat(read.tally.broken()).isEqualTo(1);
    assertThat(read.tally.inputs().get(0).entries()).isEqualTo(3);
    assertThat(read.tally.inputs().get(0).damage()).isEmpty();
  }
}
