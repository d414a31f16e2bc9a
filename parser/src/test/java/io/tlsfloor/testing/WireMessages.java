package io.tlsfloor.testing;

import static io.tlsfloor.testing.WireBytes.join;

import java.util.Random;

/** Messages of old clients and of their servers. */
public final class WireMessages {
  private WireMessages() {}

  /** The body of a ClientHello up to TLS 1.2, with a block of extensions, be it empty. */
  public static byte[] helloBody(int version, Random random, byte[] suites, byte[]... extensions) {
    return WireHello.client(version).random(random).suites(suites).extensions(extensions).body();
  }

  /** A whole record with the ClientHello of an old client. */
  public static byte[] hello(int version, Random random, String name) {
    return hello(version, random, WireTls.serverName(name));
  }

  /** The same with these extensions. */
  public static byte[] hello(int version, Random random, byte[]... extensions) {
    return WireHello.client(version)
        .random(random)
        .suites(0xC014, 0x0035, 0x002F)
        .extensions(extensions)
        .record();
  }

  /** A ServerHello, ChangeCipherSpec and an encrypted record. */
  public static byte[] answer(int version, Random random) {
    byte[] choice = WireHello.server(version).random(random).suites(0x0035).record();
    return join(choice, finished(version));
  }

  /** ChangeCipherSpec and an encrypted Finished. */
  public static byte[] finished(int version) {
    byte[] sealed = WireTls.record(WireTls.HANDSHAKE, version, new byte[40]);
    return join(WireTls.changeCipherSpec(version), sealed);
  }

  /** The body of a DTLS ClientHello without extensions. */
  public static byte[] dtlsHelloBody(int version, Random random) {
    return WireHello.client(version)
        .random(random)
        .cookie(new byte[0])
        .suites(0xC014, 0x002F)
        .body();
  }
}
