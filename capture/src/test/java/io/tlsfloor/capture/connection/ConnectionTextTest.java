package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a debugger shows of a connection says where it is. */
class ConnectionTextTest {
  private static Connection after(String... lines) throws ReflectiveOperationException {
    Analyzer analyzer = new Analyzer(Analyzed.OPTIONS, told -> {});
    analyzer.begin("test.pcap");
    new PacketScript(List.of(lines)).feed(analyzer);
    Field flows = Analyzer.class.getDeclaredField("flows");
    flows.setAccessible(true);
    FlowTable table = ((Flows) flows.get(analyzer)).table;
    for (int row = 0; row < table.rows(); row++) {
      if (table.isTaken(row) && table.latest(row) != null) {
        return table.latest(row);
      }
    }
    throw new AssertionError("no connection");
  }

  @Test
  void itsDialogueItsSidesAndWhatWaitsAreShown() throws ReflectiveOperationException {
    Connection connection =
        after(
            "between 10.0.0.5:40000 52.96.1.10:25",
            "numbers 5000 9000",
            "C S",
            "S SA",
            "S text \"220 mx.example.net ESMTP\\r\\n\"",
            "C text \"EHLO a.example\\r\\n\"",
            "! S text \"250\"",
            "S text \" STAR\"");

    assertThat(connection.toString())
        .contains("10.0.0.5:40000", "52.96.1.10:25", "no hello, no answer")
        .contains("dialogues [starttls-smtp RUNNING]")
        .contains("from 5001", "reads DIALOGUE", "read to 26 of 26, kept [0, 26) [29, 34)");
  }

  @Test
  void theAnswerTheEndAndAContradictionAreShown() throws ReflectiveOperationException {
    Connection connection =
        after(
            "between 10.0.0.5:40000 52.96.1.10:443",
            "numbers 5000 9000",
            "C S",
            "S SA",
            "C hello 1.0",
            "C seq=-last hello 1.1",
            "S serverhello 1.0",
            "S FA");

    assertThat(connection.toString())
        .contains("client is side", "offers to TLS 1.0, chose TLS 1.0", "no dialogue")
        .contains("reads TLS, 1 records", "conflicts 1", "FIN at");
  }
}
