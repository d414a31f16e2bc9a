package io.tlsfloor.capture.live.ring;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.tlsfloor.capture.live.CaptureException;
import io.tlsfloor.capture.live.LiveOptions;

/** Has libpcap compile a filter, and gives it to a socket. */
final class KernelFilter {
  private static final int PROGRAM_BYTES = 16; // struct bpf_program: length, padding, pointer
  private static final int NETMASK_UNKNOWN = 0xFFFF_FFFF;

  private KernelFilter() {}

  /** Direct calls of libpcap; apart, so that only a filter needs it. */
  private static final class Libpcap {
    static {
      Native.register(Libpcap.class, "pcap");
    }

    private Libpcap() {}

    static native Pointer pcap_open_dead(int linkType, int snaplen);

    static native int pcap_compile(
        Pointer pcap, Pointer program, String filter, int optimize, int netmask);

    static native Pointer pcap_geterr(Pointer pcap);

    static native void pcap_freecode(Pointer program);

    static native void pcap_close(Pointer pcap);
  }

  /**
   * Attaches a filter.
   *
   * @throws CaptureException if it does not compile, with libpcap's words
   */
  static void attach(int socket, int linkType, String filter) throws CaptureException {
    try (Memory program = new Memory(PROGRAM_BYTES)) {
      Pointer pcap = Libpcap.pcap_open_dead(linkType, LiveOptions.SNAPLEN);
      try {
        if (Libpcap.pcap_compile(pcap, program, filter, 1, NETMASK_UNKNOWN) != 0) {
          throw new CaptureException(
              CaptureException.Obstacle.BAD_FILTER,
              "--filter \"" + filter + "\": " + Libpcap.pcap_geterr(pcap).getString(0),
              "pcap-filter(7) describes the language.",
              null);
        }
        // struct sock_fprog has the same layout on a little-endian machine, but a 16-bit length.
        Linux.setsockopt(socket, Linux.SOL_SOCKET, Linux.SO_ATTACH_FILTER, program, PROGRAM_BYTES);
        Libpcap.pcap_freecode(program);
      } finally {
        Libpcap.pcap_close(pcap);
      }
    } catch (LinkageError e) {
      throw new CaptureException(
          CaptureException.Obstacle.NO_LIBRARY,
          "libpcap not found, and --filter needs it",
          "Install it (Debian: apt install libpcap0.8t64).",
          e);
    }
  }
}
