package io.tlsfloor.capture.live.ring;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** The system calls of a packet ring, and their numbers (linux/if_packet.h, asm-generic). */
final class Linux {
  static final int AF_PACKET = 17;
  static final int SOCK_RAW = 3;
  static final int SOCK_CLOEXEC = 0x80000;
  static final short ETH_P_ALL_BE = 0x0300; // htons(0x0003) on a little-endian machine

  static final int SOL_SOCKET = 1;
  static final int SO_ERROR = 4;
  static final int SO_ATTACH_FILTER = 26;
  static final int SOL_PACKET = 263;
  static final int PACKET_ADD_MEMBERSHIP = 1;
  static final int PACKET_RX_RING = 5;
  static final int PACKET_STATISTICS = 6;
  static final int PACKET_VERSION = 10;
  static final int PACKET_MR_PROMISC = 1;
  static final int TPACKET_V3 = 2;

  static final int PROT_READ_WRITE = 3;
  static final int MAP_SHARED = 1;
  static final short POLLIN = 1;

  static final int EPERM = 1;
  static final int EINVAL = 22;
  static final int ENODEV = 19;
  static final int ENETDOWN = 100;

  static {
    Native.register(Linux.class, "c");
  }

  private Linux() {}

  static native int socket(int domain, int type, int protocol) throws LastErrorException;

  static native int setsockopt(int socket, int level, int name, Pointer value, int length)
      throws LastErrorException;

  static native int getsockopt(int socket, int level, int name, Pointer value, Pointer length)
      throws LastErrorException;

  static native int bind(int socket, Pointer address, int length) throws LastErrorException;

  static native int getsockname(int socket, Pointer address, Pointer length)
      throws LastErrorException;

  static native Pointer mmap(
      Pointer address, long length, int protection, int flags, int descriptor, long offset)
      throws LastErrorException;

  static native int munmap(Pointer address, long length) throws LastErrorException;

  static native int poll(Pointer descriptors, long count, int timeoutMillis)
      throws LastErrorException;

  static native int close(int descriptor) throws LastErrorException;
}
