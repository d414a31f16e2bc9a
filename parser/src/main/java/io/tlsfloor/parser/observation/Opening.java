package io.tlsfloor.parser.observation;

/**
 * Holds what identifies the opening of a connection, wherever it was captured: bytes of the
 * client's random, or a hash of what a mail dialogue said in clear.
 *
 * @param one the first eight bytes
 * @param two the next eight
 * @param answer eight bytes of the server's random; 0 while no ServerHello was seen whole, or only
 *     a HelloRetryRequest
 */
public record Opening(long one, long two, long answer) {
  /** A number of the client's part that others hardly have; 0 for none. */
  public long hello() {
    return hello(one, two);
  }

  /** The same of the two numbers. */
  public static long hello(long one, long two) {
    return one ^ Long.rotateLeft(two, Integer.SIZE);
  }
}
