package io.tlsfloor.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.IpAddress;
import org.junit.jupiter.api.Test;

class ManyClientsTest {
  private final ManyClients clients = new ManyClients();

  private static IpAddress client(int number) {
    return number % 2 == 0 ? IpAddress.v4(number) : IpAddress.v6(0, number);
  }

  @Test
  void eachClientIsCountedOnceWithTheLowestNumberItHad() {
    for (int i = 0; i < 50_000; i++) {
      clients.add(client(i), i % 5);
    }
    for (int i = 0; i < 50_000; i += 10) { // all of them had 0
      clients.add(client(i), 4);
      clients.add(client(i + 4), 1); // these had 4
    }

    assertThat(clients.size()).isEqualTo(50_000);
    assertThat(clients.count(0)).isEqualTo(10_000);
    assertThat(clients.count(1)).isEqualTo(15_000);
    assertThat(clients.count(4)).isEqualTo(5_000);
    assertThat(clients.kind(client(4))).isEqualTo(1);
    assertThat(clients.kind(client(50_001))).isEqualTo(ManyClients.KINDS);
    assertThat(clients.more()).isFalse();
  }

  @Test
  void anAddressOfIpv4IsNotTheSameNumberOfIpv6() {
    clients.add(IpAddress.v4(7), 1);

    assertThat(clients.kind(IpAddress.v6(0, 7))).isEqualTo(ManyClients.KINDS);
  }

  @Test
  void moreThanHaveRoomAreSaidToBeMore() {
    for (int i = 0; i <= ManyClients.MAX; i++) {
      clients.add(IpAddress.v6(1, i), 0);
    }

    assertThat(clients.size()).isEqualTo(ManyClients.MAX);
    assertThat(clients.more()).isTrue();
  }
}
