package io.tlsfloor.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.Transport;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries of Zeek's ssl.log, in both of its forms. */
class ZeekSslTest {
  private static final String JA4 = "t10d230600_44099cda8a52_242d16716555";

  private static final String[] FIELDS = {
    "version",
    "cipher",
    "server_name",
    "resumed",
    "last_alert",
    "next_protocol",
    "established",
    "ssl_history",
    "ja3",
    "ja3s",
    "ja4"
  };

  @Test
  void anEntryIsAConnectionWithWhatItSays() {
    TlsConnection c =
        Logged.text(
                Logged.header(FIELDS)
                    + Logged.entry(
                        "CA1",
                        "TLSv10",
                        "TLS_RSA_WITH_AES_128_CBC_SHA",
                        "outlook.office365.com",
                        "T",
                        "-",
                        "http/1.1",
                        "T",
                        "CsiI",
                        "c4e01a89eb759eade7ad12f9295fdf08",
                        "bd665c27797205a73c67f1be8b8ed90f",
                        JA4))
            .only();

    assertThat(c.transport()).isEqualTo(Transport.TCP);
    assertThat(c.protocol()).isEqualTo(Protocol.TLS);
    assertThat(c.client()).hasToString("10.20.3.41:50001");
    assertThat(c.server()).hasToString("52.96.1.10:443");
    Choice choice = c.choice().orElseThrow();
    assertThat(choice.version()).hasToString("TLS 1.0");
    assertThat(choice.cipher()).contains(0x002F);
    assertThat(choice.alpn()).contains("http/1.1");
    assertThat(choice.ja3s()).contains("bd665c27797205a73c67f1be8b8ed90f");
    assertThat(c.offer().orElseThrow().max()).hasToString("TLS 1.0");
    assertThat(c.offer().orElseThrow().min()).isEmpty();
    assertThat(c.offer().orElseThrow().versions()).isEmpty();
    assertThat(c.offer().orElseThrow().suites()).isEmpty();
    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
    assertThat(c.progress().resumed()).isTrue();
    assertThat(c.names()).containsExactly(new NameSeen("outlook.office365.com", NameSource.SNI));
    assertThat(c.evidence().first().file()).isEqualTo("a.log");
    assertThat(c.evidence().first().number()).isEqualTo(8);
    assertThat(c.evidence().first().time()).isEqualTo(Instant.parse("2026-11-02T09:00:00.250001Z"));
    LogEntry log = c.log().orElseThrow();
    assertThat(log.writer()).isEqualTo(LogEntry.Writer.ZEEK);
    assertThat(log.id()).isEqualTo("CA1");
    assertThat(log.version()).contains("TLSv10");
    assertThat(log.maxFrom()).contains("ja4");
    assertThat(c.ja3()).contains("c4e01a89eb759eade7ad12f9295fdf08");
    assertThat(c.ja4()).contains(JA4);
  }

  @Test
  void theJsonFormSaysTheSame() {
    TlsConnection c =
        Logged.text(
                """
                {"ts":1793610000.250001,"uid":"CA1","id.orig_h":"10.20.3.41","id.orig_p":50001,\
                "id.resp_h":"52.96.1.10","id.resp_p":443,"version":"TLSv10",\
                "cipher":"TLS_RSA_WITH_AES_128_CBC_SHA","server_name":"outlook.office365.com",\
                "resumed":false,"established":true,"ssl_history":"CsxnGIif"}
                """)
            .only();

    assertThat(c.client()).hasToString("10.20.3.41:50001");
    assertThat(c.choice().orElseThrow().version()).hasToString("TLS 1.0");
    assertThat(c.offer()).isEmpty();
    assertThat(c.serverName()).contains("outlook.office365.com");
    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
    assertThat(c.evidence().first().time()).isEqualTo(Instant.parse("2026-11-02T09:00:00.250001Z"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1793610000.25                | 2026-11-02T09:00:00.250Z
          1793610000                   | 2026-11-02T09:00:00Z
          1793610000250                | 2026-11-02T09:00:00.250Z
          "2026-11-02T09:00:00.250000Z"| 2026-11-02T09:00:00.250Z
          """)
  void timesAreSecondsMillisecondsOrText(String written, String time) {
    TlsConnection c =
        Logged.text(
                "{\"_path\":\"ssl\",\"ts\":"
                    + written
                    + ",\"id.orig_h\":\"10.0.0.1\",\"id.orig_p\":1,\"id.resp_h\":\"10.0.0.2\","
                    + "\"id.resp_p\":443}\n")
            .only();

    assertThat(c.evidence().first().time()).isEqualTo(Instant.parse(time));
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          T | protocol_version   | CL  | ESTABLISHED | CLIENT
          F | protocol_version   | Cl  | REFUSED     | SERVER
          F | handshake_failure  | -   | REFUSED     |
          F | unknown_ca         | CsL | REFUSED     | CLIENT
          F | close_notify       | CsL | INCOMPLETE  | CLIENT
          F | user_canceled      | -   | INCOMPLETE  |
          F | unrecognized_name  | Cl  | INCOMPLETE  | SERVER
          F | 70                 | Cl  | REFUSED     | SERVER
          F | no such alert      | Cl  | INCOMPLETE  | none
          F | -                  | Cs  | INCOMPLETE  | none
          """)
  void theOutcomeIsWhatTheLogSays(
      String established, String alert, String history, Outcome outcome, String by) {
    TlsConnection c =
        Logged.text(
                Logged.header(FIELDS)
                    + Logged.entry(
                        "C", "-", "-", "-", "F", alert, "-", established, history, "-", "-", "-"))
            .only();

    assertThat(c.outcome()).isEqualTo(outcome);
    assertThat(c.alert().isPresent()).isEqualTo(!"none".equals(by));
    assertThat(c.alert().flatMap(AlertSeen::by))
        .isEqualTo(
            by == null || by.equals("none") ? Optional.empty() : Optional.of(Side.valueOf(by)));
  }

  @Test
  void anEntryWithoutAVersionIsAConnectionAndCounted() {
    Logged read =
        Logged.text(
            Logged.header("version", "established")
                + Logged.entry("C1", "-", "F")
                + Logged.entry("C2", "TLSv12", "T")
                + Logged.entry("C3", "UNDETERMINED", "F"));

    assertThat(read.connections).hasSize(3);
    assertThat(read.connections.get(0).choice()).isEmpty();
    assertThat(read.tally.counts()).isEqualTo(Map.of(LogEntry.Writer.ZEEK, 3L));
    assertThat(read.tally.undecided()).isEqualTo(2);
  }

  @Test
  void twoEntriesOfOneConnectionStayTwo() {
    Logged read =
        Logged.text(
            Logged.header("version", "established")
                + Logged.entry("C1", "TLSv12", "T")
                + Logged.entry("C1", "TLSv12", "T"));

    assertThat(read.connections).hasSize(2);
  }

  @Test
  void theHeaderGivesTheForm() {
    Logged read =
        Logged.text(
            """
            #separator \\x7c
            #set_separator|;
            #empty_field|nothing
            #unset_field|none
            #path|ssl
            #fields|ts|id.orig_h|id.orig_p|id.resp_h|id.resp_p|version|server_name|established
            1793610000|10.0.0.1|1|10.0.0.2|443|none|\\x2d|F
            1793610000|10.0.0.1|2|10.0.0.2|443|-|nothing|F
            #close|2026-11-02-10-00-00
            #separator \\x09
            #path	ssl
            #fields	ts	id.orig_h	id.orig_p	id.resp_h	id.resp_p	version	server_name	established
            1793610000	10.0.0.1	3	10.0.0.2	443	TLSv11	a\\x09b	T
            """);

    assertThat(read.tally.inputs().get(0).damage()).isEmpty();
    assertThat(read.connections).hasSize(3);
    assertThat(read.connections.get(0).choice()).isEmpty();
    assertThat(read.connections.get(0).serverName()).contains("-");
    assertThat(read.connections.get(1).choice()).isEmpty();
    assertThat(read.connections.get(1).serverName()).isEmpty();
    assertThat(read.connections.get(2).choice().orElseThrow().version()).hasToString("TLS 1.1");
    assertThat(read.connections.get(2).serverName()).contains("a\tb");
  }

  @Test
  void datagramsAreRecognisedByTheirVersion() {
    TlsConnection c =
        Logged.text(Logged.header("version", "established") + Logged.entry("C1", "DTLSv10", "T"))
            .only();

    assertThat(c.protocol()).isEqualTo(Protocol.DTLS);
    assertThat(c.transport()).isEqualTo(Transport.UDP);
    assertThat(c.choice().orElseThrow().version()).hasToString("DTLS 1.0");
  }
}
