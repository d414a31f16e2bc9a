package io.tlsfloor.report.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** Listens, and holds no more connections than there is room for. */
public final class WebServer implements AutoCloseable {
  private static final int BACKLOG = 128;
  private static final int LOOK_MILLIS = 250;
  private static final int PAUSE_MILLIS = 10;
  private static final int IDLE_THREAD_SECONDS = 30;
  private static final int STACK_BYTES = 512 << 10;

  /** What a connection was at when it was looked at: it goes on meanwhile. */
  private record Waiting(Connection connection, long heldByPeer, long sinceNanos) {}

  private static final Comparator<Waiting> WORST_FIRST =
      Comparator.comparing((Waiting each) -> -each.heldByPeer())
          .thenComparing((one, other) -> Long.signum(one.sinceNanos() - other.sinceNanos()));

  private final ServerSocket listener;
  private final Optional<SSLContext> tls;
  private final Limits limits;
  private final Handler handler;
  private final ThreadPoolExecutor threads;
  private final Set<Connection> connections = new LinkedHashSet<>(); // guarded by itself
  private final AtomicInteger serving = new AtomicInteger(); // those let go of end a moment later
  private volatile boolean closed;

  /** Answers requests, each on a thread of its connection. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers.
     *
     * @throws IOException if the peer is gone
     */
    void handle(Exchange exchange) throws IOException;
  }

  /**
   * Begins to serve.
   *
   * @param name of its threads
   * @param tls its certificate; empty for plain HTTP
   * @throws IOException if it cannot listen there
   */
  public WebServer(
      String name,
      InetSocketAddress address,
      Optional<SSLContext> tls,
      Limits limits,
      Handler handler)
      throws IOException {
    this.tls = tls;
    this.limits = limits;
    this.handler = handler;
    listener = new ServerSocket();
    try {
      listener.setReuseAddress(true);
      listener.bind(address, BACKLOG);
      listener.setSoTimeout(LOOK_MILLIS);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE, // as many as connections, and as those that are just let go of
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(null, task, name, STACK_BYTES);
              thread.setDaemon(true);
              return thread;
            });
    threads.execute(this::listen);
  }

  /** The port it listens on. */
  public int port() {
    return listener.getLocalPort();
  }

  private void listen() {
    long looked = System.nanoTime();
    while (!closed) {
      try {
        take(listener.accept());
      } catch (SocketTimeoutException e) {
        // nobody asked: time to look
      } catch (IOException | OutOfMemoryError e) { // no room for a socket, or for a thread
        makeRoom();
        pause();
      }
      long now = System.nanoTime();
      if (now - looked >= TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)) {
        looked = now;
        all().forEach(each -> each.letGoIfLate(now));
      }
    }
  }

  private void take(Socket socket) throws IOException {
    try {
      while (!closed && !hasRoom()) {
        pause(); // all connections are being worked for
      }
      start(new Connection(socket, tls, limits, handler));
    } catch (RejectedExecutionException e) {
      socket.close(); // the server is over
    } catch (RuntimeException | Error e) {
      socket.close();
      throw e;
    }
  }

  private void start(Connection connection) {
    synchronized (connections) {
      connections.add(connection);
    }
    serving.incrementAndGet();
    try {
      threads.execute(() -> serve(connection));
    } catch (RuntimeException | Error e) {
      serving.decrementAndGet();
      over(connection);
      throw e;
    }
  }

  private void serve(Connection connection) {
    try {
      connection.run();
    } catch (OutOfMemoryError e) {
      connection.close(); // and with it what it held is free
    } finally {
      serving.decrementAndGet();
      over(connection);
    }
  }

  private void over(Connection connection) {
    synchronized (connections) {
      connections.remove(connection);
    }
  }

  /** Whether there is room for one more, made by letting go of another one if need be. */
  private boolean hasRoom() {
    boolean few;
    synchronized (connections) {
      few = connections.size() < limits.connections();
    }
    return (few || makeRoom()) && serving.get() < 2 * limits.connections();
  }

  /** Lets go of the one that waits longest for its peer, of the peer that holds most. */
  private boolean makeRoom() {
    List<Connection> all = all();
    Map<InetAddress, Long> held =
        all.stream().collect(Collectors.groupingBy(Connection::peer, Collectors.counting()));
    return all.stream()
        .filter(Connection::isWaiting)
        .map(each -> new Waiting(each, held.getOrDefault(each.peer(), 0L), each.waitsNanos()))
        .sorted(WORST_FIRST)
        .anyMatch(this::letGo);
  }

  private boolean letGo(Waiting worst) {
    boolean let = worst.connection().letGo();
    if (let) {
      over(worst.connection());
    }
    return let;
  }

  private List<Connection> all() {
    synchronized (connections) {
      return new ArrayList<>(connections);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is closed
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      listener.close();
    } catch (IOException e) {
      // closed all the same
    }
    all().forEach(Connection::close);
    threads.shutdownNow();
  }
}
