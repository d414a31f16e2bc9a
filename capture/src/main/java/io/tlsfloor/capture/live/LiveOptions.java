package io.tlsfloor.capture.live;

/**
 * How an interface is captured.
 *
 * @param bufferBytes room in the kernel for frames that wait
 * @param promiscuous whether frames to other machines are captured
 * @param filter in the language of pcap-filter(7); empty for all
 */
public record LiveOptions(int bufferBytes, boolean promiscuous, String filter) {
  /** Bytes of a frame that are kept: more than offload makes, and libpcap's own maximum. */
  public static final int SNAPLEN = 262_144;

  /** Half a second of 1 Gbit/s. */
  public static final int DEFAULT_BUFFER_BYTES = 64 << 20;

  /**
   * Time after which the kernel hands over what it has, in milliseconds: a finding is told within a
   * second. It uses up a block each time, however little came: more often, and a quiet interface
   * would fill the buffer sooner.
   */
  public static final int TIMEOUT_MILLIS = 300;

  /** After that no earlier frame can come any more, in nanoseconds. */
  public static final long SETTLED_NANOS = (TIMEOUT_MILLIS + 100) * 1_000_000L;
}
