package io.tlsfloor.testing;

import static io.tlsfloor.testing.WireBytes.join;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One TLS connection as both ends send it, and what is true of it: versions, and how it ends. Its
 * name in the hello is its own.
 */
public final class Exchange {
  private static final int[] VERSIONS = {0x0301, 0x0301, 0x0302, 0x0303, 0x0304};
  private static final long MILLI = 1_000_000L;

  /** How it ends. */
  public enum End {
    ESTABLISHED,
    REFUSED,
    RESET,
    CLOSED,
    SILENT,
    NEGOTIATED
  }

  /** Holds what comes before TLS. */
  public enum Dialogue {
    NONE,
    SMTP,
    CONNECT
  }

  /** A segment. */
  public record Sent(
      long nanos,
      boolean fromClient,
      int flags,
      int sequence,
      int acknowledgment,
      byte[] payload) {}

  public final String name;
  public final int offered;
  public final int chosen; // 0 for none
  public final End end;
  public final Dialogue dialogue;
  private final List<Sent> sent = new ArrayList<>();
  private final Random random;
  private final long halfWay;
  private long nanos;
  private long choiceAt;
  private long helloAt;
  private int clientNext;
  private int serverNext;

  public Exchange(Random random, Dialogue dialogue, int id, long begin) {
    this.random = random;
    this.dialogue = dialogue;
    this.nanos = begin;
    name = "c" + id + ".sharepoint.com";
    halfWay = (1 + random.nextInt(40)) * MILLI;
    offered = VERSIONS[random.nextInt(VERSIONS.length)];
    end = random.nextInt(3) == 0 ? End.values()[random.nextInt(6)] : End.ESTABLISHED;
    boolean answers = end == End.ESTABLISHED || end == End.NEGOTIATED;
    int lower =
        offered == 0x0304 ? 0x0303 : Math.min(offered, VERSIONS[random.nextInt(VERSIONS.length)]);
    chosen = answers ? random.nextInt(4) == 0 ? lower : offered : 0;
    clientNext = random.nextInt();
    serverNext = random.nextInt();
    send();
  }

  /** The same at numbers below those of an earlier one; the server's may be anywhere. */
  public Exchange below(Exchange before, Random numbers) {
    int client = before.firstOf(true) - lower(numbers, 2_000) - firstOf(true);
    int server =
        numbers.nextBoolean() ? 0 : before.firstOf(false) - lower(numbers, 5_000) - firstOf(false);
    sent.replaceAll(each -> moved(each, client, server));
    return this;
  }

  /** The same at numbers near those of an earlier one, or at the same ones. */
  public Exchange near(Exchange before, Random numbers) {
    int client = before.firstOf(true) + apart(numbers) - firstOf(true);
    int server = before.firstOf(false) + apart(numbers) - firstOf(false);
    sent.replaceAll(each -> moved(each, client, server));
    return this;
  }

  private static int apart(Random numbers) {
    int most = numbers.nextInt(3) == 0 ? 1 : 1 << numbers.nextInt(15);
    return (numbers.nextBoolean() ? 1 : -1) * numbers.nextInt(most);
  }

  private static int lower(Random numbers, int least) {
    return least + numbers.nextInt(1 << 4 + numbers.nextInt(20));
  }

  private int firstOf(boolean client) {
    return sent.stream().filter(s -> s.fromClient() == client).findFirst().orElseThrow().sequence();
  }

  private static Sent moved(Sent each, int client, int server) {
    boolean acknowledges = (each.flags() & WirePackets.ACK) != 0;
    return new Sent(
        each.nanos(),
        each.fromClient(),
        each.flags(),
        each.sequence() + (each.fromClient() ? client : server),
        acknowledges ? each.acknowledgment() + (each.fromClient() ? server : client) : 0,
        each.payload());
  }

  public List<Sent> sent() {
    return sent;
  }

  /** When the last segment is sent. */
  public long lastNanos() {
    return sent.get(sent.size() - 1).nanos();
  }

  /** Returns whether it is below the floor, by offer or by choice. */
  public boolean below() {
    return offered < 0x0303 || chosen != 0 && chosen < 0x0303;
  }

  /**
   * Returns whether a segment shows that the server had answered: what was sent after its choice.
   */
  public boolean isAfterChoice(Sent segment) {
    return choiceAt > 0 && segment.nanos() > choiceAt;
  }

  /**
   * Returns whether a segment was sent with the hello or after it, and not in the dialogue before.
   */
  public boolean isTls(Sent segment) {
    return segment.nanos() > helloAt;
  }

  private void send() {
    byte[] hello = hello();
    if (random.nextInt(20) == 0 && dialogue == Dialogue.NONE) { // RFC 7413
      client(WirePackets.SYN, hello);
      boolean taken = random.nextBoolean();
      int all = clientNext;
      clientNext = taken ? all : all - hello.length;
      server(WirePackets.SYN | WirePackets.ACK, new byte[0]);
      if (!taken) {
        client(WirePackets.ACK, hello);
      }
    } else {
      client(WirePackets.SYN, new byte[0]);
      server(WirePackets.SYN | WirePackets.ACK, new byte[0]);
      client(WirePackets.ACK, new byte[0]);
      nanos -= halfWay;
      dialogue();
      helloAt = nanos;
      bytes(true, hello);
    }
    switch (end) {
      case ESTABLISHED -> established();
      case NEGOTIATED -> {
        bytes(false, choice());
        choiceAt = nanos;
        client(WirePackets.ACK, new byte[0]);
      }
      case REFUSED -> {
        bytes(false, WireTls.alert(0x0301, 2, 70));
        ends();
      }
      case RESET -> server(WirePackets.RST | WirePackets.ACK, new byte[0]);
      case CLOSED -> {
        server(WirePackets.FIN | WirePackets.ACK, new byte[0]);
        client(WirePackets.FIN | WirePackets.ACK, new byte[0]);
        server(WirePackets.ACK, new byte[0]);
      }
      default -> server(WirePackets.ACK, new byte[0]);
    }
  }

  private void dialogue() {
    switch (dialogue) {
      case SMTP -> {
        text(false, "220 mail.example.net ESMTP");
        text(true, "EHLO pc");
        text(false, "250-mail.example.net\r\n250-SIZE 1000\r\n250 STARTTLS");
        text(true, "STARTTLS");
        text(false, "220 2.0.0 go ahead");
      }
      case CONNECT -> {
        text(true, "CONNECT " + name + ":443 HTTP/1.1\r\nHost: " + name + "\r\n");
        text(false, "HTTP/1.1 200 OK\r\n");
      }
      case NONE -> {
        // TLS begins at once.
      }
    }
  }

  private void text(boolean fromClient, String line) {
    bytes(fromClient, WireBytes.text(line + "\r\n"));
  }

  private void established() {
    int wire = Math.min(chosen, 0x0303);
    if (chosen == 0x0304) {
      bytes(false, join(choice(), WireTls.changeCipherSpec(wire), data(wire, 900)));
      bytes(true, join(WireTls.changeCipherSpec(wire), data(wire, 70)));
    } else {
      bytes(false, join(choice(), WireTls.serverHelloDone(wire)));
      choiceAt = nanos;
      bytes(
          true,
          join(
              WireTls.record(WireTls.HANDSHAKE, wire, WireTls.message(16, bytes(66))),
              WireTls.changeCipherSpec(wire),
              WireTls.record(WireTls.HANDSHAKE, wire, bytes(40))));
      bytes(
          false,
          join(WireTls.changeCipherSpec(wire), WireTls.record(WireTls.HANDSHAKE, wire, bytes(40))));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      bytes(true, data(wire, 1 + random.nextInt(500)));
      bytes(false, data(wire, 1 + random.nextInt(3000)));
    }
    ends();
  }

  private void ends() {
    switch (random.nextInt(4)) {
      case 0 -> {
        client(WirePackets.FIN | WirePackets.ACK, new byte[0]);
        server(WirePackets.FIN | WirePackets.ACK, new byte[0]);
        client(WirePackets.ACK, new byte[0]);
      }
      case 1 -> {
        server(WirePackets.FIN | WirePackets.ACK, new byte[0]);
        client(WirePackets.FIN | WirePackets.ACK, new byte[0]);
        server(WirePackets.ACK, new byte[0]);
      }
      case 2 -> client(WirePackets.RST, new byte[0]);
      default -> client(WirePackets.ACK, new byte[0]);
    }
  }

  private void bytes(boolean fromClient, byte[] all) {
    int parts = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
    int size = Math.min(1460, all.length / parts + 1);
    nanos += halfWay;
    for (int at = 0; at < all.length; at += size) {
      nanos += 20_000;
      segment(
          fromClient,
          WirePackets.ACK,
          Arrays.copyOfRange(all, at, Math.min(at + size, all.length)));
    }
  }

  private void client(int flags, byte[] payload) {
    nanos += halfWay;
    segment(true, flags, payload);
  }

  private void server(int flags, byte[] payload) {
    nanos += halfWay;
    segment(false, flags, payload);
  }

  private void segment(boolean fromClient, int flags, byte[] payload) {
    int sequence = fromClient ? clientNext : serverNext;
    int acknowledged = fromClient ? serverNext : clientNext;
    sent.add(
        new Sent(
            nanos,
            fromClient,
            flags,
            sequence,
            (flags & WirePackets.ACK) == 0 ? 0 : acknowledged,
            payload));
    int next =
        sequence + payload.length + ((flags & (WirePackets.SYN | WirePackets.FIN)) != 0 ? 1 : 0);
    clientNext = fromClient ? next : clientNext;
    serverNext = fromClient ? serverNext : next;
  }

  private byte[] hello() {
    WireHello hello =
        WireHello.client(Math.min(offered, 0x0303))
            .random(random)
            .suites(0x1301, 0xC030, 0xC014, 0x002F)
            .serverName(name);
    return (offered == 0x0304 ? hello.versions(0x0304, 0x0303) : hello).record();
  }

  private byte[] choice() {
    WireHello choice = WireHello.server(Math.min(chosen, 0x0303)).random(random);
    return (chosen == 0x0304 ? choice.suites(0x1301).versions(0x0304) : choice).record();
  }

  private byte[] data(int version, int length) {
    return WireTls.record(WireTls.DATA, version, bytes(length));
  }

  private byte[] bytes(int length) {
    return WireBytes.noise(random, length);
  }
}
