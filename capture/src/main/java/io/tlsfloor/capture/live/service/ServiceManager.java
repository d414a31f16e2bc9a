package io.tlsfloor.capture.live.service;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reports to systemd how the process is (sd_notify(3)): one datagram to the socket that {@code
 * NOTIFY_SOCKET} names. A message that does not get through is dropped: the watchdog will notice.
 */
public final class ServiceManager implements Closeable {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int MSG_DONTWAIT_NOSIGNAL = 0x40 | 0x4000;
  private static final int FAMILY_BYTES = 2;
  private static final int MAX_PATH = 107; // of sun_path, unix(7)

  private final int socket;
  private final Memory address;
  private final int addressBytes;

  /** The C library's calls; loaded only where there is a service manager. */
  private static final class LibcSockets {
    static {
      Native.register(LibcSockets.class, "c");
    }

    private LibcSockets() {}

    static native int socket(int domain, int type, int protocol) throws LastErrorException;

    static native long sendto(
        int socket, Pointer data, long length, int flags, Pointer address, int addressLength)
        throws LastErrorException;

    static native int close(int descriptor) throws LastErrorException;
  }

  private ServiceManager(byte[] path) {
    socket = LibcSockets.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
    addressBytes = FAMILY_BYTES + path.length;
    address = new Memory(addressBytes);
    address.setShort(0, (short) AF_UNIX);
    byte[] name = path.clone();
    if (name[0] == '@') {
      name[0] = 0; // the abstract namespace
    }
    address.write(FAMILY_BYTES, name, 0, name.length);
  }

  /**
   * Connects to the service manager.
   *
   * @param notifySocket value of {@code NOTIFY_SOCKET}
   * @return empty where there is none, or it cannot be reached
   */
  public static Optional<ServiceManager> at(String notifySocket) {
    byte[] path = notifySocket.getBytes(StandardCharsets.UTF_8);
    if (path.length == 0 || path.length > MAX_PATH || path[0] != '/' && path[0] != '@') {
      return Optional.empty();
    }
    try {
      return Optional.of(new ServiceManager(path));
    } catch (LastErrorException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** Sends a state, such as {@code READY=1}. */
  public void tell(String state) {
    byte[] bytes = state.getBytes(StandardCharsets.UTF_8);
    try (Memory data = new Memory(bytes.length)) {
      data.write(0, bytes, 0, bytes.length);
      LibcSockets.sendto(socket, data, bytes.length, MSG_DONTWAIT_NOSIGNAL, address, addressBytes);
    } catch (LastErrorException e) {
      // No one listens, or it is busy: the next message says the same.
    }
  }

  @Override
  public void close() {
    try {
      LibcSockets.close(socket);
    } catch (LastErrorException e) {
      // It is closed.
    }
    address.close();
  }
}
