package io.tlsfloor.parser.tls;

/**
 * The suites and extension types of a ClientHello, in wire order and with GREASE: read from its
 * bytes once, for all that is made of them.
 *
 * @param suites as the client lists them
 * @param extensions types, as they stand
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HelloNumbers(int[] suites, int[] extensions) {
  static HelloNumbers of(ClientHelloView hello) {
    int[] suites = new int[hello.suiteCount()];
    byte[] bytes = new byte[2 * suites.length];
    hello.buffer().get(hello.suitesStart(), bytes);
    for (int i = 0; i < suites.length; i++) {
      suites[i] = (bytes[2 * i] & 0xFF) << 8 | bytes[2 * i + 1] & 0xFF;
    }
    int[] extensions = new int[hello.extensionCount()];
    for (int i = 0; i < extensions.length; i++) {
      extensions[i] = hello.extensionType(i);
    }
    return new HelloNumbers(suites, extensions);
  }
}
