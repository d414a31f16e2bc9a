package io.tlsfloor.parser.tls;

import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireHello;
import java.nio.ByteBuffer;

/** Hellos that real programs sent, and views of them and of others. */
final class Hellos {
  /** OpenSSL 1.1.1 held to TLS 1.0, asking for outlook.office365.com; body without its header. */
  static final byte[] OPENSSL_TLS_1_0 =
      WireBytes.hex(
          """
          0301                                                              # client_version
          892e704e4f881cddcf9896195f56ff55ad979e91d4048ad6d8b2815369f83d54  # random
          00                                                                # session_id
          002e c00ac0140039003800880087c019003a0089c009c0130033003200450044c0180034004600350084002f004100ff
          01 00                                                             # compression_methods
          0042                                                              # extensions
          0000 001a 0018 00 0015 6f75746c6f6f6b2e6f66666963653336352e636f6d # server_name
          000b 0004 03000102                                                # ec_point_formats
          000a 000c 000a 001d 0017 001e 0018 0019                           # supported_groups
          0023 0000                                                         # session_ticket
          0016 0000                                                         # encrypt_then_mac
          0017 0000                                                         # extended_master_secret
          """);

  /** Its JA3 and JA4, as Wireshark 4.4 gives them. */
  static final String OPENSSL_TLS_1_0_JA3 = "c4e01a89eb759eade7ad12f9295fdf08";

  static final String OPENSSL_TLS_1_0_JA4 = "t10d230600_44099cda8a52_195413a0cc0f";

  /** OpenSSL 3.5 that lists TLS 1.3 to 1.0, asking for teams.microsoft.com. */
  static final byte[] OPENSSL_LISTS_OLD_VERSIONS =
      WireBytes.hex(
          """
          0303
          0728d25b3d6deb5d3876eba5800ff812d2ed3e63908f4c5c18ea774628a250b8
          20 0fedddeea102e50901898262d1c856b7e2ad768d71461b0eda21c8b1d8500d1f
          00ae 130213031301c02cc03000a3009fcca9cca8ccaac0adc09fc05dc061c057c05300a7c02bc02f00a2009ec0acc09e
          c05cc060c056c05200a6c0afc0aec0a3c0a2c024c028006b006ac073c07700c400c3006d00c5c023c02700670040c072
          c07600be00bd006c00bfc00ac0140039003800880087c019003a0089c009c0130033003200450044c018003400460
          09dc09dc051009cc09cc050c0a1c0a0003d00c0003c00ba00350084002f004100ff
          01 00
          00be
          0000 0018 0016 00 0013 7465616d732e6d6963726f736f66742e636f6d
          000b 0004 03000102
          000a 0004 0002 001d
          0023 0000
          0016 0000
          0017 0000
          000d 003c 003a 09050906090404030503060308070808081a081b081c0809080a080b0804080508060401050106
                         01030302030301020103020202040205020602
          002b 0009 08 0304 0303 0302 0301
          002d 0002 0101
          0033 0026 0024001d002085a957086c7d072aea79ddc5684d518123da41aef2b44d9d390c55f624612b19
          001b 0005 0400010003
          """);

  static final String OPENSSL_LISTS_OLD_VERSIONS_JA3 = "5e5e7cba83dd92112e053ff8205c0f21";
  static final String OPENSSL_LISTS_OLD_VERSIONS_JA4 = "t13d871100_c66346c74e42_ec21bdc2dd35";

  /** OpenSSL's answer to {@link #OPENSSL_TLS_1_0}. */
  static final byte[] OPENSSL_SERVER_TLS_1_0 =
      WireBytes.hex(
          """
          0301
          ac73e44e5e74be49fdad576350e26d968d917ba1c37c0443f3ceee769fec36d9
          00 c014 00
          0019 ff01000100 000b000403000102 00230000 00160000 00170000
          """);

  static final String OPENSSL_SERVER_TLS_1_0_JA3S = "bd665c27797205a73c67f1be8b8ed90f";

  /** OpenSSL's answer to {@link #OPENSSL_LISTS_OLD_VERSIONS}. */
  static final byte[] OPENSSL_SERVER_TLS_1_3 =
      WireBytes.hex(
          """
          0303
          f80c4e5d101144a86700d4a8ee77077b7cf653b31de41f6c50c828f134b015ef
          20 0fedddeea102e50901898262d1c856b7e2ad768d71461b0eda21c8b1d8500d1f
          1302 00
          002e 002b 0002 0304
               0033 0024 001d0020292d8cb6e6682a085f5fb8bdf2f9a63c48bba2e11003c2f0e9d67aa40cda6460
          """);

  static final String OPENSSL_SERVER_TLS_1_3_JA3S = "15af977ce25de452b96affa2addb1036";

  private Hellos() {}

  static ClientHelloView clientView(WireHello hello) {
    byte[] body = hello.body();
    ClientHelloView view = new ClientHelloView();
    boolean sound =
        hello.isOfDtls()
            ? view.wrapDtls(ByteBuffer.wrap(body), 0, body.length)
            : view.wrap(ByteBuffer.wrap(body), 0, body.length);
    if (!sound) {
      throw new AssertionError(view.failure().toString());
    }
    return view;
  }

  static ClientHelloView clientView(byte[] body) {
    ClientHelloView view = new ClientHelloView();
    if (!view.wrap(ByteBuffer.wrap(body), 0, body.length)) {
      throw new AssertionError(view.failure().toString());
    }
    return view;
  }

  static ServerHelloView serverView(WireHello hello) {
    return serverView(hello.body());
  }

  static ServerHelloView serverView(byte[] body) {
    ServerHelloView view = new ServerHelloView();
    if (!view.wrap(ByteBuffer.wrap(body), 0, body.length)) {
      throw new AssertionError(view.failure().toString());
    }
    return view;
  }
}
