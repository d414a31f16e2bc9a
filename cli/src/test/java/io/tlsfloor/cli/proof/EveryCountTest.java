package io.tlsfloor.cli.proof;

import static io.tlsfloor.testing.WirePackets.ethernet;
import static io.tlsfloor.testing.WirePackets.ipv4;
import static io.tlsfloor.testing.WirePackets.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.report.model.LossKind;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.testing.WireFile;
import io.tlsfloor.testing.WireFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each count of the coverage that is of no packet: of inputs and of logs. Made once, it stands in
 * the run line, and where it could hide a finding the exit status is 3 and the closing words say
 * so. A new name fails here until it has a row.
 */
class EveryCountTest {
  /** Counts of a watch, and of many lines: FilterTest, WatchEndIT, SavedWatchesTest make them. */
  private static final Set<LossKind> ELSEWHERE =
      EnumSet.of(
          LossKind.AMENDED_LATE, // LedgerTest
          LossKind.CLIENTS_FORGOTTEN,
          LossKind.LOST_EVIDENCE,
          LossKind.FILTERED_FRAMES,
          LossKind.LOST_LINES,
          LossKind.TORN_LINES,
          LossKind.MISSING_LINES,
          LossKind.NO_RUN_LINE,
          LossKind.NO_CLIENT_LINES,
          LossKind.WATCHES_WITHOUT_END,
          LossKind.SILENT_SECONDS,
          LossKind.UNWATCHED_SECONDS,
          LossKind.GOES_ON);

  /** Counts of packets. */
  private static final Set<String> OF_PACKETS =
      Arrays.stream(Loss.values()).map(Loss::id).collect(Collectors.toSet());

  private static final String ZEEK =
      """
      #separator \\x09
      #path	ssl
      #fields	ts	uid	id.orig_h	id.orig_p	id.resp_h	id.resp_p	version	server_name	established
      """;

  private static final String EVE_TLS =
      """
      {"timestamp":"2026-11-02T09:00:00.000000+0000","flow_id":1,"event_type":"tls","src_ip":"10.0.0.1",\
      "src_port":50001,"dest_ip":"52.96.1.10","dest_port":443,"proto":"TCP",\
      "tls":{"sni":"outlook.office365.com","version":"TLS 1.3"}}
      """;

  @TempDir private Path folder;

  static Stream<LossKind> kinds() {
    return Arrays.stream(LossKind.values())
        .filter(kind -> !ELSEWHERE.contains(kind) && !OF_PACKETS.contains(kind.id()));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isCountedAndSaid(LossKind kind) throws IOException {
    Path input = Files.write(folder.resolve("input"), made(kind));

    Said lines = Cli.run("scan", "--all", "--format", "jsonl", input.toString());
    Said table = Cli.run("scan", input.toString());

    List<String> all = lines.lines();
    JsonNode run = new ObjectMapper().readTree(all.get(all.size() - 1)).at("/tlsfloor/run");
    long count = run.at("/coverage/" + kind.id()).asLong();
    assertThat(count).as("%s", run.at("/coverage")).isPositive();
    boolean hides =
        kind != LossKind.LOG_CONNECTIONS
            && kind != LossKind.EVE_CONNECTIONS
            && (!kind.id().startsWith("report_") || kind == LossKind.REPORT_UNDECIDED);
    assertThat(table.code()).as(table.out()).isEqualTo(hides ? ExitCode.LOSS : ExitCode.CLEAN);
    assertThat(lines.code()).isEqualTo(table.code());
    String said = table.out().replaceAll("\\s+", " ");
    assertThat(said.contains("not complete")).as(said).isEqualTo(hides);
    assertThat(said).contains(words(kind, count));
  }

  private static String words(LossKind kind, long count) {
    return switch (kind) {
      case DAMAGED_INPUTS -> "1 capture is cut short";
      case HALF_SEEN_HELLOS, LOG_UNDECIDED ->
          "1 connection that may be the service's with hello or certificate cut or not seen";
      case LOG_CONNECTIONS -> "1 connection is from logs, and logs never show refused";
      case EVE_CONNECTIONS -> "Suricata's EVE never shows most clients that the service refuses";
      case LOG_UNREADABLE_LINES -> "1 log has lines that are no entries";
      default -> Losses.of(kind, count).said().get(0).text();
    };
  }

  private static byte[] made(LossKind kind) {
    return switch (kind) {
      case DAMAGED_INPUTS -> Arrays.copyOf(capture(200, 200), 24 + 16 + 100);
      case HALF_SEEN_HELLOS -> capture(HalfSeen.CAPTURED, HalfSeen.frame().length);
      case LOG_CONNECTIONS -> text(ZEEK + entry("TLSv13"));
      case EVE_CONNECTIONS -> text(EVE_TLS);
      case LOG_UNJUDGED ->
          text(EVE_TLS.replace("\"event_type\":\"tls\"", "\"event_type\":\"http\""));
      case LOG_UNDECIDED -> text(ZEEK + entry("-"));
      case LOG_UNREADABLE_LINES -> text(ZEEK + entry("TLSv13") + "half a li");
      case LOG_BROKEN_TLS ->
          text(
              EVE_TLS
                  + EVE_TLS
                      .replace("\"flow_id\":1", "\"flow_id\":2")
                      .replaceFirst("\"event_type\":\"tls\"", "\"event_type\":\"anomaly\"")
                      .replaceFirst("\"tls\":\\{.*}}", "\"anomaly\":{\"app_proto\":\"tls\"}}"));
      case LOG_FORGOTTEN -> text(forgotten());
      case REPORT_ENTRA ->
          text(
              "{\"createdDateTime\":\"2026-11-02T09:00:00Z\",\"userPrincipalName\":\"a@b.example\","
                  + "\"appDisplayName\":\"x\",\"ipAddress\":\"203.0.113.9\","
                  + "\"authenticationProcessingDetails\":[]}\n");
      case REPORT_UNDECIDED ->
          text(
              "{\"createdDateTime\":\"2026-11-02T09:00:00Z\",\"userPrincipalName\":\"a@b.example\","
                  + "\"appDisplayName\":\"x\",\"ipAddress\":\"203.0.113.9\"}\n");
      case REPORT_EXCHANGE ->
          text("Sender address,TLS 1.0,TLS 1.2,Date\na@b.example,0,100,2026-11-02\n");
      case REPORT_DEFENDER ->
          text(
              "Timestamp,ActionType,LocalIP,RemoteIP,AdditionalFields\n2026-11-02T09:00:00Z,"
                  + "SslConnectionInspected,10.0.0.1,52.96.1.10,\"{\"\"version\"\":\"\"TLSv12\"\"}\"\n");
      default -> throw new AssertionError("no row makes " + kind);
    };
  }

  private static String entry(String version) {
    return "1793610000.000001\tC1\t10.0.0.1\t50001\t52.96.1.10\t443\t"
        + version
        + "\toutlook.office365.com\tT\n";
  }

  /** More mail than is remembered of one log. */
  private static String forgotten() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < (1 << 16) + 10; i++) {
      all.append("{\"timestamp\":\"2026-11-02T09:00:00.000000+0000\",\"flow_id\":").append(i + 9);
      all.append(",\"event_type\":\"smtp\",\"src_ip\":\"10.0.0.1\",\"src_port\":50001,");
      all.append("\"dest_ip\":\"52.96.1.10\",\"dest_port\":25,\"proto\":\"TCP\"}\n");
    }
    return all + EVE_TLS;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] capture(int captured, int length) {
    byte[] frame = Arrays.copyOf(HalfSeen.frame(), captured);
    return WireFile.Form.PCAP.write(
        List.of(new WireFrame(1_700_000_000_000_000_000L, 1, frame, length)));
  }

  /** A hello to the service, cut behind its suites. */
  private static final class HalfSeen {
    static final int CAPTURED = 54 + 60;

    static byte[] frame() {
      byte[] hello = new byte[300];
      byte[] head = {22, 3, 1, 1, 39, 1, 0, 1, 35, 3, 3};
      System.arraycopy(head, 0, hello, 0, head.length);
      hello[45] = 4; // suites, behind random and session
      return ethernet(0x0800, ipv4("10.20.3.5", "52.96.1.10", 6, tcp(40_000, 443, 1, 16, hello)));
    }
  }
}
