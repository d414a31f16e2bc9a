package io.tlsfloor.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A port for a program that has to be told one. */
public final class FreePort {
  private static final int FIRST = 20_000;
  private static final int END = 32_768; // from here on the kernel gives ports to whoever asks
  private static final int ATTEMPTS = 100;

  private FreePort() {}

  /**
   * A port of the loopback interface that nobody has. The kernel gives it to nobody by itself, so
   * it stays free until the program takes it.
   */
  public static int next() throws IOException {
    for (int i = 1; ; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return taken.getLocalPort();
      } catch (IOException e) {
        if (i == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
