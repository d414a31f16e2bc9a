package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.HandshakeProgress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.TlsConnection.Handshake;
import io.tlsfloor.parser.observation.Way;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SharedPartsTest {
  private final SharedParts shared = new SharedParts();

  @Test
  void givesOneWayToAllBetweenTwoAddresses() {
    Way first = shared.way(1, 2);

    assertThat(shared.way(1, 2)).isSameAs(first);
    assertThat(first.clientMac()).contains(new MacAddress(1));
    assertThat(first.serverMac()).contains(new MacAddress(2));
    assertThat(shared.way(2, 1)).isNotEqualTo(first);
  }

  @Test
  void hasNoAddressWhereThereIsNone() {
    assertThat(shared.way(-1, 2).clientMac()).isEmpty();
    assertThat(shared.way(1, -1).serverMac()).isEmpty();
  }

  /** More pairs than places, each again and again: a place that is taken over tells the new one. */
  @Test
  void mixesUpNone() {
    Random random = new Random(16);
    for (int i = 0; i < 100_000; i++) {
      long client = random.nextInt(100);
      long server = random.nextInt(100);
      Way way = shared.way(client, server);
      assertThat(way.clientMac().orElseThrow().bits()).isEqualTo(client);
      assertThat(way.serverMac().orElseThrow().bits()).isEqualTo(server);
    }
  }

  @Test
  void givesOneHandshakeToAllThatSayTheSame() {
    Handshake first = handshake(Outcome.REFUSED, 70);

    assertThat(known(7, "Cl")).isNull();
    shared.keep(7, first);
    assertThat(known(7, "Cl")).isSameAs(first);
    assertThat(known(8, "Cl")).isNull();
    assertThat(known(7, "Csl")).isNull();
  }

  private @Nullable Handshake known(long said, String messages) {
    return shared.handshake(said, Optional.empty(), Optional.empty(), Optional.empty(), messages);
  }

  private static Handshake handshake(Outcome outcome, int description) {
    return new Handshake(
        Protocol.TLS,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        outcome,
        Optional.of(new AlertSeen(Side.SERVER, AlertSeen.FATAL, description)),
        Optional.empty(),
        new HandshakeProgress(
            false, false, false, false, false, Optional.empty(), "Cl", false, false),
        Optional.empty());
  }

  @Test
  void namesWhatWasAskedForAndWhatTheCertificateSays() {
    ServerCertificate certificate =
        new ServerCertificate("CN=b", "CN=CA", Optional.of("b.example"), List.of("a.example"));

    assertThat(shared.names("a.example", Optional.empty()))
        .containsExactly(new NameSeen("a.example", NameSource.SNI));
    assertThat(shared.names("a.example", Optional.of(certificate)))
        .containsExactly(
            new NameSeen("a.example", NameSource.SNI),
            new NameSeen("a.example", NameSource.CERTIFICATE),
            new NameSeen("b.example", NameSource.CERTIFICATE));
  }
}
