package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.watch.Gateway.Running;
import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The assembled application on a gateway: what may happen to its interfaces there. */
@TakesLong("programs and interfaces in network namespaces, in real time")
class WatchInterfacesIT extends OnGateway {
  @BeforeAll
  void needsLibpcap() {
    Requires.libpcap();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap"})
  void captureGoesOnAfterAnInterfaceWentDownAndAfterItVanished(String engine) throws Exception {
    Running watch = gateway.begin("-i", "gi", ConfigOf.engine(engine));
    Gateway.captures(watch);
    gateway.in("g", "ip", "link", "set", "gi", "down");
    Await.until(() -> watch.errors().contains("gi is down: waiting for it"));
    gateway.in("g", "ip", "link", "set", "gi", "up");
    Await.until(() -> watch.errors().contains("gi is up again: capture goes on"));
    Await.until(() -> gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com"));
    Await.until(() -> watch.connections() >= 1);

    gateway.in("g", "ip", "link", "del", "gi");
    Await.until(() -> watch.errors().contains("gi is gone: waiting for it"));
    gateway.connectOffice();
    Await.until(
        () -> watch.errors().lines().filter(l -> l.contains("engine " + engine)).count() == 2);
    long before = watch.connections();
    Await.until(() -> gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com"));
    Await.until(() -> watch.connections() > before);
    watch.signal("INT");

    assertThat(watch.status()).isEqualTo(1);
    assertThat(watch.lines())
        .last()
        .asString()
        .contains("\"tlsfloor.run\"")
        .containsPattern("\"file\":\"gi\",[^}]*\"damage\":\"not captured for [0-9]+ seconds?\"")
        .containsPattern("\"blind_seconds\":[1-9]")
        .contains("\"damaged_inputs\":0");
  }

  /** A service starts before what it watches is there; and what it did not see is no clean run. */
  @Test
  void anInterfaceThatIsMissingAtTheStartIsWaitedForAndTheTimeIsALoss() throws Exception {
    Running watch =
        gateway.begin("-i", "gi,late0", ConfigOf.keys("metrics = \"9375\""), "--format", "jsonl");
    Await.until(() -> watch.errors().contains("late0 is not there: waiting for it"));
    Await.until(() -> health("9375").equals("ok\nwaiting for late0\n"));
    gateway.in("g", "ip", "link", "add", "late0", "type", "veth", "peer", "name", "late1");
    Await.until(() -> watch.errors().contains("late0 is there, and down: waiting for it"));
    gateway.in("g", "ip", "link", "set", "late1", "up");
    gateway.in("g", "ip", "link", "set", "late0", "up");
    Await.until(() -> watch.errors().contains("late0 is up: capture begins"));
    Await.until(() -> health("9375").equals("ok\n"));
    String numbers = gateway.out("g", "curl", "-s", "127.0.0.1:9375/metrics");
    watch.signal("TERM");

    assertThat(watch.status()).as(watch.errors()).isEqualTo(3);
    assertThat(watch.lines()).last().asString().containsPattern("\"blind_seconds\":[1-9]");
    assertThat(numbers)
        .containsPattern(
            "tlsfloor_blind_seconds_total\\{engine=\"ring\",interface=\"late0\"} [0-9]")
        .contains("tlsfloor_blind_seconds_total{engine=\"ring\",interface=\"gi\"} 0.0");
    gateway.in("g", "ip", "link", "del", "late0");
  }

  /** Libpcap opens no interface that is down; a service must not end for that. */
  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap"})
  void anInterfaceThatIsDownAtTheStartIsWaitedFor(String engine) throws Exception {
    gateway.in("g", "ip", "link", "add", "low0", "type", "veth", "peer", "name", "low1");
    gateway.in("g", "ip", "link", "set", "low1", "up");
    Running watch = gateway.begin("-i", "low0", ConfigOf.engine(engine));
    Await.until(() -> watch.errors().contains("low0 is down: waiting for it"));
    gateway.in("g", "ip", "link", "set", "low0", "up");
    Await.until(() -> watch.errors().contains("low0 is up: capture begins"));
    Await.until(() -> watch.errors().contains("low0: engine " + engine));
    watch.signal("TERM");

    assertThat(watch.status()).as(watch.errors()).isEqualTo(3);
    assertThat(watch.errors()).doesNotContain("not up");
    gateway.in("g", "ip", "link", "del", "low0");
  }

  /** Whoever looks now and then sees it up each time. */
  @ParameterizedTest
  @CsvSource({"ring,flap0", "pcap,flap0", "ring,lo"})
  void anInterfaceThatFlapsFasterThanItIsLookedAtWasBlind(String engine, String name)
      throws Exception {
    if (!name.equals("lo")) {
      gateway.in("g", "ip", "link", "add", name, "type", "veth", "peer", "name", "flap1");
      gateway.in("g", "ip", "link", "set", "flap1", "up");
      gateway.in("g", "ip", "link", "set", name, "up");
    }
    Running watch = gateway.begin("-i", name, ConfigOf.engine(engine));
    Gateway.captures(watch);
    gateway.in("g", "sh", "-c", "ip link set " + name + " down; ip link set " + name + " up");
    Await.until(() -> watch.errors().contains(name + " "));
    watch.signal("TERM");

    assertThat(watch.status()).as(watch.errors()).isEqualTo(3);
    assertThat(watch.lines()).last().asString().containsPattern("\"blind_seconds\":[1-9]");
    if (!name.equals("lo")) {
      gateway.in("g", "ip", "link", "del", name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap"})
  void anotherInterfaceOfTheSameNameAndNumberIsCaptured(String engine) throws Exception {
    String make = "ip link add twin0 index 4242 type veth peer name twin1; ip link set twin1 up;";
    gateway.in("g", "sh", "-ec", make + "ip link set twin0 up");
    Running watch = gateway.begin("-i", "twin0", ConfigOf.engine(engine));
    Gateway.captures(watch);
    gateway.in("g", "sh", "-ec", "ip link del twin0; " + make + "ip link set twin0 up");
    Await.until(
        () -> watch.errors().lines().filter(l -> l.contains("engine " + engine)).count() == 2);
    watch.signal("TERM");

    assertThat(watch.status()).as(watch.errors()).isEqualTo(3);
    gateway.in("g", "ip", "link", "del", "twin0");
  }

  private String health(String port) {
    return gateway.out("g", "sh", "-c", "curl -s 127.0.0.1:" + port + "/health || true");
  }
}
