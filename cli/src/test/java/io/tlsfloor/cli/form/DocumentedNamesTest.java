package io.tlsfloor.cli.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.report.form.Jq;
import io.tlsfloor.testing.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each name that the forms for Suricata's and Zeek's readers use, and the type of its value, is one
 * that those programs document. jq takes the names out of what a scan of samples writes.
 */
class DocumentedNamesTest {
  /** Of each line: what kind it is, then the path of each value and its type. */
  private static final String NAMES =
      "(%s) as $kind | paths(scalars) as $p"
          + " | $kind + \" \" + ([$p[] | strings] | join(\".\")) + \" \" + (getpath($p) | type)";

  /**
   * Suricata 7: the user guide's "Eve JSON Format" (docs.suricata.io/en/suricata-7.0.10,
   * output/eve, sections Common Section, Event type: Alert, Event type: TLS, Event type: Stats),
   * the list of fields at {@code tls: custom:} in its suricata.yaml, which adds ja4, and
   * etc/schema.json.
   */
  private static final Set<String> EVE =
      names(
          """
          * timestamp string
          * flow_id number
          * pcap_cnt number
          * pcap_filename string
          * event_type string
          * src_ip string
          * src_port number
          * dest_ip string
          * dest_port number
          * proto string
          * community_id string
          * app_proto string
          * tls.subject string
          * tls.issuerdn string
          * tls.fingerprint string
          * tls.from_proto string
          * tls.notafter string
          * tls.notbefore string
          * tls.serial string
          * tls.session_resumed boolean
          * tls.sni string
          * tls.version string
          * tls.ja3.hash string
          * tls.ja3s.hash string
          * tls.ja4 string
          alert alert.action string
          alert alert.gid number
          alert alert.signature_id number
          alert alert.rev number
          alert alert.signature string
          alert alert.category string
          alert alert.severity number
          stats stats.uptime number
          stats stats.capture.kernel_packets number
          stats stats.capture.kernel_drops number
          stats stats.decoder.pkts number
          stats stats.decoder.bytes number
          """);

  /**
   * Zeek 7: SSL::Info of base/protocols/ssl/main.zeek and files.zeek, Notice::Info of
   * base/frameworks/notice/main.zeek, Reporter::Info of base/frameworks/reporter/main.zeek
   * (docs.zeek.org/en/v7.0.0). Besides: community_id as policy/frameworks/notice/community-id and
   * policy/protocols/conn/community-id-logging name it, ja3 and ja3s of the package salesforce/ja3,
   * ja4 of foxio/ja4, and _path of corelight/json-streaming-logs.
   */
  private static final Set<String> ZEEK =
      names(
          """
          * _path string
          * ts number
          * uid string
          * id.orig_h string
          * id.orig_p number
          * id.resp_h string
          * id.resp_p number
          * community_id string
          ssl version string
          ssl cipher string
          ssl server_name string
          ssl resumed boolean
          ssl last_alert string
          ssl next_protocol string
          ssl established boolean
          ssl ssl_history string
          ssl subject string
          ssl issuer string
          ssl ja3 string
          ssl ja3s string
          ssl ja4 string
          notice proto string
          notice note string
          notice msg string
          notice sub string
          notice src string
          notice dst string
          notice p number
          notice actions string
          reporter level string
          reporter message string
          reporter location string
          """);

  @TempDir private Path folder;

  @BeforeAll
  static void needsJq() {
    Requires.tools("jq");
  }

  private static Set<String> names(String text) {
    return new TreeSet<>(text.lines().toList());
  }

  /** Samples of all kinds of connections, told in one form. */
  private Path told(String form) throws Exception {
    List<String> scan =
        new ArrayList<>(
            List.of("scan", "--all", "--any-service", "--direction", "any", "--format", form));
    for (String sample :
        List.of(
            "office-hour",
            "mta-falls-back-to-clear",
            "resumed",
            "turn",
            "quic",
            "ssl20",
            "cut-by-snap-length",
            "hello-retry",
            "refused-alert")) {
      scan.add("samples/" + sample + "/capture.pcapng");
    }
    Path file = folder.resolve(form + ".json");
    Files.writeString(file, Cli.run(scan.toArray(String[]::new)).out());
    return file;
  }

  private static void assertDocumented(Set<String> written, Set<String> documented) {
    Set<String> unknown = new TreeSet<>();
    Set<String> used = new TreeSet<>();
    for (String each : written) {
      String anyKind = "*" + each.substring(each.indexOf(' '));
      if (documented.contains(each) || documented.contains(anyKind)) {
        used.add(documented.contains(each) ? each : anyKind);
      } else {
        unknown.add(each);
      }
    }
    assertThat(unknown).as("not documented").isEmpty();
    assertThat(used).as("the samples bring all of them").isEqualTo(documented);
  }

  @Test
  void eveUsesNamesOfSuricata7() throws Exception {
    Set<String> written = new TreeSet<>(Jq.lines(NAMES.formatted(".event_type"), told("eve")));

    // Suricata leaves what alert.metadata holds to the author of a rule: lists of text.
    assertThat(written).anyMatch(name -> name.startsWith("alert alert.metadata."));
    written.removeIf(name -> name.matches("alert alert\\.metadata\\.[a-z_]+ string"));
    // Our own counters have a branch of their own, as those of Suricata's parts have.
    written.removeIf(name -> name.matches("stats stats\\.tlsfloor\\.[a-z_]+ number"));
    assertDocumented(written, EVE);
  }

  /** docs/siem/cross-check.md tells people this command; Debian has no Zeek to run it on. */
  @Test
  void theDocumentedCommandForZeekFindsWhatWasNegotiatedBelowTheFloor() throws Exception {
    Matcher command =
        Pattern.compile("(?s)## Zeek.*?jq -c '(.*?)' ssl\\.log")
            .matcher(Files.readString(Path.of("docs/siem/cross-check.md")));
    assertThat(command.find()).isTrue();
    Path zeek = told("zeek");

    List<String> found = Jq.lines("select(._path == \"ssl\") | " + command.group(1), zeek);

    assertThat(found)
        .isNotEmpty()
        .hasSameSizeAs(Jq.lines("select(.version // \"\" | test(\"^SSL|^TLSv1[01]$\"))", zeek));
  }

  @Test
  void zeekUsesNamesOfZeek7() throws Exception {
    Path zeek = told("zeek");
    assertDocumented(new TreeSet<>(Jq.lines(NAMES.formatted("._path"), zeek)), ZEEK);

    assertThat(Jq.lines("select(._path == \"ssl\") | .version // empty", zeek))
        .as("version_strings of base/protocols/ssl/consts.zeek")
        .isSubsetOf("SSLv2", "SSLv3", "TLSv10", "TLSv11", "TLSv12", "TLSv13", "DTLSv12");
    assertThat(Jq.lines("select(._path == \"ssl\") | .uid", zeek))
        .allMatch(uid -> uid.matches("C[0-9A-Za-z]{17}"));
  }
}
