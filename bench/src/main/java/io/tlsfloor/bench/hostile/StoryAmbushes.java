package io.tlsfloor.bench.hostile;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.text;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireTls.message;
import static io.tlsfloor.testing.WireTls.record;

import io.tlsfloor.testing.WireMessages;
import io.tlsfloor.testing.WireTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Holds what is hard to explain and to prove: a scan alone only reads it. */
final class StoryAmbushes {
  private static final int FAR = 0x80000001; // half of all numbers away

  private StoryAmbushes() {}

  static List<Attack> all() {
    List<Attack> all = new ArrayList<>();
    all.add(Attack.against(() -> proxied("HTTP/1.1 200 OK"), "segment-far-from-its-stream"));
    all.add(
        Attack.against(
            () -> proxied("HTTP/1.1 200 Connection große Straße"), "sharp-s-in-a-reply"));
    all.add(Attack.against(StoryAmbushes::named, "name-like-an-address-in-two-segments"));
    return all;
  }

  /** Behind a proxy that is asked for an address, with a segment that is none of the stream's. */
  private static Ambush proxied(String reply) {
    return new Ambush() {
      @Override
      public Said before(Wire wire, byte[] client, int port) throws IOException {
        byte[] asked = text("CONNECT 52.96.10.10:443 HTTP/1.1\r\n\r\n");
        byte[] answer = (reply + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        wire.tcp(client, port, Wire.SERVICE, 443, 1, Wire.PSH_ACK, asked);
        wire.tcp(client, port, Wire.SERVICE, 443, FAR, Wire.PSH_ACK, text("far away"));
        wire.tcp(Wire.SERVICE, 443, client, port, 1, Wire.PSH_ACK, answer);
        return new Said(asked.length, answer.length);
      }
    };
  }

  /** Its server name looks like an address, is none, and comes in two segments. */
  private static Ambush named() {
    return new Ambush() {
      @Override
      public Said hello(Wire wire, byte[] client, int port, Said before, byte[] hello)
          throws IOException {
        byte[] name = WireTls.serverName("1:2:" + "b:".repeat(40) + "c");
        byte[] body =
            WireMessages.helloBody(
                Planted.VERSION, new Random(port), join(u16(0x2F), u16(0x35)), name);
        byte[] said =
            record(WireTls.HANDSHAKE, Planted.VERSION, message(WireTls.CLIENT_HELLO, body));
        int cut = said.length - 40;
        wire.tcp(client, port, Wire.SERVICE, 443, 1, 1, Wire.PSH_ACK, said, 0, cut);
        wire.tcp(client, port, Wire.SERVICE, 443, 1 + cut, 1, Wire.PSH_ACK, said, cut, 40);
        return new Said(said.length, 0);
      }
    };
  }
}
