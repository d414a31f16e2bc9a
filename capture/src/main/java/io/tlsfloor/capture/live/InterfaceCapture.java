package io.tlsfloor.capture.live;

import io.tlsfloor.capture.Frame;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an interface captured: says when it goes down or vanishes, and opens it again when it is
 * back. Frame numbers and counts go on. Confined to one thread.
 */
public final class InterfaceCapture implements LiveCapture {
  private static final long NANOS = 1_000_000_000L;

  /** The time without capture is known as exactly as that. */
  private static final long CHECK_NANOS = LinkState.isCheap() ? NANOS / 5 : NANOS;

  private static final long RETRY_NANOS = NANOS;
  private static final long MOMENTS_NANOS = 60 * NANOS; // one that flaps is not told each time

  private final String name;
  private final Opener opener;
  private final Consumer<String> events;
  private @Nullable LiveCapture capture;
  private LiveStats closed = LiveStats.NONE;
  private LinkState state;
  private long packets;
  private long bytes;
  private long checkedAt = System.nanoTime();
  private long triedAt = checkedAt;
  private long momentAt = checkedAt - MOMENTS_NANOS;
  private @Nullable CaptureException broken;
  private String refusal = "";
  private String engine = "";
  private boolean met; // whether it was there at any time
  private long blindNanos; // until checkedAt

  /** Opens an interface, for the first time or again. */
  @FunctionalInterface
  public interface Opener {
    /** A capture of the interface. */
    LiveCapture open() throws CaptureException;
  }

  /**
   * Opens an interface.
   *
   * @param events takes a sentence each time something changes
   * @throws CaptureException if it is up and cannot be opened
   */
  public InterfaceCapture(String name, Opener opener, Consumer<String> events)
      throws CaptureException {
    this.name = name;
    this.opener = opener;
    this.events = events;
    state = LinkState.of(name);
    try {
      capture = opener.open();
      engine = capture.engine();
      met |= isUp();
    } catch (CaptureException e) {
      boolean gone = e.kind() == CaptureException.Obstacle.NO_INTERFACE;
      boolean down = // libpcap opens none that is down
          e.kind() == CaptureException.Obstacle.OTHER && state.kind() == LinkState.LinkStatus.DOWN;
      if (!gone && !down) {
        throw e;
      }
      if (gone) {
        state = LinkState.NONE;
        events.accept(name + " is not there: waiting for it");
      }
    }
    if (state.kind() == LinkState.LinkStatus.DOWN) {
      events.accept(name + " is down: waiting for it");
    }
  }

  /** Looks at the interface, some times a second. */
  public void check() {
    long now = System.nanoTime();
    if (now - checkedAt < CHECK_NANOS || broken != null) {
      return;
    }
    boolean before = isUp();
    boolean same = look(now);
    if (!(before && isUp() && same) && broken == null) {
      blindNanos += now - checkedAt; // it is not known since when
    }
    checkedAt = now;
  }

  /** Returns whether it is the interface that it was, and did not go down for a moment. */
  private boolean look(long now) {
    LinkState before = state;
    state = LinkState.of(name);
    boolean same = state.isSameInterface(before);
    boolean moment = capture != null && capture.wentDown() || state.changes() != before.changes();
    boolean stayedUp =
        state.kind() == LinkState.LinkStatus.UP
            && before.kind() == LinkState.LinkStatus.UP
            && capture != null;
    try {
      if (capture != null && !(same && capture.isOpen())) {
        release(); // it is bound to an interface that is no more
        same = false;
      }
    } catch (CaptureException e) {
      release();
      if (stayedUp && !moment) {
        broken = e; // nothing happened to the interface: it is the capture's own fault
        return true;
      }
    }
    boolean changed = state.kind() != before.kind();
    if (changed) {
      changed(before);
    } else if (stayedUp && (moment || !same)) {
      moment(now, same);
    }
    if (capture == null
        && broken == null
        && state.kind() != LinkState.LinkStatus.GONE
        && (changed || !same || now - triedAt >= RETRY_NANOS)) {
      triedAt = now;
      open();
    }
    return same && !moment;
  }

  private void moment(long now, boolean same) {
    String what = name + (same ? " was down for a moment" : " is another one now");
    if (now - momentAt >= MOMENTS_NANOS) {
      momentAt = now;
      events.accept(what + ": capture goes on");
    }
  }

  private void changed(LinkState before) {
    String what =
        switch (state.kind()) {
          case DOWN -> name + " is down";
          case GONE -> name + " is gone";
          case UP ->
              name
                  + (met
                      ? " is up again"
                      : before.kind() == LinkState.LinkStatus.DOWN ? " is up" : " is there");
        };
    boolean worse = state.kind() != LinkState.LinkStatus.UP;
    boolean backAsDown =
        before.kind() == LinkState.LinkStatus.GONE && state.kind() == LinkState.LinkStatus.DOWN;
    events.accept(
        backAsDown
            ? name
                + (met
                    ? " is back, and down: waiting for it"
                    : " is there, and down: waiting for it")
            : what + (worse ? ": waiting for it" : ": capture " + (met ? "goes on" : "begins")));
    met |= !worse;
  }

  private void open() {
    try {
      capture = opener.open();
      engine = capture.engine();
      met |= isUp();
      refusal = "";
    } catch (CaptureException e) {
      String why = String.valueOf(e.getMessage());
      if (!why.equals(refusal) && state.kind() == LinkState.LinkStatus.UP) {
        refusal = why;
        events.accept(why + ": trying again");
      }
    }
  }

  private void release() {
    if (capture != null) {
      closed = closed.plus(capture.stats().closed());
      capture.close();
      capture = null;
    }
  }

  @Override
  public long nextNanos() {
    return capture == null ? NOTHING : capture.nextNanos();
  }

  @Override
  public boolean poll(Frame frame) {
    if (capture == null || !capture.poll(frame)) {
      return false;
    }
    packets++;
    bytes += frame.originalLength() & 0xFFFF_FFFFL;
    frame.about(packets, frame.linkType(), frame.timeNanos(), frame.timeKnown());
    return true;
  }

  @Override
  public void await(long nanos) {
    if (capture == null) {
      LockSupport.parkNanos(this, nanos);
    } else {
      capture.await(nanos);
    }
  }

  @Override
  public boolean isOpen() throws CaptureException {
    if (broken != null) {
      throw broken;
    }
    return true;
  }

  /** How it is doing. */
  public InterfaceState state() {
    long sinceCheck = isUp() || broken != null ? 0 : System.nanoTime() - checkedAt;
    return new InterfaceState(
        name, engine, isUp(), packets, bytes, stats(), blindNanos + sinceCheck);
  }

  /** Returns whether frames can come at the moment. */
  public boolean isUp() {
    return capture != null && state.kind() == LinkState.LinkStatus.UP;
  }

  @Override
  public LiveStats stats() {
    return capture == null ? closed : closed.plus(capture.stats());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long packets() {
    return packets;
  }

  /** Bytes that were on the wire. */
  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    release();
  }
}
