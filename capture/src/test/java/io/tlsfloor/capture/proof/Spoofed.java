package io.tlsfloor.capture.proof;

import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.noise;
import static io.tlsfloor.testing.WireBytes.text;
import static io.tlsfloor.testing.WireBytes.u8;
import static io.tlsfloor.testing.WireTls.record;

import io.tlsfloor.testing.WireHello;
import io.tlsfloor.testing.WireMessages;
import io.tlsfloor.testing.WirePackets;
import io.tlsfloor.testing.WireTls;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One packet of somebody else in a connection over TCP.
 *
 * @param place before which segment of the connection
 * @param byClient in whose name
 * @param at its sequence number, after the next one of that end
 * @param ack its acknowledgment number, likewise
 * @param pauseMillis before and after it
 * @param seed of the connection and of what is drawn for the packet
 */
record Spoofed(
    Story.Kind kind,
    int place,
    boolean byClient,
    int flags,
    Where at,
    Where ack,
    Carried data,
    Shape shape,
    Carriage carriage,
    int pauseMillis,
    long seed) {
  private static final int FAR = 0x40000000;
  private static final int NEW = 0x0303;
  private static final int OLD = 0x0301;

  static final List<Integer> FLAGS =
      List.of(0, 1, 2, 3, 4, 5, 6, 8, 16, 17, 18, 20, 23, 24, 25, 26, 28, 48, 58, 63, 0xC2);

  /** A number, by what is next; {@code INITIAL} and {@code ZERO} are numbers themselves. */
  enum Where {
    NEXT(0),
    ONE_BEFORE(-1),
    ONE_AFTER(1),
    BEFORE(-40),
    INSIDE(9),
    AHEAD(60),
    FURTHER_AHEAD(500),
    IN_WINDOW(30_000),
    BEYOND(70_000),
    FAR_AHEAD(FAR),
    FAR_BEFORE(-FAR),
    INITIAL(0),
    ZERO(0);

    private final int distance;

    Where(int distance) {
      this.distance = distance;
    }

    int of(int next, int initial) {
      return this == ZERO ? 0 : this == INITIAL ? initial : next + distance;
    }
  }

  /** Holds what it carries. */
  interface Carried {
    /** The bytes, where {@code next} is what that end says next. */
    byte[] bytes(byte[] next, Random random);
  }

  /** Holds what may stand in any connection. */
  enum Data implements Carried {
    NOTHING,
    BYTE_OF_DATA,
    BYTE_OF_HANDSHAKE,
    NOISE,
    ZEROS,
    NEWER_HELLO,
    NEWER_HELLO_ELSEWHERE,
    HELLO_13,
    HALF_HELLO,
    MALFORMED_HELLO,
    OLDER_HELLO,
    OLD_HELLO,
    SSLV2_HELLO,
    RELAY_CONSTANT,
    CHOICE_12,
    CHOICE_10,
    CHOICE_13,
    RETRY,
    CHANGE_CIPHER_SPEC,
    FATAL_ALERT,
    CLOSE_NOTIFY,
    DATA_OLD,
    DATA_NEW,
    HTTP_REQUEST,
    HTTP_ANSWER,
    SSH,
    EHLO,
    STARTTLS,
    QUIT,
    SMTP_REPLY,
    CUT,
    PROLONGED,
    CHANGED,
    CHANGED_AT_ITS_BEGINNING,
    COPY;

    @Override
    public byte[] bytes(byte[] next, Random random) {
      return switch (this) {
        case NOTHING -> Tap.NONE;
        case BYTE_OF_DATA -> u8(23);
        case BYTE_OF_HANDSHAKE -> u8(22);
        case NOISE -> noise(random, 100);
        case ZEROS -> new byte[1400];
        case NEWER_HELLO -> WireMessages.hello(NEW, random, Story.NAME);
        case NEWER_HELLO_ELSEWHERE -> WireMessages.hello(NEW, random, "a.example");
        case HELLO_13 -> hello13(random);
        case HALF_HELLO -> Arrays.copyOf(WireMessages.hello(NEW, random, "a.example"), 60);
        case MALFORMED_HELLO -> changed(WireMessages.hello(NEW, random, "a.example"), 45, 3);
        case OLDER_HELLO -> WireMessages.hello(0x0300, random, "a.example");
        case OLD_HELLO -> WireMessages.hello(OLD, random, Story.NAME);
        case SSLV2_HELLO -> hex("801c01030300030000001000003500112233445566778899aabbccddeeff");
        case RELAY_CONSTANT ->
            hex(
                "160301002d010000290301c1fcd5a36d93dd7e0b45673fec7985fbbc3fd660c2ce8485081b8121bcaa"
                    + "10fb00000200180100");
        case CHOICE_12 -> WireMessages.answer(NEW, random);
        case CHOICE_10 -> WireMessages.answer(OLD, random);
        case CHOICE_13 -> join(choice13(random), record(23, NEW, new byte[60]));
        case RETRY -> WireTls.helloRetryRequest();
        case CHANGE_CIPHER_SPEC -> record(20, NEW, u8(1));
        case FATAL_ALERT -> record(21, NEW, new byte[] {2, 40});
        case CLOSE_NOTIFY -> record(21, NEW, new byte[] {1, 0});
        case DATA_OLD -> join(record(23, OLD, noise(random, 90)), record(23, OLD, new byte[9]));
        case DATA_NEW -> join(record(23, NEW, noise(random, 90)), record(23, NEW, new byte[9]));
        case HTTP_REQUEST -> text("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        case HTTP_ANSWER -> text("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        case SSH -> text("SSH-2.0-OpenSSH_9.9\r\n");
        case EHLO -> text("EHLO a\r\n");
        case STARTTLS -> text("STARTTLS\r\n");
        case QUIT -> text("QUIT\r\n");
        case SMTP_REPLY -> text("220 a.example ESMTP\r\n");
        case CUT -> Arrays.copyOf(next, random.nextInt(next.length + 1));
        case PROLONGED -> join(next, noise(random, 30));
        case CHANGED ->
            next.length == 0 ? next : changed(next, random.nextInt(next.length), 1 << 5);
        case CHANGED_AT_ITS_BEGINNING ->
            next.length == 0 ? next : changed(next, random.nextInt(Math.min(16, next.length)), 3);
        case COPY -> next;
      };
    }
  }

  private static byte[] changed(byte[] bytes, int at, int bits) {
    byte[] changed = bytes.clone();
    changed[at] ^= (byte) bits;
    return changed;
  }

  private static byte[] hello13(Random random) {
    return WireHello.client(NEW)
        .random(random)
        .suites(0x1301)
        .serverName(Story.NAME)
        .versions(0x0304, NEW)
        .record();
  }

  static byte[] choice13(Random random) {
    return WireHello.server(NEW).random(random).suites(0x1301).versions(0x0304).record();
  }

  /** Draws one. */
  static Spoofed draw(Random random) {
    Story.Kind kind = one(Story.Kind.values(), random);
    int segments = Story.of(kind, new Random(1)).size();
    return new Spoofed(
        kind,
        random.nextInt(segments + 1),
        random.nextBoolean(),
        FLAGS.get(random.nextInt(FLAGS.size())),
        random.nextInt(3) == 0 ? Where.NEXT : one(Where.values(), random),
        random.nextBoolean() ? Where.NEXT : one(Where.values(), random),
        carried(kind, random),
        random.nextBoolean() ? Shape.PLAIN : one(Shape.values(), random),
        Carriage.draw(random),
        random.nextInt(12) == 0 ? 1 + 299 * random.nextInt(2) : 0,
        random.nextLong());
  }

  /** Draws one in a connection of TLS 1.2. */
  static Spoofed drawModern(Random random) {
    Spoofed drawn = draw(random);
    Story.Kind kind = drawn.kind.isDialogue() ? drawn.kind : Story.Kind.ESTABLISHED;
    int segments = Story.modern(kind, new Random(1)).size();
    return new Spoofed(
        kind,
        random.nextInt(segments + 1),
        drawn.byClient,
        drawn.flags,
        drawn.at,
        drawn.ack,
        drawn.data,
        drawn.shape,
        drawn.carriage,
        drawn.pauseMillis,
        drawn.seed);
  }

  private static Carried carried(Story.Kind kind, Random random) {
    return kind.isDialogue() && random.nextBoolean()
        ? one(Word.values(), random)
        : one(Data.values(), random);
  }

  static <T> T one(T[] values, Random random) {
    return values[random.nextInt(values.length)];
  }

  /** Writes the connection of a client, with the packet in it. */
  void write(Tap tap, byte[] client) {
    write(tap, client, Story.of(kind, new Random(seed)));
  }

  void write(Tap tap, byte[] client, List<Story.Segment> segments) {
    Random random = new Random(~seed);
    byte[] server = kind.isBehindProxy() ? new byte[] {10, 9, 9, 9} : Tap.SERVICE;
    tap.dress(carriage::carry);
    int[] ports = {40_000 + random.nextInt(20_000), kind.port};
    int[] initial = {random.nextInt(), random.nextInt()};
    int[] next = initial.clone();
    for (int i = 0; i <= segments.size(); i++) {
      if (i == place) {
        int by = byClient ? 0 : 1;
        byte[] bytes = data.bytes(next(segments.subList(i, segments.size())), random);
        tap.pause(pauseMillis);
        int number = at.of(next[by], initial[by]);
        int acknowledged = ack.of(next[1 - by], initial[1 - by]);
        Forged.tcp(flags, number, acknowledged, bytes)
            .send(tap, ends(client, server, ports), by, shape);
        tap.pause(pauseMillis);
      }
      if (i < segments.size()) {
        Story.Segment each = segments.get(i);
        int by = each.byClient() ? 0 : 1;
        int number = initial[by] + each.at();
        int acknowledged = (each.flags() & WirePackets.ACK) == 0 ? 0 : initial[1 - by] + each.ack();
        tap.pause(each.pauseMillis());
        Forged.tcp(each.flags(), number, acknowledged, each.data())
            .send(tap, ends(client, server, ports), by, Shape.PLAIN);
        next[by] = number + each.data().length + ((each.flags() & 3) != 0 ? 1 : 0);
      }
    }
  }

  private Forged.Ends ends(byte[] client, byte[] server, int[] ports) {
    return new Forged.Ends(carriage.address(client), ports[0], carriage.address(server), ports[1]);
  }

  private byte[] next(List<Story.Segment> left) {
    return left.stream()
        .filter(each -> each.byClient() == byClient && each.data().length > 0)
        .map(Story.Segment::data)
        .findFirst()
        .orElse(Tap.NONE);
  }
}
