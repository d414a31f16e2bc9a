package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.retention.ConnectionFrames;
import io.tlsfloor.capture.retention.FrameKeeper;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.Weight;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Connections of a file whose verdict is found, until no twin of theirs can be captured any more:
 * the client on the other side of a NAT, or the proxy's own end, is part of what is handed on. All
 * wait in the order of their verdicts. Bounded: at a cap the first one waits no longer.
 */
final class TwinNotes {
  private static final int MAX_WAITING = 1 << 10; // of the usual kind 2 KB each
  private static final long MAX_BYTES = 8L << 20;
  private static final long MAX_FRAME_BYTES = Room.of(16L << 20);

  /** A connection that waits; empty once it was handed on. */
  static final class Waiting {
    private @Nullable TlsConnection connection;
    private @Nullable ConnectionFrames frames;
    private final long untilNanos;
    private final long bytes;

    Waiting(TlsConnection connection, @Nullable ConnectionFrames frames, long untilNanos) {
      this.connection = connection;
      this.bytes = Weight.of(connection);
      this.frames = frames;
      this.untilNanos = untilNanos;
    }

    /** The client of the same connection on the other side of a NAT. */
    void nat(Peer client) {
      if (connection != null) {
        connection = connection.seenAs(connection.way(), Optional.of(client));
      }
    }

    /** The proxy's own end of the second leg of the same connection. */
    void proxy(Peer client) {
      if (connection != null) {
        connection = connection.seenAs(connection.way().through(client), connection.nat());
      }
    }
  }

  private final Consumer<TlsConnection> sink;
  private final @Nullable FrameKeeper keeper;
  private final long maxBytes;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private long bytes;
  private long frameBytes;

  TwinNotes(Consumer<TlsConnection> sink, @Nullable FrameKeeper keeper) {
    this(sink, keeper, Room.of(MAX_BYTES));
  }

  /** With so much memory for connections, without their frames. */
  TwinNotes(Consumer<TlsConnection> sink, @Nullable FrameKeeper keeper, long maxBytes) {
    this.sink = sink;
    this.keeper = keeper;
    this.maxBytes = maxBytes;
  }

  /**
   * Takes a connection, with the frames that are kept of it.
   *
   * @param untilNanos when no twin can come any more; {@link Long#MIN_VALUE} for now
   */
  Waiting take(TlsConnection connection, long untilNanos) {
    ConnectionFrames frames = keeper == null ? null : keeper.told();
    Waiting here = new Waiting(connection, frames, untilNanos);
    waiting.add(here);
    bytes += here.bytes;
    frameBytes += frames == null ? 0 : frames.heldBytes();
    while (waiting.size() > MAX_WAITING || bytes > maxBytes || frameBytes > MAX_FRAME_BYTES) {
      handOn(waiting.remove());
    }
    return here;
  }

  /** Hands on those that need not wait any longer. */
  void advance(long nowNanos) {
    while (!waiting.isEmpty() && waiting.getFirst().untilNanos <= nowNanos) {
      handOn(waiting.remove());
    }
  }

  private void handOn(Waiting each) {
    bytes -= each.bytes;
    TlsConnection connection = each.connection;
    if (connection == null) {
      return;
    }
    if (keeper != null && each.frames != null) {
      frameBytes -= each.frames.heldBytes();
      keeper.tellAgain(each.frames);
    }
    each.connection = null;
    each.frames = null;
    sink.accept(connection);
    if (keeper != null) {
      keeper.forgetTold();
    }
  }
}
