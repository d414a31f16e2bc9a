package io.tlsfloor.bench.hostile;

import static io.tlsfloor.bench.hostile.Messages.cat;
import static io.tlsfloor.bench.hostile.Messages.extension;
import static io.tlsfloor.bench.hostile.Messages.handshake;
import static io.tlsfloor.bench.hostile.Messages.noise;
import static io.tlsfloor.bench.hostile.Messages.record;
import static io.tlsfloor.bench.hostile.Messages.text;
import static io.tlsfloor.bench.hostile.Messages.u16;
import static io.tlsfloor.bench.hostile.Messages.u8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** What a client and its server say over TCP, a segment after the other. */
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
    DATA_IN_SYN(443);

    /** The server's. */
    final int port;

    Kind(int port) {
      this.port = port;
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
    story.agree(Messages.hello(NEW, random, NAME), NEW);
    return story.segments;
  }

  private void tell(Kind kind) {
    byte[] hello = Messages.hello(OLD, random, NAME);
    switch (kind) {
      case ESTABLISHED, SMTP, IMAP, POP3, LDAP, POSTGRESQL, FTP, CONNECT, SOCKS5, PROXY -> {
        open();
        dialogue(kind);
        agree(hello, OLD);
      }
      case SEGMENTS -> {
        open();
        say(true, Arrays.copyOf(hello, 40));
        agree(Arrays.copyOfRange(hello, 40, hello.length), OLD);
      }
      case ACKNOWLEDGED_SEGMENTS -> {
        open();
        say(true, Arrays.copyOf(hello, 4));
        bare(false, Wire.ACK);
        say(true, Arrays.copyOfRange(hello, 4, 60));
        bare(false, Wire.ACK);
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
        agree(Messages.hello(NEW, random, NAME), OLD);
      }
      case FROM_THE_HELLO -> {
        skipSetUp();
        agree(hello, OLD);
      }
      case SSLV2 -> {
        open();
        byte[] suites = {0, 0, 0x35, 0, 0, 0x2F};
        byte[] body = cat(u8(1), u16(OLD), u16(6), u16(0), u16(16), suites, noise(random, 16));
        agree(cat(u16(0x8000 | body.length), body), OLD);
      }
      case LISTED -> listed();
      case DATA_IN_SYN -> {
        add(true, Wire.SYN, hello);
        client++;
        bare(false, Wire.SYN | Wire.ACK);
        server++;
        bare(true, Wire.ACK);
        say(false, choice(OLD));
        finish(OLD);
      }
      case RECORDS -> records();
      case IN_CLEAR -> inClear();
      default -> unfinished(kind, hello);
    }
  }

  private void unfinished(Kind kind, byte[] hello) {
    if (kind == Kind.CLIENT_ALONE) {
      bare(true, Wire.SYN);
      skipSetUp();
      bare(true, Wire.ACK);
      say(true, hello);
      server += 500;
      say(true, Messages.finished(OLD));
      bare(true, Wire.FIN | Wire.ACK);
      return;
    }
    if (kind == Kind.SERVER_ALONE) {
      client++;
      bare(false, Wire.SYN | Wire.ACK);
      server++;
      client += hello.length;
      bare(false, Wire.ACK);
      say(false, choice(OLD));
      say(false, Messages.finished(OLD));
      bare(false, Wire.FIN | Wire.ACK);
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
      case RESET -> bare(false, Wire.RST | Wire.ACK);
      case CLOSED -> {
        bare(false, Wire.ACK);
        bare(false, Wire.FIN | Wire.ACK);
        server++;
        bare(true, Wire.FIN | Wire.ACK);
      }
      case UNANSWERED -> {
        bare(false, Wire.ACK);
        pauseMillis = 15_000;
        bare(false, Wire.ACK);
        bare(true, Wire.FIN | Wire.ACK);
      }
      default -> {
        // Nothing follows the hello.
      }
    }
  }

  /** TLS 1.3, of a client that would take TLS 1.0 as well. */
  private void listed() {
    open();
    byte[] versions = cat(u8(8), u16(0x0304), u16(NEW), u16(0x0302), u16(OLD));
    byte[] body =
        Messages.helloBody(
            NEW,
            random,
            cat(u16(0x1301), u16(0x35)),
            Messages.serverName(NAME),
            extension(43, versions));
    say(true, record(Messages.HANDSHAKE, OLD, handshake(Messages.CLIENT_HELLO, body)));
    byte[] sealed = cat(record(20, NEW, u8(1)), record(23, NEW, new byte[60]));
    say(false, cat(Spoofed.choice13(random), sealed));
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
    switch (kind) {
      case SMTP -> {
        say(false, text(GREETING));
        say(true, text("EHLO printer\r\n"));
        say(false, text("250-AM1PR01CA0001.outlook.office365.com Hello\r\n250 STARTTLS\r\n"));
        say(true, text("STARTTLS\r\n"));
        say(false, text("220 2.0.0 SMTP server ready\r\n"));
      }
      case IMAP -> {
        say(false, text("* OK The Microsoft Exchange IMAP4 service is ready.\r\n"));
        say(true, text("a1 CAPABILITY\r\n"));
        say(false, text("* CAPABILITY IMAP4 IMAP4rev1 STARTTLS\r\na1 OK done\r\n"));
        say(true, text("a2 STARTTLS\r\n"));
        say(false, text("a2 OK Begin TLS\r\n"));
      }
      case POP3 -> {
        say(false, text("+OK The Microsoft Exchange POP3 service is ready.\r\n"));
        say(true, text("STLS\r\n"));
        say(false, text("+OK Begin TLS negotiation.\r\n"));
      }
      case LDAP -> {
        say(true, hex("301d02010177188016312e332e362e312e342e312e313436362e3230303337"));
        say(false, hex("300c02010178070a010004000400"));
      }
      case POSTGRESQL -> {
        say(true, hex("0000000804d2162f"));
        say(false, text("S"));
      }
      case FTP -> {
        say(false, text("220 FTP ready\r\n"));
        say(true, text("AUTH TLS\r\n"));
        say(false, text("234 ok\r\n"));
      }
      case SOCKS5 -> {
        say(true, hex("050100"));
        say(false, hex("0500"));
        say(true, cat(hex("05010003"), u8(NAME.length()), text(NAME), u16(443)));
        say(false, hex("05000001000000000000"));
      }
      case PROXY -> say(true, text("PROXY TCP4 10.1.1.1 52.96.10.10 4000 443\r\n"));
      case CONNECT -> {
        say(true, text("CONNECT " + NAME + ":443 HTTP/1.1\r\nHost: " + NAME + "\r\n\r\n"));
        say(false, text("HTTP/1.1 200 Connection established\r\n\r\n"));
      }
      default -> {
        // TLS begins at once.
      }
    }
  }

  private void agree(byte[] hello, int version) {
    say(true, hello);
    bare(false, Wire.ACK);
    say(false, choice(version));
    finish(version);
  }

  private void finish(int version) {
    say(true, Messages.finished(version));
    say(false, Messages.finished(version));
    end();
  }

  private byte[] choice(int version) {
    byte[] answer = Messages.answer(version, random);
    return Arrays.copyOf(answer, answer.length - Messages.finished(version).length);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private void open() {
    bare(true, Wire.SYN);
    client++;
    bare(false, Wire.SYN | Wire.ACK);
    server++;
    bare(true, Wire.ACK);
  }

  private void skipSetUp() {
    client++;
    server++;
  }

  private void end() {
    bare(true, Wire.FIN | Wire.ACK);
    client++;
    bare(false, Wire.FIN | Wire.ACK);
    server++;
    bare(true, Wire.ACK);
  }

  private void say(boolean byClient, byte[] data) {
    add(byClient, Wire.PSH_ACK, data);
  }

  private void bare(boolean byClient, int flags) {
    add(byClient, flags, Wire.NONE);
  }

  private void add(boolean byClient, int flags, byte[] data) {
    int at = byClient ? client : server;
    segments.add(new Segment(byClient, at, byClient ? server : client, flags, data, pauseMillis));
    pauseMillis = 0;
    client += byClient ? data.length : 0;
    server += byClient ? 0 : data.length;
  }
}
