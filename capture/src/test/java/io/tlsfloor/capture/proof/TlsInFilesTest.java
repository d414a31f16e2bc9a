package io.tlsfloor.capture.proof;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.noise;
import static io.tlsfloor.testing.WireBytes.text;
import static io.tlsfloor.testing.WireBytes.u32;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Rounds;
import io.tlsfloor.testing.WireEnd;
import io.tlsfloor.testing.WireFrame;
import io.tlsfloor.testing.WireMessages;
import io.tlsfloor.testing.WirePackets;
import io.tlsfloor.testing.WireTls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files that hold TLS, a capture for one, go over connections that are none: nobody is accused,
 * however the segments lie, and a loss is hardly ever stated.
 */
class TlsInFilesTest {
  private static final int ROUNDS = Rounds.count(Rounds.some(200));
  private static final WireEnd CLIENT = WireEnd.of("10.20.3.5", 40_000);
  private static final String NAME = "outlook.office365.com";
  private static final int OLD = 0x0301;

  /** How a file goes. */
  enum Way {
    HTTP_DOWNLOAD(80),
    HTTP_UPLOAD(80),
    SMTP_DATA(25),
    FTP_STORE(20),
    FTP_RETRIEVE(20),
    IN_TLS_RECORDS(443);

    private final int port;

    Way(int port) {
      this.port = port;
    }
  }

  private final List<WireFrame> packets = new ArrayList<>();
  private final int[] next = {1_000, 2_000_000};
  private WireEnd server = WireEnd.of("52.96.10.10", 443);
  private long nanos;

  @ParameterizedTest
  @EnumSource
  void nobodyIsAccused(Way way) {
    int stated = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Random random = Rounds.random(round);
      begin(way);
      send(way, random);
      Told told = Told.of(packets);
      assertThat(told.flagged()).as(Rounds.again(round)).isEmpty();
      stated += told.isStated() ? 1 : 0;
    }
    // Where nobody goes on behind it, a hello may be one; amid records it may be forged.
    boolean open = way == Way.FTP_STORE || way == Way.IN_TLS_RECORDS;
    assertThat(stated).isLessThanOrEqualTo(open ? 1 + ROUNDS / 10 : 0);
  }

  private void begin(Way way) {
    packets.clear();
    next[0] = 1_000;
    next[1] = 2_000_000;
    server = WireEnd.of("52.96.10.10", way.port);
    nanos = Crowd.BEGIN;
    segment(true, WirePackets.SYN, new byte[0]);
    segment(false, WirePackets.SYN | WirePackets.ACK, new byte[0]);
    segment(true, WirePackets.ACK, new byte[0]);
  }

  private void send(Way way, Random random) {
    switch (way) {
      case HTTP_DOWNLOAD -> {
        say(true, text("GET /office.pcap HTTP/1.1\r\nHost: a\r\n\r\n"));
        say(false, text("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"));
        file(false, random);
      }
      case HTTP_UPLOAD -> {
        say(true, text("POST /office.pcap HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n"));
        file(true, random);
        say(false, text("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
      }
      case SMTP_DATA -> {
        say(false, text("220 mx.example.net ESMTP\r\n"));
        say(true, text("EHLO a.example.net\r\n"));
        say(false, text("250 mx.example.net\r\n"));
        say(true, text("MAIL FROM:<>\r\n"));
        say(false, text("250 ok\r\n"));
        say(true, text("RCPT TO:<b@c.example.net>\r\n"));
        say(false, text("250 ok\r\n"));
        say(true, text("DATA\r\n"));
        say(false, text("354 go ahead\r\n"));
        file(true, random);
        say(true, text("\r\n.\r\n"));
        say(false, text("250 ok\r\n"));
      }
      case FTP_STORE -> file(true, random);
      case FTP_RETRIEVE -> file(false, random);
      case IN_TLS_RECORDS -> {
        say(true, WireTls.hello13(random.nextLong(), 0x0304, 0x0303));
        say(
            false,
            join(WireTls.serverHello13(random.nextLong()), WireTls.changeCipherSpec(0x0303)));
        byte[] holds = capture(random);
        boolean up = random.nextBoolean();
        say(!up, WireTls.data(0x0303, 90));
        for (int at = 0; at < holds.length; at += 8_000) {
          byte[] part = Arrays.copyOfRange(holds, at, Math.min(holds.length, at + 8_000));
          parts(up, WireTls.record(WireTls.DATA, 0x0303, part), random);
        }
      }
    }
    segment(true, WirePackets.FIN | WirePackets.ACK, new byte[0]);
    segment(false, WirePackets.FIN | WirePackets.ACK, new byte[0]);
    segment(true, WirePackets.ACK, new byte[0]);
  }

  private void file(boolean fromClient, Random random) {
    parts(fromClient, capture(random), random);
  }

  /** Sends bytes in segments that end anywhere, often where a message in them begins. */
  private void parts(boolean fromClient, byte[] bytes, Random random) {
    int at = 0;
    while (at < bytes.length) {
      int to = Math.min(bytes.length, at + 1 + random.nextInt(1_460));
      for (int i = at + 1; i < to && random.nextInt(4) > 0; i++) {
        if (bytes[i] == WireTls.HANDSHAKE && i + 1 < bytes.length && bytes[i + 1] == 3) {
          to = i;
        }
      }
      say(fromClient, Arrays.copyOfRange(bytes, at, to));
      at = to;
    }
  }

  /** The bytes of a pcap with old connections. */
  private static byte[] capture(Random random) {
    byte[] all = join(u32(0xA1B2C3D4), new byte[20]);
    for (int i = 0; i < 12; i++) {
      byte[] one =
          switch (random.nextInt(4)) {
            case 0 -> WireMessages.hello(OLD, random, NAME);
            case 1 -> WireMessages.answer(OLD, random);
            case 2 -> WireTls.data(OLD, 1 + random.nextInt(900));
            default -> noise(random, 1 + random.nextInt(900));
          };
      byte[] frame = WirePackets.tcpFrame(CLIENT, WireEnd.of("52.96.1.1", 443), 1, 1, 24, one);
      all = join(all, u32(i), u32(0), u32(frame.length), u32(frame.length), frame);
    }
    return all;
  }

  private void say(boolean fromClient, byte[] bytes) {
    segment(fromClient, WirePackets.PSH | WirePackets.ACK, bytes);
    segment(!fromClient, WirePackets.ACK, new byte[0]);
  }

  private void segment(boolean fromClient, int flags, byte[] bytes) {
    nanos += 1_000_000;
    int by = fromClient ? 0 : 1;
    byte[] frame =
        WirePackets.tcpFrame(
            fromClient ? CLIENT : server,
            fromClient ? server : CLIENT,
            next[by],
            next[1 - by],
            flags,
            bytes);
    packets.add(WireFrame.ethernet(nanos, frame, frame.length));
    next[by] += bytes.length + ((flags & (WirePackets.SYN | WirePackets.FIN)) != 0 ? 1 : 0);
  }
}
