package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One connection in two captures, among others with the same opening. */
class CaptureTwinsTest {
  private static final int TLS_1_0 = 0x0301;

  /** Whoever repeats one hello a hundred thousand times makes none of them dear to compare. */
  @ParameterizedTest(name = "{0} others: {1} are told")
  @CsvSource({"0, 1", "15, 16", "16, 18"})
  void isComparedWithTheLatestOfEqualOpenings(int others, int told) {
    Wire inside = new Wire("10.0.0.5", 40000, "52.96.1.10", 443).handshake().tls(TLS_1_0);
    for (int i = 0; i < others; i++) {
      inside.to("52.96.2." + i, 443, 41000 + i).handshake().tls(TLS_1_0);
    }
    Wire outside = new Wire("198.51.100.7", 50000, "52.96.1.10", 443).handshake().tls(TLS_1_0);

    List<TlsConnection> connections = new ArrayList<>();
    CaptureTwins<String> twins =
        new CaptureTwins<>(
            List.of(begin("test.pcap"), begin("next.pcap")),
            address -> address.toString().startsWith("10."),
            (connection, with) -> connections.add(connection));
    for (TlsConnection connection : inside.connections()) {
      twins.connection(connection, "");
    }
    twins.finished("test.pcap");
    for (TlsConnection connection : outside.connections()) {
      twins.connection(connection, "");
    }
    twins.finished("next.pcap");
    twins.end();
    assertThat(connections).hasSize(told);
  }

  @Test
  void theOldestWaitsNoLongerWhereAllWouldTakeTooMuchMemory() {
    Wire inside = new Wire("10.0.0.5", 40000, "52.96.1.10", 443).handshake().tls(TLS_1_0);
    for (int i = 1; i < 5; i++) {
      inside.to("52.96.2." + i, 443, 41000 + i).handshake().tls(TLS_1_0);
    }
    List<TlsConnection> all = inside.connections();
    List<TlsConnection> told = new ArrayList<>();
    CaptureTwins<String> twins =
        new CaptureTwins<>(
            List.of(begin("test.pcap"), begin("next.pcap")),
            client -> true,
            (connection, with) -> told.add(connection),
            3 * Weight.of(all.get(0)));
    for (TlsConnection connection : all) {
      twins.connection(connection, "");
    }
    assertThat(told).isEqualTo(all.subList(0, 2));

    twins.end();
    assertThat(told).isEqualTo(all);
  }

  private static CaptureTwins.Begin begin(String name) {
    return new CaptureTwins.Begin(name, OptionalLong.of(1_000_000_000_000L));
  }
}
