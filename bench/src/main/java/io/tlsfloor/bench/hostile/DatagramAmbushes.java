package io.tlsfloor.bench.hostile;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireBytes.u24;
import static io.tlsfloor.testing.WireBytes.u8;
import static io.tlsfloor.testing.WireMessages.dtlsHelloBody;
import static io.tlsfloor.testing.WireTls.dtlsRecord;
import static io.tlsfloor.testing.WireTls.extension;
import static io.tlsfloor.testing.WireTls.fragment;
import static io.tlsfloor.testing.WireTls.message;

import io.tlsfloor.testing.WireMessages;
import io.tlsfloor.testing.WireQuic;
import io.tlsfloor.testing.WireTls;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** Datagrams of someone else around the hello of a client that speaks DTLS 1.0 to media relays. */
final class DatagramAmbushes {
  private static final byte[] RELAY = {0x34, 0x70, 0x0A, 0x0A};
  private static final int RELAY_PORT = 3478;
  private static final int DTLS_1_0 = 0xFEFF;
  private static final int DTLS_1_2 = 0xFEFD;
  private static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8};

  private DatagramAmbushes() {}

  static List<Attack> all() {
    return List.of(
        around("dtls-alone", Wire.NONE, Wire.NONE),
        around("quic-looking-before-dtls", quicLooking(), quicLooking()),
        around("quic-short-before-dtls", join(u8(0x40), new byte[40]), Wire.NONE),
        around("quic-hello-before-dtls", quicHello(), Wire.NONE),
        around("quic-other-version-before-dtls", otherVersion(), Wire.NONE),
        around("stun-before-dtls", stun(), stun()),
        around("newer-hello-before-dtls", hello(DTLS_1_2, new Random(3)), Wire.NONE),
        around("dtls-data-before", dtlsRecord(23, DTLS_1_2, 0, 0, new byte[50]), Wire.NONE),
        around("dtls-piece-before", piece(), Wire.NONE),
        around("dtls-alert-before", Wire.NONE, dtlsRecord(21, DTLS_1_2, 0, 0, new byte[] {2, 40})),
        around("verify-request-before", Wire.NONE, verify(9)),
        around("dtls-choice-before", Wire.NONE, choice(DTLS_1_2)),
        Attack.against(DatagramAmbushes::cookies, "dtls-cookie-again-and-again"));
  }

  /** Returns what is sent in the client's and the server's name before the hello. */
  private static Attack around(String name, byte[] byClient, byte[] byServer) {
    Ambush ambush =
        new Dtls() {
          @Override
          public Said before(Wire wire, byte[] client, int port) throws IOException {
            if (byClient.length > 0) {
              wire.udp(client, port, RELAY, RELAY_PORT, byClient);
            }
            if (byServer.length > 0) {
              wire.udp(RELAY, RELAY_PORT, client, port, byServer);
            }
            return NOTHING;
          }
        };
    return Attack.against(() -> ambush, name);
  }

  /** Says hello again for each of many cookies (RFC 6347 §4.2.1). */
  private static Ambush cookies() {
    return new Dtls() {
      @Override
      public Said hello(Wire wire, byte[] client, int port, Said before, byte[] hello)
          throws IOException {
        for (int i = 0; i < 100; i++) {
          super.hello(wire, client, port, before, hello);
          wire.udp(RELAY, RELAY_PORT, client, port, verify(i));
        }
        return super.hello(wire, client, port, before, hello);
      }
    };
  }

  /** The planted client, over UDP. */
  private abstract static class Dtls implements Ambush {
    @Override
    public void open(Wire wire, byte[] client, int port) {
      // There is no handshake below.
    }

    @Override
    public Said hello(Wire wire, byte[] client, int port, Said before, byte[] hello)
        throws IOException {
      byte[] said = DatagramAmbushes.hello(DTLS_1_0, new Random(client[3]));
      wire.udp(client, port, RELAY, RELAY_PORT, said);
      return NOTHING;
    }

    @Override
    public void answer(Wire wire, byte[] client, int port, Said said, Random random)
        throws IOException {
      wire.udp(RELAY, RELAY_PORT, client, port, choice(DTLS_1_0));
      byte[] over = join(dtlsRecord(20, DTLS_1_0, 0, 0, u8(1)), sealed());
      wire.udp(client, port, RELAY, RELAY_PORT, over);
      wire.udp(RELAY, RELAY_PORT, client, port, over);
    }
  }

  private static byte[] sealed() {
    byte[] record = dtlsRecord(22, DTLS_1_0, 0, 0, new byte[48]);
    record[4] = 1; // epoch
    return record;
  }

  private static byte[] hello(int version, Random random) {
    byte[] body = dtlsHelloBody(version, random);
    return dtlsRecord(22, version, 0, 0, fragment(1, body.length, 0, 0, body));
  }

  private static byte[] choice(int version) {
    byte[] body = join(u16(version), new byte[32], u8(0), u16(0x2F), u8(0));
    return dtlsRecord(22, version, 0, 0, fragment(2, body.length, 0, 0, body));
  }

  private static byte[] verify(int cookie) {
    byte[] body = join(u16(DTLS_1_0), u8(4), new byte[] {1, 2, 3, (byte) cookie});
    return dtlsRecord(22, DTLS_1_0, 0, 0, fragment(3, body.length, 0, 0, body));
  }

  /** A piece of a first message of another length. */
  private static byte[] piece() {
    return dtlsRecord(22, DTLS_1_2, 0, 0, fragment(1, 900, 0, 500, new byte[60]));
  }

  private static byte[] stun() {
    return join(u16(1), u16(0), new byte[] {0x21, 0x12, (byte) 0xA4, 0x42}, new byte[12]);
  }

  private static byte[] quicLooking() {
    byte[] packet = new byte[1200];
    System.arraycopy(
        join(new byte[] {(byte) 0xC3, 0, 0, 0, 1, 8}, ID, u8(0), u8(0)), 0, packet, 0, 16);
    packet[16] = 0x44;
    packet[17] = (byte) 0x80;
    return packet;
  }

  private static byte[] otherVersion() {
    byte[] packet = quicLooking();
    packet[1] = (byte) 0xFF;
    return packet;
  }

  /** A whole ClientHello of TLS 1.3 in a packet that anyone can open. */
  private static byte[] quicHello() {
    byte[] body =
        WireMessages.helloBody(
            0x0303,
            new Random(8),
            u16(0x1301),
            WireTls.serverName("a.example"),
            extension(43, join(u8(2), u16(0x0304))));
    byte[] message = message(WireTls.CLIENT_HELLO, body);
    byte[] frame = join(u8(6), u8(0), u16(0x4000 | message.length), message);
    byte[] packet = WireQuic.ofClient().initial(ID, 0, join(frame, new byte[1100 - frame.length]));
    return join(packet, new byte[Math.max(0, 1200 - packet.length)], u24(0));
  }
}
