package io.tlsfloor.cli.saved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.ZeekLog;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.form.jsonl.Schema;
import io.tlsfloor.report.saved.Rewritten;
import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lines of every kind of input hold to the schema, fit the index template, and are taken by all
 * that takes lines.
 */
class RoundTripTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OFFICE = "samples/office-hour/capture.pcapng";
  private static final String RUN = "0123456789abcdef0123456789abcdef";

  private static final String ZEEK_TSV =
      ZeekLog.SSL
          + """
      1793610000.0	C1	10.20.3.41	50001	20.190.128.10	443	TLSv10	login.microsoftonline.com	-	T	CsiI	-
      1793610001.0	C2	10.20.3.42	50002	20.190.128.10	443	-	login.microsoftonline.com	protocol_version	F	Cl	t11d230600_44099cda8a52_242d16716555
      1793610002.0	C3	fd00::3	50003	2603:1026::1	443	TLSv13	outlook.office365.com	-	T	CsoO	-
      1793610003.0	C4	10.20.3.44	50004	52.96.1.10	443	-	-	-	F	C	-
      """;

  private static final String ZEEK_JSON =
      """
      {"_path":"ssl","ts":1793610000.5,"uid":"C1","id.orig_h":"10.0.0.1","id.orig_p":50001,"id.resp_h":"52.96.1.10","id.resp_p":443,"version":"TLSv10","server_name":"outlook.office365.com","established":true}
      {"_path":"ssl","ts":1793610001.5,"uid":"C2","id.orig_h":"10.0.0.2","id.orig_p":50002,"id.resp_h":"52.96.1.10","id.resp_p":443,"established":false,"last_alert":"handshake_failure"}
      """;

  private static final String EVE =
      """
      {"timestamp":"2026-11-02T09:00:00.000001+0000","flow_id":1,"event_type":"tls","src_ip":"10.0.0.1","src_port":50001,"dest_ip":"52.96.1.10","dest_port":443,"proto":"TCP","tls":{"sni":"outlook.office365.com","version":"TLSv1","subject":"CN=outlook.com","issuerdn":"CN=DigiCert","ja3":{"hash":"0123456789abcdef0123456789abcdef","string":"769,47-53,0-10,23,0"}}}
      {"timestamp":"2026-11-02T09:00:01.000001+0000","flow_id":2,"event_type":"tls","src_ip":"10.0.0.2","src_port":50002,"dest_ip":"52.96.1.10","dest_port":443,"proto":"TCP","tls":{"sni":"outlook.office365.com","version":"UNDETERMINED"}}
      """;

  private static final String ENTRA =
      """
      {"value":[{"id":"1","createdDateTime":"2026-11-02T09:00:30Z","userPrincipalName":"alice@contoso.example",
      "appDisplayName":"Label Printer","ipAddress":"198.51.100.7","status":{"errorCode":0},
      "deviceDetail":{"displayName":"PRINT-SRV"},
      "authenticationProcessingDetails":[{"key":"Legacy TLS (TLS 1.0, 1.1, 3DES)","value":"True"}]},
      {"id":"2","createdDateTime":"2026-11-02T09:01:30Z","userPrincipalName":"bob@contoso.example",
      "appDisplayName":"Office","status":{"errorCode":0},
      "authenticationProcessingDetails":[{"key":"Legacy TLS (TLS 1.0, 1.1, 3DES)","value":"True"}]}]}
      """;

  private static final String SMTP_AUTH =
      """
      Sender address,TLS 1.0,TLS 1.1,TLS 1.2,Report date
      scanner@contoso.example,12,0,3,2026-11-02
      new@contoso.example,0,0,3,2026-11-02
      """;

  private static final String DEFENDER =
      """
      [{"Timestamp":"2026-11-02T09:00:00Z","DeviceName":"app01.contoso.example",
      "ActionType":"SslConnectionInspected","LocalIP":"10.20.3.41","LocalPort":"50001",
      "RemoteIP":"20.190.128.10","RemotePort":"443",
      "AdditionalFields":"{\\"direction\\":\\"Out\\",\\"version\\":\\"TLSv10\\",\\"server_name\\":\\"login.microsoftonline.com\\",\\"established\\":true}"}]
      """;

  @TempDir static Path folder;
  private static final Map<String, String> MAPPED = new TreeMap<>(); // field → type

  @BeforeAll
  static void readTheTemplate() throws IOException {
    JsonNode template =
        JSON.readTree(Project.path("docs/siem/elasticsearch-index-template.json").toFile());
    mapped(template.at("/template/mappings/properties"), "");
  }

  private static void mapped(JsonNode properties, String path) {
    for (Map.Entry<String, JsonNode> field : properties.properties()) {
      String name = path + field.getKey();
      if (field.getValue().has("properties")) {
        mapped(field.getValue().get("properties"), name + ".");
      } else {
        MAPPED.put(name, field.getValue().get("type").asText());
      }
    }
  }

  static Stream<Arguments> inputs() throws IOException {
    String tsv = write("ssl.log", ZEEK_TSV);
    String entra = write("signins.json", ENTRA);
    String senders = write("smtpauth.csv", SMTP_AUTH);
    String defender = write("defender.json", DEFENDER);
    return Stream.of(
        arguments("packets", List.of(OFFICE)),
        arguments("Zeek, tab-separated", List.of(tsv)),
        arguments("Zeek, JSON", List.of(write("ssl.json", ZEEK_JSON))),
        arguments("EVE", List.of(write("eve.json", EVE))),
        arguments("Entra", List.of(entra)),
        arguments("SMTP AUTH", List.of(senders)),
        arguments("Defender", List.of(defender)),
        arguments("all together", List.of(OFFICE, tsv, entra, senders, defender)));
  }

  private static String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void linesOfEveryInputAreTakenByAllThatTakesLines(String name, List<String> inputs)
      throws IOException {
    List<String> scan =
        new ArrayList<>(List.of("scan", "--all", "--format", "jsonl", "--site", "berlin"));
    scan.addAll(inputs);
    List<String> lines = Cli.run(scan.toArray(String[]::new)).lines();

    everybodyTakes(lines);
  }

  /** A watch that is killed writes no run line: what it wrote until then counts. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("runs")
  void linesOfAKilledWatchAndOfTwoRunsAreTakenToo(String name, List<String> lines)
      throws IOException {
    everybodyTakes(lines);
  }

  static Stream<Arguments> runs() throws IOException {
    List<String> scanned =
        Cli.run("scan", "--all", "--format", "jsonl", "--site", "berlin", OFFICE).lines();
    List<String> killed = new ArrayList<>();
    killed.add(
        """
        {"@timestamp":"2026-11-02T08:59:00.000000000Z","ecs":{"version":"8.11.0"},"event":{"kind":"event",\
        "category":["network"],"type":["start"],"dataset":"tlsfloor.start","start":"2026-11-02T08:59:00.000000000Z"},\
        "observer":{"type":"sensor","product":"tlsfloor","version":"%s","name":"berlin"},"tlsfloor":{"run":{"id":"%s",\
        "floor":"TLS 1.2","options":[],"interfaces":["eth0"],"catalogue":{"version":"2026083100"}}}}"""
            .formatted(JSON.readTree(scanned.get(0)).at("/observer/version").asText(), RUN));
    for (String line : scanned.subList(0, scanned.size() - 1)) {
      killed.add(line.replace("\"tlsfloor\":{", "\"tlsfloor\":{\"run\":{\"id\":\"" + RUN + "\"},"));
    }
    List<String> two = new ArrayList<>(scanned);
    two.addAll(Cli.run("scan", "--all", "--format", "jsonl", write("two.csv", SMTP_AUTH)).lines());
    return Stream.of(arguments("a killed watch", killed), arguments("two runs", two));
  }

  private static void everybodyTakes(List<String> lines) throws IOException {
    assertThat(lines).hasSizeGreaterThan(1);
    for (String line : lines) {
      JsonNode tree = JSON.readTree(line);
      Schema.holds(tree);
      fitsTheTemplate(tree, "");
      assertThat(Rewritten.line(line)).isEqualTo(line);
    }
    Path results = Files.write(folder.resolve("results.jsonl"), lines);
    Path store = Files.createTempDirectory(folder, "inventory").resolve("i.db");

    taken(Cli.run("report", "-o", "-", results.toString()));
    taken(Cli.run("diff", results.toString(), results.toString()));
    taken(Cli.run("inventory", "import", "--inventory", store.toString(), results.toString()));
    taken(Cli.run("explain", "--filter", results.toString()));
  }

  private static void taken(Said said) {
    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.CLEAN);
    assertThat(said.err()).doesNotContain("not a line", "cannot");
  }

  private static void fitsTheTemplate(JsonNode value, String path) {
    if (value.isObject() && !MAPPED.containsKey(path)) {
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        fitsTheTemplate(
            field.getValue(), path.isEmpty() ? field.getKey() : path + "." + field.getKey());
      }
    } else if (value.isArray()) {
      value.forEach(each -> fitsTheTemplate(each, path));
    } else if (!value.isNull()) {
      assertThat(MAPPED).containsKey(path);
      switch (MAPPED.get(path)) {
        case "ip" -> assertThat(IpAddress.find(value.asText())).as(path).isPresent();
        case "long" -> assertThat(value.isIntegralNumber()).as(path).isTrue();
        case "boolean" -> assertThat(value.isBoolean()).as(path).isTrue();
        case "object" -> assertThat(value.isObject()).as(path).isTrue();
        case "date_nanos" -> assertThat(Instant.parse(value.asText())).as(path).isNotNull();
        default -> assertThat(value.isTextual()).as(path).isTrue();
      }
    }
  }
}
