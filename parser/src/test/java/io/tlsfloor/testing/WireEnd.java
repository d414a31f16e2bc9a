package io.tlsfloor.testing;

/** One end of a connection. */
@SuppressWarnings("ArrayRecordComponent") // made and read by tests, never compared
public record WireEnd(byte[] address, int port) {
  /** An end by the text of its address. */
  public static WireEnd of(String address, int port) {
    return new WireEnd(WirePackets.address(address), port);
  }

  /** An end by text, such as {@code 10.0.0.5:40000}. */
  public static WireEnd of(String end) {
    int colon = end.lastIndexOf(':');
    return of(end.substring(0, colon), Integer.parseInt(end.substring(colon + 1)));
  }
}
