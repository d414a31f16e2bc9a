package io.tlsfloor.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a log holds, reading it neither throws nor grows without bounds. */
class HostileLogTest {
  private static final String EVENT =
      Logged.event(
          "tls",
          "\"tls\":{\"version\":\"TLSv1\",\"ja3\":{\"string\":\"769,47,0,23,0\"},\"sni\":\"a\"}");

  private static final String ENTRY =
      Logged.header("version", "established", "server_name", "cert_chain_fps")
          + Logged.entry("C1", "TLSv10", "T", "a\\x09b", "x,y");

  private static final String SIGN_INS =
      """
      [{"createdDateTime":"2026-11-02T09:02:11Z","userPrincipalName":"a@b.example",
      "appDisplayName":"x","ipAddress":"203.0.113.9","status":{"errorCode":0},
      "authenticationProcessingDetails":[{"key":"Legacy TLS (TLS 1.0)","value":"True"}]}]
      """;

  private static final String SENDERS = "Sender address,TLS 1.0,Date\n\"a@b\",5.5,\"2026-11-02\"\n";

  private static final String INSPECTED =
      "Timestamp,ActionType,LocalIP,RemoteIP,AdditionalFields\n2026-11-02T09:03:00Z,"
          + "SslConnectionInspected,10.0.0.1,52.96.1.10,\"{\"\"version\"\":\"\"TLSv10\"\"}\"\n";

  private static byte[] whole(int which) {
    return List.of(EVENT, ENTRY, SIGN_INS, SENDERS, INSPECTED)
        .get(which)
        .getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void everyTruncationIsReadOrCounted(int which) {
    byte[] whole = whole(which);
    for (int length = 0; length < whole.length - 2; length++) {
      Logged read = Logged.bytes(Arrays.copyOf(whole, length));

      assertThat(read.connections.size() + read.tally.unreadable()).isLessThanOrEqualTo(1);
    }
    assertThat(Logged.bytes(whole).connections).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void everyChangedByteIsReadOrCounted(int which) {
    byte[] whole = whole(which);
    Random random = new Random(which);
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] = (byte) random.nextInt(256);

      Logged read = Logged.bytes(changed);

      long counted = read.tally.counts().values().stream().mapToLong(Long::longValue).sum();
      assertThat(counted).isEqualTo(read.connections.size());
    }
  }

  @Test
  void aLineWithoutEndIsPassedOverAndCounted() throws IOException {
    LogScanner scanner = new LogScanner(c -> {}, () -> false, bytes -> {});
    scanner.read(repeated("{\"a\":\"", "x", 8L << 20), "a.log");

    LogTally tally = scanner.end();

    assertThat(tally.unreadable()).isEqualTo(1);
    assertThat(tally.inputs().get(0).damage()).contains("line 1 is longer than 1048576 bytes");
  }

  @Test
  void aCellWithoutEndIsPassedOverAndCounted() throws IOException {
    LogScanner scanner = new LogScanner(c -> {}, () -> false, bytes -> {});
    scanner.read(repeated("Sender address,TLS 1.0\n\"", "x", 8L << 20), "a.csv");

    assertThat(scanner.end().inputs().get(0).damage())
        .contains("line 2 has a row of more than 1048576 characters or 1024 columns");
  }

  @Test
  void aDocumentIsNotNestedWithoutBounds() {
    Logged read = Logged.text("[{\"userPrincipalName\":" + "[".repeat(100_000) + "\n");

    assertThat(read.tally.unreadable()).isEqualTo(1);
  }

  @Test
  void deepNestingAndManyValuesAreRefused() {
    assertThat(Logged.text("{\"a\":" + "[".repeat(100_000) + "\n").tally.unreadable()).isEqualTo(1);
    assertThat(Logged.text("{\"a\":[" + "1,".repeat(100_000) + "1]}\n").tally.unreadable())
        .isEqualTo(1);
    assertThat(Logged.text("#fields\t" + "f\t".repeat(5000) + "\n").tally.unreadable())
        .isEqualTo(1);
  }

  @Test
  void aNameInACertificateMayBeAsLongAsALine() {
    String name = "a".repeat(500_000);
    Logged read =
        Logged.text(
            Logged.event("tls", "\"tls\":{\"version\":\"TLSv1\",\"subject\":\"CN=" + name + "\"}"));

    assertThat(read.connections).hasSize(1);
    assertThat(read.tally.unreadable()).isZero();
  }

  @Test
  void flowsWithoutEndAreForgottenAndCounted() {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 70_000; i++) {
      log.append(
          Logged.event("anomaly", "\"anomaly\":{\"app_proto\":\"tls\"}")
              .replace("\"flow_id\":77", "\"flow_id\":" + i));
    }

    assertThat(Logged.text(log.toString()).tally.broken()).isEqualTo(70_000);
  }

  @Test
  void entriesGiveWayToLaterOnesByTheRoomThatTheyTakeToo() {
    RecentEntries<String> entries = new RecentEntries<>(100, 1000, String::length);
    for (int i = 0; i < 10; i++) {
      entries.put("id" + i, "a".repeat(600));
      entries.put("id" + i, "b".repeat(600));
    }
    entries.remove("id9");

    assertThat(entries.of("id0")).isNull();
    assertThat(entries.size()).isZero();
    assertThat(entries.forgotten()).isGreaterThanOrEqualTo(9);
  }

  @Test
  void aNameThatNoHostCanHaveIsNotKept() {
    Logged read =
        Logged.text(
            Logged.event(
                "tls", "\"tls\":{\"version\":\"TLSv1\",\"sni\":\"" + "a".repeat(256) + "\"}"));

    assertThat(read.only().names()).isEmpty();
  }

  private static InputStream repeated(String start, String then, long count) {
    return new InputStream() {
      private long given;

      @Override
      public int read() {
        long at = given++;
        return at < start.length() ? start.charAt((int) at) : at < count ? then.charAt(0) : -1;
      }

      @Override
      public int read(byte[] into, int offset, int length) {
        int i = 0;
        for (int next; i < length && (next = read()) >= 0; i++) {
          into[offset + i] = (byte) next;
        }
        return i == 0 ? -1 : i;
      }
    };
  }
}
