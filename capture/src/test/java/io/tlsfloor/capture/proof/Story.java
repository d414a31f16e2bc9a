package io.tlsfloor.capture.proof;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.noise;
import static io.tlsfloor.testing.WireBytes.text;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireBytes.u8;
import static io.tlsfloor.testing.WireTls.record;

import io.tlsfloor.testing.WireHello;
import io.tlsfloor.testing.WireMessages;
import io.tlsfloor.testing.WirePackets;
import io.tlsfloor.testing.WireTalk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Holds what a client and its server say over TCP, a segment after the other. */
final class Story {
  static final String NAME = "outlook.office365.com";

  private static final int OLD = 0x0301;
  private static final int NEW = 0x0303;
  private static final String GREETING =
      "220 AM1PR01CA0001.outlook.office365.com Microsoft ESMTP MAIL Service ready\r\n";

  /**
   * A segment; its numbers are offsets from the initial ones of either end.
   *
   * @param pauseMillis before it
   */
  @SuppressWarnings("ArrayRecordComponent") // made and read in one place, never compared
  record Segment(boolean byClient, int at, int ack, int flags, byte[] data, int pauseMillis) {}

  /** How it goes. */
  enum Kind {
    ESTABLISHED(443),
    SEGMENTS(443),
    ACKNOWLEDGED_SEGMENTS(443),
    ANSWER_IN_PARTS(443),
    REFUSED(443),
    REFUSED_AFTER_CHOICE(443),
    RESET(443),
    CLOSED(443),
    UNANSWERED(443),
    LONE_HELLO(443),
    CLIENT_ALONE(443),
    SERVER_ALONE(443),
    FROM_THE_HELLO(443),
    CHOSEN_OLD(443),
    RECORDS(443),
    SSLV2(443),
    LISTED(443),
    SMTP(587),
    IMAP(143),
    IN_CLEAR(587),
    POP3(110),
    LDAP(389),
    POSTGRESQL(5432),
    FTP(21),
    CONNECT(3128),
    SOCKS5(1080),
    PROXY(443),
    DATA_IN_SYN(443),
    SMTP_REFUSED_FIRST(25),
    SMTP_LONG(587),
    SMTP_BEHIND_CONNECT(3128),
    IMAP_LONG(143),
    POP3_LISTED(110),
    LDAP_BOUND(389),
    POSTGRESQL_GSS(5432),
    MYSQL(3306),
    RDP(3389),
    XMPP(5222),
    NNTP(119),
    SIEVE(4190),
    IRC(6667),
    UPGRADE(631),
    CONNECT_REFUSED_FIRST(3128),
    CONNECT_WITHOUT_NAME(3128),
    SOCKS4(1080),
    SOCKS4A_WITHOUT_NAME(1080),
    SOCKS5_PASSWORD(1080),
    SOCKS5_WITHOUT_NAME(1080),
    PROXY_V2(443);

    /** The server's. */
    final int port;

    Kind(int port) {
      this.port = port;
    }

    /** Returns whether a dialogue comes before TLS. */
    boolean isDialogue() {
      return !Talk.before(this).isEmpty();
    }

    /** Returns whether the other end is a proxy. */
    boolean isBehindProxy() {
      return name().contains("CONNECT") || name().startsWith("SOCKS");
    }

    /** Returns whether only what the proxy is asked for says which service it is. */
    boolean isWithoutName() {
      return name().endsWith("WITHOUT_NAME");
    }
  }

  private final List<Segment> segments = new ArrayList<>();
  private final Random random;
  private int client;
  private int server;
  private int pauseMillis;

  private Story(Random random) {
    this.random = random;
  }

  /** One of that kind, whose client is to be found. */
  static List<Segment> of(Kind kind, Random random) {
    Story story = new Story(random);
    story.tell(kind);
    return story.segments;
  }

  /** A client and a server of TLS 1.2 alone, with a dialogue before or without. */
  static List<Segment> modern(Kind kind, Random random) {
    Story story = new Story(random);
    story.open();
    story.dialogue(kind);
    story.agree(story.hello(kind, NEW), NEW);
    return story.segments;
  }

  private void tell(Kind kind) {
    byte[] hello = hello(kind, OLD);
    if (kind == Kind.ESTABLISHED || kind.isDialogue()) {
      open();
      dialogue(kind);
      agree(hello, OLD);
      return;
    }
    switch (kind) {
      case SEGMENTS -> {
        open();
        say(true, Arrays.copyOf(hello, 40));
        agree(Arrays.copyOfRange(hello, 40, hello.length), OLD);
      }
      case ACKNOWLEDGED_SEGMENTS -> {
        open();
        say(true, Arrays.copyOf(hello, 4));
        bare(false, WirePackets.ACK);
        say(true, Arrays.copyOfRange(hello, 4, 60));
        bare(false, WirePackets.ACK);
        agree(Arrays.copyOfRange(hello, 60, hello.length), OLD);
      }
      case ANSWER_IN_PARTS -> {
        open();
        say(true, hello);
        byte[] choice = choice(OLD);
        say(false, Arrays.copyOf(choice, 7));
        say(false, Arrays.copyOfRange(choice, 7, choice.length));
        finish(OLD);
      }
      case CHOSEN_OLD -> {
        open();
        agree(WireMessages.hello(NEW, random, NAME), OLD);
      }
      case FROM_THE_HELLO -> {
        skipSetUp();
        agree(hello, OLD);
      }
      case SSLV2 -> {
        open();
        byte[] suites = {0, 0, 0x35, 0, 0, 0x2F};
        byte[] body = join(u8(1), u16(OLD), u16(6), u16(0), u16(16), suites, noise(random, 16));
        agree(join(u16(0x8000 | body.length), body), OLD);
      }
      case LISTED -> listed();
      case DATA_IN_SYN -> {
        add(true, WirePackets.SYN, hello);
        client++;
        bare(false, WirePackets.SYN | WirePackets.ACK);
        server++;
        bare(true, WirePackets.ACK);
        say(false, choice(OLD));
        finish(OLD);
      }
      case RECORDS -> records();
      case IN_CLEAR -> inClear();
      default -> unfinished(kind, hello);
    }
  }

  private byte[] hello(Kind kind, int version) {
    return kind.isWithoutName()
        ? WireMessages.hello(version, random)
        : WireMessages.hello(version, random, NAME);
  }

  private void unfinished(Kind kind, byte[] hello) {
    if (kind == Kind.CLIENT_ALONE) {
      bare(true, WirePackets.SYN);
      skipSetUp();
      bare(true, WirePackets.ACK);
      say(true, hello);
      server += 500;
      say(true, WireMessages.finished(OLD));
      bare(true, WirePackets.FIN | WirePackets.ACK);
      return;
    }
    if (kind == Kind.SERVER_ALONE) {
      client++;
      bare(false, WirePackets.SYN | WirePackets.ACK);
      server++;
      client += hello.length;
      bare(false, WirePackets.ACK);
      say(false, choice(OLD));
      say(false, WireMessages.finished(OLD));
      bare(false, WirePackets.FIN | WirePackets.ACK);
      return;
    }
    open();
    say(true, hello);
    switch (kind) {
      case REFUSED -> {
        say(false, record(21, OLD, new byte[] {2, 70}));
        end();
      }
      case REFUSED_AFTER_CHOICE -> {
        say(false, choice(OLD));
        say(true, record(21, OLD, new byte[] {2, 40}));
        end();
      }
      case RESET -> bare(false, WirePackets.RST | WirePackets.ACK);
      case CLOSED -> {
        bare(false, WirePackets.ACK);
        bare(false, WirePackets.FIN | WirePackets.ACK);
        server++;
        bare(true, WirePackets.FIN | WirePackets.ACK);
      }
      case UNANSWERED -> {
        bare(false, WirePackets.ACK);
        pauseMillis = 15_000;
        bare(false, WirePackets.ACK);
        bare(true, WirePackets.FIN | WirePackets.ACK);
      }
      default -> {
        // Nothing follows the hello.
      }
    }
  }

  /** TLS 1.3, of a client that would take TLS 1.0 as well. */
  private void listed() {
    open();
    WireHello hello = WireHello.client(NEW).random(random).suites(0x1301, 0x35).serverName(NAME);
    say(true, hello.versions(0x0304, NEW, 0x0302, OLD).record());
    byte[] sealed = join(record(20, NEW, u8(1)), record(23, NEW, new byte[60]));
    say(false, join(Spoofed.choice13(random), sealed));
    say(true, sealed);
    end();
  }

  /** Application data of TLS 1.0, from the middle of a connection. */
  private void records() {
    client = 5000;
    server = 7000;
    for (int i = 0; i < 4; i++) {
      say(true, record(23, OLD, noise(random, 50)));
      say(false, record(23, OLD, noise(random, 50)));
    }
    end();
  }

  private void inClear() {
    open();
    say(false, text(GREETING));
    say(true, text("EHLO printer\r\n"));
    say(false, text("250-AM1PR01CA0001.outlook.office365.com Hello\r\n250 SIZE 157286400\r\n"));
    say(true, text("MAIL FROM:<a@b.example>\r\n"));
    say(false, text("250 2.1.0 ok\r\n"));
    say(true, text("QUIT\r\n"));
    say(false, text("221 bye\r\n"));
    end();
  }

  private void dialogue(Kind kind) {
    for (WireTalk.Said said : Talk.before(kind)) {
      say(said.byClient(), said.bytes());
    }
  }

  private void agree(byte[] hello, int version) {
    say(true, hello);
    bare(false, WirePackets.ACK);
    say(false, choice(version));
    finish(version);
  }

  private void finish(int version) {
    say(true, WireMessages.finished(version));
    say(false, WireMessages.finished(version));
    end();
  }

  private byte[] choice(int version) {
    byte[] answer = WireMessages.answer(version, random);
    return Arrays.copyOf(answer, answer.length - WireMessages.finished(version).length);
  }

  private void open() {
    bare(true, WirePackets.SYN);
    client++;
    bare(false, WirePackets.SYN | WirePackets.ACK);
    server++;
    bare(true, WirePackets.ACK);
  }

  private void skipSetUp() {
    client++;
    server++;
  }

  private void end() {
    bare(true, WirePackets.FIN | WirePackets.ACK);
    client++;
    bare(false, WirePackets.FIN | WirePackets.ACK);
    server++;
    bare(true, WirePackets.ACK);
  }

  private void say(boolean byClient, byte[] data) {
    add(byClient, Tap.PSH_ACK, data);
  }

  private void bare(boolean byClient, int flags) {
    add(byClient, flags, Tap.NONE);
  }

  private void add(boolean byClient, int flags, byte[] data) {
    int at = byClient ? client : server;
    segments.add(new Segment(byClient, at, byClient ? server : client, flags, data, pauseMillis));
    pauseMillis = 0;
    client += byClient ? data.length : 0;
    server += byClient ? 0 : data.length;
  }
}
