package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.Protocol;
import java.nio.ByteBuffer;

/** Reads the datagrams of a connection over UDP, of both directions. */
interface DatagramReader {
  /** Returns what it reads. */
  Protocol protocol();

  /** Reads a datagram, or what lies in it of the protocol, of which some bytes are missing. */
  void read(int direction, ByteBuffer buffer, int start, int length, int missing);

  /** Nothing more will come: what is incomplete counts as far as it is there. */
  void finish();

  /** Returns whether no datagram that a network delivered late could add to what decides. */
  default boolean isComplete() {
    return true;
  }

  /** Pieces whose bytes differ from others of the same place. */
  int conflicts();

  /** Records that were seen, of a connection that is none for want of more. */
  default int loneRecords() {
    return 0;
  }

  /** Bytes of memory. */
  int heldBytes();
}
