package io.tlsfloor.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.TlsConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs as versions, options and shippers of Zeek and Suricata write them. */
class OtherWritersTest {
  private static final String COMMON = "\"id.orig_h\":\"10.20.3.41\",\"id.orig_p\":50001,";
  private static final String MARK = "\uFEFF";

  @TempDir Path folder;

  private static void isTheOldClient(TlsConnection c) {
    assertThat(c.client()).hasToString("10.20.3.41:50001");
    assertThat(c.server()).hasToString("52.96.1.10:443");
    assertThat(c.choice().orElseThrow().version()).hasToString("TLS 1.0");
    assertThat(c.serverName()).contains("outlook.office365.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Bro 2.1, which has neither established nor fingerprints
        "ts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tversion\tcipher\tserver_name\tsession_id"
            + "\tsubject\tissuer_subject\tnot_valid_before\tnot_valid_after\tlast_alert",
        // Zeek 3
        "ts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tversion\tcipher\tcurve\tserver_name\tresumed"
            + "\tlast_alert\tnext_protocol\testablished\tcert_chain_fuids\tclient_cert_chain_fuids\tsubject"
            + "\tissuer\tclient_subject\tclient_issuer\tvalidation_status",
        // Zeek 8
        "ts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tversion\tcipher\tcurve\tserver_name\tresumed"
            + "\tlast_alert\tnext_protocol\testablished\tssl_history\tcert_chain_fps\tclient_cert_chain_fps"
            + "\tsni_matches_cert",
        // Log::default_scope_sep = "_"
        "ts\tuid\tid_orig_h\tid_orig_p\tid_resp_h\tid_resp_p\tversion\tserver_name",
      })
  void fieldsMayComeAndGo(String fields) {
    StringBuilder entry = new StringBuilder();
    for (String field : fields.split("\t", -1)) {
      entry.append(entry.length() == 0 ? "" : "\t");
      entry.append(
          switch (field.replace("id_", "id.")) {
            case "ts" -> "1793610000.250001";
            case "uid" -> "CHhAvVGS1DHFjwGM9";
            case "id.orig_h" -> "10.20.3.41";
            case "id.orig_p" -> "50001";
            case "id.resp_h" -> "52.96.1.10";
            case "id.resp_p" -> "443";
            case "version" -> "TLSv10";
            case "server_name" -> "outlook.office365.com";
            case "subject" -> "CN=outlook.com";
            default -> "-";
          });
    }

    TlsConnection c =
        Logged.text("#separator \\x09\n#path\tssl\n#fields\t" + fields + "\n" + entry + "\n")
            .only();

    isTheOldClient(c);
    assertThat(c.outcome()).isEqualTo(Outcome.INCOMPLETE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"_path\":\"ssl\",\"_system_name\":\"gw\",\"_write_ts\":\"2026-11-02T09:00:05Z\",\"_node\":\"w-1\","
            + "\"ts\":\"2026-11-02T09:00:00.250001Z\","
            + COMMON
            + "\"id.resp_h\":\"52.96.1.10\",\"id.resp_p\":443,",
        "\"ts\":1793610000.25,\"id\":{\"orig_h\":\"10.20.3.41\",\"orig_p\":50001,\"resp_h\":\"52.96.1.10\","
            + "\"resp_p\":443},\"established\":true,",
        "\"ts\":1793610000250,\"id_orig_h\":\"10.20.3.41\",\"id_orig_p\":50001,"
            + "\"id_resp_h\":\"52.96.1.10\",\"id_resp_p\":443,\"cert_chain_fps\":[],",
      })
  void recordsInJsonMayBeNamedOtherwise(String entry) {
    isTheOldClient(
        Logged.text(
                "{" + entry + "\"version\":\"TLSv10\",\"server_name\":\"outlook.office365.com\"}\n")
            .only());
  }

  @Test
  void aByteOrderMarkAndEndsOfLinesOfWindowsChangeNothing() throws IOException {
    String log =
        MARK
            + Logged.header("version", "server_name")
            + Logged.entry("C1", "TLSv10", "outlook.office365.com");
    Files.writeString(folder.resolve("ssl.log"), log.replace("\n", "\r\n"));
    Files.writeString(
        folder.resolve("eve.json"),
        MARK
            + "\r\n"
            + Logged.event(
                "tls",
                "\"tls\":{\"version\":\"TLSv1\",\"issuerdn\":\"CN=a\",\"sni\":\"outlook.office365.com\"}"));

    Logged read = Logged.folder(folder);

    assertThat(read.connections).hasSize(2).allSatisfy(OtherWritersTest::isTheOldClient);
    assertThat(read.tally.unreadable()).isZero();
  }

  @Test
  void eventsMayHaveAPrefix() throws IOException {
    Files.writeString(
        folder.resolve("eve.json"),
        "@cee: "
            + Logged.event(
                "tls",
                "\"tls\":{\"version\":\"TLSv1\",\"issuerdn\":\"CN=a\",\"sni\":\"outlook.office365.com\"}"));

    isTheOldClient(Logged.folder(folder).only());
  }

  @Test
  void aStreamOfAllLogsHoldsConnectionsWhereverTheyBegin() throws IOException {
    String conn =
        "{\"_path\":\"conn\",\"ts\":1793610000.1,\"uid\":\"C2\","
            + COMMON
            + "\"id.resp_h\":\"52.96.1.10\",\"id.resp_p\":80,\"proto\":\"tcp\",\"conn_state\":\"SF\"}\n";
    String dns =
        "{\"_path\":\"dns\",\"ts\":1793610000.1,"
            + COMMON
            + "\"id.resp_h\":\"10.20.3.1\",\"id.resp_p\":53,\"query\":\"a.example\",\"trans_id\":1}\n";
    String ssl =
        "{\"_path\":\"ssl\",\"ts\":1793610001.1,"
            + COMMON
            + "\"id.resp_h\":\"52.96.1.10\",\"id.resp_p\":443,\"version\":\"TLSv10\","
            + "\"server_name\":\"outlook.office365.com\"}\n";
    Path all = folder.resolve("2026-11-02.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(all))) {
      out.write((dns + conn.repeat(3000) + ssl).getBytes(StandardCharsets.UTF_8));
    }

    isTheOldClient(Logged.folder(folder).only());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1793610000.250001\tCHhAvVGS1DHFjwGM9\t10.20.3.41\t50001\t52.96.1.10\t443\tTLSv10\t-\n",
        "2026-11-02T09:00:00+0000\t10.20.3.41\t52.96.1.10\tTLSv12\toutlook.office365.com\n",
        "52.96.1.10\tunknown-64282\n",
      })
  void rowsWithoutAHeaderAreRecognisedAndNotRead(String row) throws IOException {
    Path file = Files.writeString(folder.resolve("cut"), row.repeat(3));

    LogSet set = LogSet.of(List.of(file));

    assertThat(set.folders()).isEmpty();
    assertThat(set.isHeadless(file)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1\tTLSv1.2\n", "TLSv12\n", "#fields\tTLSv12\t10.0.0.1\n", ""})
  void otherTextsAreNoRowsWithoutAHeader(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("text"), text);

    assertThat(LogSet.of(List.of(file)).isHeadless(file)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Suricata 5 and 6
        "\"tls\":{\"subject\":\"CN=outlook.com\",\"issuerdn\":\"C=US, CN=ca\",\"serial\":\"00:01\","
            + "\"fingerprint\":\"7f:00\",\"sni\":\"outlook.office365.com\",\"version\":\"TLSv1\","
            + "\"notbefore\":\"2026-01-01T00:00:00\",\"notafter\":\"2027-01-01T00:00:00\",\"ja3\":{},\"ja3s\":{}}",
        // Suricata 7, with details of the packet and the flow
        "\"pkt_src\":\"wire/pcap\",\"in_iface\":\"eth0\",\"community_id\":\"1:x\",\"tls\":{"
            + "\"sni\":\"outlook.office365.com\",\"version\":\"TLSv1\",\"client\":{\"subject\":\"CN=pc\"}}",
        // Suricata 8
        "\"ip_v\":4,\"tx_id\":0,\"tls\":{\"sni\":\"outlook.office365.com\",\"version\":\"TLSv1\","
            + "\"subjectaltname\":[\"outlook.com\"],\"client_alpns\":[\"h2\",\"http/1.1\"],\"server_alpns\":[\"h2\"],"
            + "\"client_handshake\":{\"version\":\"0301\",\"ciphers\":[47],\"exts\":[0],\"sig_algs\":[1025]}}",
      })
  void everyVersionOfSuricataSaysTheSame(String tls) {
    isTheOldClient(Logged.text(Logged.event("tls", tls)).only());
  }

  /** As PowerShell 5 redirects what a program writes. */
  @Test
  void anotherShellsEncodingIsRead() {
    String log = Logged.header("version", "established") + Logged.entry("C1", "TLSv10", "T");

    Logged read = Logged.bytes(("\uFEFF" + log).getBytes(StandardCharsets.UTF_16LE));

    assertThat(read.only().log().orElseThrow().id()).isEqualTo("C1");
  }
}
