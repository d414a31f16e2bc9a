package io.tlsfloor.report.sink.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.report.form.cef.CefReport;
import io.tlsfloor.report.form.jsonl.JsonLinesReport;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.Told;
import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that rsyslog takes, whatever names are in them and whenever it is there. */
class SyslogReceiverTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static Rsyslog rsyslog;

  @BeforeAll
  static void start() throws IOException {
    Requires.tools("rsyslogd", "openssl");
    rsyslog = new Rsyslog(folder);
  }

  @AfterAll
  static void stop() {
    if (rsyslog != null) {
      rsyslog.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\nb<34>1 - - - - - - forged",
        "a\r\n12 <34>1 - - - - - - x",
        "a\u0000b",
        "a\u001b[31m\u202e\u0085",
        "] [x y=\"z\"]",
        "a|b=c\\d cs1=x"
      })
  void noNameBreaksAMessage(String name) throws IOException {
    rsyslog.forget();
    Told told = new Told();
    told.serverName = Optional.of(name);
    told.service = Optional.of(Told.exchange(name));
    List<byte[]> made = new ArrayList<>();
    SyslogHeader header = SyslogHeader.ofThisMachine(unset -> "");
    Chunk.Taker taker = line -> made.add(header.message(line));
    new CefReport(taker).connection(told.result());
    new JsonLinesReport(taker).connection(told.result());

    SyslogTarget target = new SyslogTarget(SyslogTarget.Carrier.TCP, "127.0.0.1", rsyslog.tcp);
    StreamLink link = StreamLink.open(target, null);
    for (byte[] message : made) {
      link.send(message);
    }
    link.finish();

    List<JsonNode> messages = rsyslog.received(2);
    assertThat(messages).hasSize(2);
    for (int i = 0; i < 2; i++) {
      String sent = new String(made.get(i), StandardCharsets.UTF_8);
      assertThat(sent).matches("[ -~]+").endsWith("] " + messages.get(i).get("msg").asText());
    }
    JsonNode line = JSON.readTree(messages.get(1).get("msg").asText());
    assertThat(line.at("/tls/client/server_name").asText()).isEqualTo(name);
  }

  @Test
  void aReceiverThatReturnsMissesNothing() throws Exception {
    rsyslog.forget();
    SyslogTarget target = new SyslogTarget(SyslogTarget.Carrier.TCP, "127.0.0.1", rsyslog.tcp);
    List<String> events = new ArrayList<>();
    SyslogSender sender =
        new SyslogSender(
            target.toString(),
            () -> StreamLink.open(target, null),
            new SyslogSender.Limits(100, 1 << 20, 20, 100),
            events::add);
    sender.start();
    send(sender, 0, 5);
    rsyslog.received(5);

    rsyslog.stop();
    send(sender, 5, 10);
    Await.until(() -> sender.trouble().isPresent());
    rsyslog.start();
    send(sender, 10, 15);
    sender.close(10_000_000_000L);

    assertThat(sender.outbox().lost()).isZero();
    rsyslog.received(15);
    Await.until(() -> ids().containsAll(List.of("n5", "n9", "n14")));
    assertThat(ids()).contains("n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9");
    assertThat(ids()).contains("n10", "n11", "n12", "n13", "n14");
    assertThat(events).hasSize(2);
    assertThat(events.get(0)).contains("trying again");
    assertThat(events.get(1)).contains("works again");
  }

  private static List<String> ids() {
    return rsyslog.received(0).stream().map(message -> message.get("id").asText()).toList();
  }

  private static void send(SyslogSender sender, int from, int to) {
    for (int i = from; i < to; i++) {
      sender.outbox().offer(("<134>1 - - - - n" + i + " - x").getBytes(StandardCharsets.US_ASCII));
    }
  }
}
