package io.tlsfloor.parser.field;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds what was read in the datagrams of a connection. Direction 0 is the client's.
 *
 * @param messages of each direction, in order
 * @param privacy of the bytes of each direction
 * @param ends index after the last byte of each datagram that a reader must find there, encrypted
 *     bytes included; none for a datagram in which nothing was found
 */
public record DatagramMessages(
    List<List<Message>> messages, List<PrivacyMap> privacy, Map<Datagram, Integer> ends) {
  /** Returns no messages. */
  public static DatagramMessages none() {
    return new DatagramMessages(
        List.of(new ArrayList<>(), new ArrayList<>()),
        List.of(new PrivacyMap(), new PrivacyMap()),
        new HashMap<>());
  }
}
