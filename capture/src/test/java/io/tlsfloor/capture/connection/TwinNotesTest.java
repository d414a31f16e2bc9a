package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.Weight;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TwinNotesTest {
  private final List<TlsConnection> told = new ArrayList<>();

  @Test
  void theFirstOneWaitsNoLongerWhereAllWouldTakeTooMuchMemory() {
    TlsConnection connection =
        new PacketScript(List.of("C S", "S SA", "C", "C hello 1.0", "S alert 2 70"))
            .analyzed()
            .connections()
            .get(0);
    TwinNotes notes = new TwinNotes(told::add, null, 3 * Weight.of(connection));

    for (int i = 0; i < 5; i++) {
      notes.take(connection, Long.MAX_VALUE);
    }
    assertThat(told).hasSize(2);

    notes.advance(Long.MAX_VALUE);
    assertThat(told).hasSize(5);
  }
}
