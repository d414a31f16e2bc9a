package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.Transport;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/**
 * Community ID version 1 with seed 0: the same text for both directions of a flow, and in every
 * tool that knows it (github.com/corelight/community-id-spec).
 */
public final class CommunityId {
  private static final String VERSION = "1:";
  private static final short SEED = 0;
  private static final byte TCP = 6;
  private static final byte UDP = 17;
  private static final int MAX_BYTES = 2 + 16 + 16 + 1 + 1 + 2 + 2;

  private CommunityId() {}

  /** The same; empty where a report does not say one of the ends. */
  public static Optional<String> known(Transport transport, Peer one, Peer other) {
    return Reported.isStandIn(one.address()) || Reported.isStandIn(other.address())
        ? Optional.empty()
        : Optional.of(of(transport, one, other));
  }

  /** The id of the flow between two ends, in whichever order. */
  public static String of(Transport transport, Peer one, Peer other) {
    boolean ordered = order(one, other) < 0;
    Peer low = ordered ? one : other;
    Peer high = ordered ? other : one;
    ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES).putShort(SEED);
    put(bytes, low.address());
    put(bytes, high.address());
    bytes.put(transport == Transport.TCP ? TCP : UDP).put((byte) 0);
    bytes.putShort((short) low.port()).putShort((short) high.port()).flip();
    byte[] hash = IdHash.sha1(bytes.array(), bytes.limit());
    return VERSION + Base64.getEncoder().encodeToString(hash);
  }

  /** The specification orders by address bytes, then by port. */
  private static int order(Peer one, Peer other) {
    int byAddress = one.address().compareTo(other.address());
    return byAddress != 0 ? byAddress : Integer.compare(one.port(), other.port());
  }

  private static void put(ByteBuffer bytes, IpAddress address) {
    if (address.v4()) {
      bytes.putInt((int) address.low());
    } else {
      bytes.putLong(address.high()).putLong(address.low());
    }
  }
}
