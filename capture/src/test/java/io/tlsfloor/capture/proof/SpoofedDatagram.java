package io.tlsfloor.capture.proof;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.noise;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireBytes.u8;
import static io.tlsfloor.testing.WireTls.extension;
import static io.tlsfloor.testing.WireTls.fragment;
import static io.tlsfloor.testing.WireTls.message;

import io.tlsfloor.testing.WireHello;
import io.tlsfloor.testing.WireQuic;
import io.tlsfloor.testing.WireTls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One datagram of somebody else in a connection by DTLS, or in the beginning of one by QUIC.
 *
 * @param place before which datagram of the connection
 * @param byClient in whose name
 * @param seed of the connection and of what is drawn for the datagram
 */
record SpoofedDatagram(
    Kind kind,
    int place,
    boolean byClient,
    Data data,
    Shape shape,
    Carriage carriage,
    int pauseMillis,
    long seed) {
  private static final byte[] RELAY = {0x34, 0x70, 0x0A, 0x0A};
  private static final int DTLS_1_0 = 0xFEFF;
  private static final int DTLS_1_2 = 0xFEFD;

  /** How the connection goes. */
  enum Kind {
    ESTABLISHED,
    WITH_COOKIE,
    REFUSED,
    LONE_HELLO,
    AGAIN,
    IN_PIECES,
    CHOSEN_OLD,
    CLIENT_ALONE,
    SERVER_ALONE,
    HELLO_BY_RELAY,
    QUIC,
    QUIC_IN_PIECES;

    boolean isQuic() {
      return this == QUIC || this == QUIC_IN_PIECES;
    }
  }

  /** Holds what the other datagram carries. */
  enum Data {
    NOTHING,
    BYTE,
    NOISE,
    NEWER_HELLO,
    NEWER_HELLO_WITH_COOKIE,
    HELLO_13,
    OLDER_HELLO,
    PIECE,
    FIRST_PIECE,
    EMPTY_HELLO,
    HELLO_OF_HIGH_NUMBER,
    VERIFY_REQUEST,
    CHOICE_12,
    CHOICE_10,
    CHOICE_13,
    HELLO_DONE,
    FATAL_ALERT,
    CLOSE_NOTIFY,
    CHANGE_CIPHER_SPEC,
    SEALED_12,
    OTHER_EPOCH,
    CONNECTION_ID,
    SHORT_HEADER_13,
    STUN_REQUEST,
    STUN_ANSWER,
    CHANNEL_DATA,
    RTP,
    DNS_QUESTION,
    QUIC_LOOKING,
    QUIC_HELLO,
    QUIC_SHORT,
    QUIC_VERSIONS,
    QUIC_RETRY,
    CUT,
    CHANGED,
    CHANGED_AT_ITS_BEGINNING,
    COPY
  }

  private record Said(boolean byClient, byte[] bytes) {}

  /** Draws one. */
  static SpoofedDatagram draw(Random random) {
    Kind kind = Spoofed.one(Kind.values(), random);
    return new SpoofedDatagram(
        kind,
        random.nextInt(story(kind, new Random(1)).size() + 1),
        random.nextBoolean(),
        Spoofed.one(Data.values(), random),
        random.nextBoolean() ? Shape.PLAIN : Spoofed.one(Shape.values(), random),
        Carriage.draw(random),
        random.nextInt(12) == 0 ? 300 : 0,
        random.nextLong());
  }

  /** Writes the connection of a client, with the datagram in it. */
  void write(Tap tap, byte[] client) {
    List<Said> story = story(kind, new Random(seed));
    Random random = new Random(~seed);
    int port = 40_000 + random.nextInt(20_000);
    byte[] server = carriage.address(kind.isQuic() ? Tap.SERVICE : RELAY);
    Forged.Ends ends =
        new Forged.Ends(carriage.address(client), port, server, kind.isQuic() ? 443 : 3478);
    tap.dress(carriage::carry);
    for (int i = 0; i <= story.size(); i++) {
      if (i == place) {
        byte[] next =
            story.subList(i, story.size()).stream()
                .filter(each -> each.byClient() == byClient)
                .map(Said::bytes)
                .findFirst()
                .orElse(Tap.NONE);
        byte[] id = kind.isQuic() ? Arrays.copyOfRange(story.get(0).bytes(), 6, 14) : new byte[8];
        tap.pause(pauseMillis);
        Forged.udp(bytes(next, id, random)).send(tap, ends, byClient ? 0 : 1, shape);
        tap.pause(pauseMillis);
      }
      if (i < story.size()) {
        int by = story.get(i).byClient() ? 0 : 1;
        Forged.udp(story.get(i).bytes()).send(tap, ends, by, Shape.PLAIN);
        tap.pause(kind == Kind.AGAIN ? 1000 : 0);
      }
    }
  }

  private static List<Said> story(Kind kind, Random random) {
    List<Said> said = new ArrayList<>();
    long seed = random.nextLong();
    byte[] hello = hello(DTLS_1_0, new Random(seed), 0, Tap.NONE);
    byte[] choice = choice(DTLS_1_0, random, 0);
    byte[] over = sealed(DTLS_1_0);
    switch (kind) {
      case ESTABLISHED, HELLO_BY_RELAY -> {
        boolean byClient = kind == Kind.ESTABLISHED;
        said.add(new Said(byClient, hello));
        said.add(new Said(!byClient, choice));
        said.add(new Said(byClient, over));
        said.add(new Said(!byClient, over));
      }
      case WITH_COOKIE -> {
        said.add(new Said(true, hello));
        said.add(new Said(false, verify(7)));
        said.add(new Said(true, hello(DTLS_1_0, new Random(seed), 1, new byte[] {1, 2, 3, 7})));
        said.add(new Said(false, choice(DTLS_1_0, random, 1)));
        said.add(new Said(true, over));
        said.add(new Said(false, over));
      }
      case REFUSED -> {
        said.add(new Said(true, hello));
        said.add(new Said(false, record(21, DTLS_1_0, 0, new byte[] {2, 70})));
      }
      case LONE_HELLO -> said.add(new Said(true, hello));
      case AGAIN -> {
        said.add(new Said(true, hello));
        said.add(new Said(true, hello));
        said.add(new Said(true, hello));
      }
      case IN_PIECES -> {
        byte[] body = body(DTLS_1_0, random, Tap.NONE);
        said.add(new Said(true, piece(body, 0, 30)));
        said.add(new Said(true, piece(body, 30, body.length)));
        said.add(new Said(false, choice));
        said.add(new Said(true, over));
        said.add(new Said(false, over));
      }
      case CHOSEN_OLD -> {
        said.add(new Said(true, hello(DTLS_1_2, random, 0, Tap.NONE)));
        said.add(new Said(false, choice));
        said.add(new Said(true, over));
        said.add(new Said(false, over));
      }
      case CLIENT_ALONE -> {
        said.add(new Said(true, hello));
        said.add(new Said(true, over));
      }
      case SERVER_ALONE -> {
        said.add(new Said(false, choice));
        said.add(new Said(false, over));
      }
      case QUIC, QUIC_IN_PIECES -> {
        byte[] id = noise(random, 8);
        byte[] message = quicHello(random);
        int first = kind == Kind.QUIC ? message.length : 60;
        said.add(new Said(true, initial(id, 0, message, 0, first)));
        if (first < message.length) {
          said.add(new Said(true, initial(id, 1, message, first, message.length)));
        }
      }
    }
    return said;
  }

  private byte[] bytes(byte[] next, byte[] id, Random random) {
    return switch (data) {
      case NOTHING -> Tap.NONE;
      case BYTE -> u8(22);
      case NOISE -> noise(random, 80);
      case NEWER_HELLO -> hello(DTLS_1_2, random, 0, Tap.NONE);
      case NEWER_HELLO_WITH_COOKIE -> hello(DTLS_1_2, random, 1, new byte[] {9, 9});
      case HELLO_13 -> hello13(random);
      case OLDER_HELLO -> hello(0x0100, random, 0, Tap.NONE);
      case PIECE -> record(22, DTLS_1_2, 0, fragment(1, 900, 0, 500, new byte[60]));
      case FIRST_PIECE -> piece(body(DTLS_1_2, random, Tap.NONE), 0, 20);
      case EMPTY_HELLO -> record(22, DTLS_1_0, 0, fragment(1, 0, 0, 0, Tap.NONE));
      case HELLO_OF_HIGH_NUMBER -> hello(DTLS_1_2, random, 60_000, Tap.NONE);
      case VERIFY_REQUEST -> verify(9);
      case CHOICE_12 -> choice(DTLS_1_2, random, random.nextInt(2));
      case CHOICE_10 -> choice(DTLS_1_0, random, random.nextInt(2));
      case CHOICE_13 -> choice(DTLS_1_2, random, 0, extension(43, u16(0xFEFC)));
      case HELLO_DONE -> record(22, DTLS_1_0, 0, fragment(14, 0, 1, 0, Tap.NONE));
      case FATAL_ALERT -> record(21, DTLS_1_2, 0, new byte[] {2, 40});
      case CLOSE_NOTIFY -> record(21, DTLS_1_2, 0, new byte[] {1, 0});
      case CHANGE_CIPHER_SPEC -> record(20, DTLS_1_2, 0, u8(1));
      case SEALED_12 -> sealed(DTLS_1_2);
      case OTHER_EPOCH -> record(22, DTLS_1_2, 3, new byte[48]);
      case CONNECTION_ID -> record(25, DTLS_1_2, 1, new byte[40]);
      case SHORT_HEADER_13 -> join(u8(0x2F), noise(random, 40));
      case STUN_REQUEST -> stun(1);
      case STUN_ANSWER -> stun(0x101);
      case CHANNEL_DATA -> join(u16(0x4001), u16(20), new byte[20]);
      case RTP -> join(u8(0x80), new byte[50]);
      case DNS_QUESTION -> join(u16(7), u16(0x0100), u16(1), new byte[6], u16(0x161), new byte[5]);
      case QUIC_LOOKING -> join(longHeader(0xC3, id), u8(0), u16(0x4480), new byte[1152]);
      case QUIC_HELLO -> initial(id, 0, quicHello(random), 0, 60);
      case QUIC_SHORT -> join(u8(0x40), new byte[40]);
      case QUIC_VERSIONS ->
          join(u8(0x80), new byte[4], u8(8), id, u8(8), id, new byte[] {0, 0, 0, 1});
      case QUIC_RETRY -> join(longHeader(0xF0, id), new byte[30]);
      case CUT -> Arrays.copyOf(next, random.nextInt(next.length + 1));
      case CHANGED -> changed(next, next.length, random);
      case CHANGED_AT_ITS_BEGINNING -> changed(next, Math.min(27, next.length), random);
      case COPY -> next;
    };
  }

  private static byte[] changed(byte[] bytes, int within, Random random) {
    byte[] changed = bytes.clone();
    if (within > 0) {
      changed[random.nextInt(within)] ^= (byte) (1 + random.nextInt(255));
    }
    return changed;
  }

  private static byte[] record(int type, int version, int epoch, byte[] fragment) {
    return WireTls.dtlsRecord(type, version, epoch, 0, fragment);
  }

  private static WireHello client(int version, Random random, byte[] cookie) {
    return WireHello.client(version).random(random).cookie(cookie).suites(0xC014, 0x2F);
  }

  private static byte[] body(int version, Random random, byte[] cookie) {
    return client(version, random, cookie).body();
  }

  private static byte[] hello(int version, Random random, int number, byte[] cookie) {
    byte[] body = body(version, random, cookie);
    return record(22, DTLS_1_0, 0, fragment(1, body.length, number, 0, body));
  }

  private static byte[] hello13(Random random) {
    byte[] body = client(DTLS_1_2, random, Tap.NONE).versions(0xFEFC, DTLS_1_2).body();
    return record(22, DTLS_1_2, 0, fragment(1, body.length, 0, 0, body));
  }

  private static byte[] piece(byte[] body, int from, int to) {
    byte[] part = Arrays.copyOfRange(body, from, to);
    return record(22, DTLS_1_0, 0, fragment(1, body.length, 0, from, part));
  }

  private static byte[] choice(int version, Random random, int number, byte[]... extensions) {
    WireHello choice = WireHello.server(version).random(random);
    byte[] body = (extensions.length == 0 ? choice : choice.extensions(extensions)).body();
    return record(22, version, 0, fragment(2, body.length, number, 0, body));
  }

  private static byte[] verify(int cookie) {
    byte[] body = join(u16(DTLS_1_0), u8(4), new byte[] {1, 2, 3, (byte) cookie});
    return record(22, DTLS_1_0, 0, fragment(3, body.length, 0, 0, body));
  }

  private static byte[] sealed(int version) {
    return join(record(20, version, 0, u8(1)), record(22, version, 1, new byte[48]));
  }

  private static byte[] stun(int type) {
    return join(u16(type), u16(0), new byte[] {0x21, 0x12, (byte) 0xA4, 0x42}, new byte[12]);
  }

  private static byte[] longHeader(int first, byte[] id) {
    return join(u8(first), new byte[] {0, 0, 0, 1}, u8(8), id, u8(0));
  }

  /** TLS 1.3, of a client that would take TLS 1.0 as well. */
  private static byte[] quicHello(Random random) {
    return WireHello.client(0x0303)
        .random(random)
        .suites(0x1301)
        .serverName(Story.NAME)
        .versions(0x0304, 0x0303, 0x0302, 0x0301)
        .message();
  }

  private static byte[] initial(byte[] id, int number, byte[] message, int from, int to) {
    byte[] frame = WireQuic.crypto(message, from, to - from);
    return WireQuic.ofClient().initial(id, number, Arrays.copyOf(frame, 1150));
  }
}
