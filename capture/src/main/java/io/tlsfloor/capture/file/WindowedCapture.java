package io.tlsfloor.capture.file;

import io.tlsfloor.capture.Damage;
import java.io.IOException;
import java.util.OptionalLong;

/** Holds what the readers of all formats share: a window on the bytes, and how a capture ends. */
abstract class WindowedCapture implements CaptureFile {
  /** Bytes captured of a packet at most: libpcap's MAXIMUM_SNAPLEN, which Wireshark shares. */
  static final int MAX_PACKET = 1 << 18;

  final ByteWindow window;
  private final String name;
  private final String format;
  private long packets;
  private boolean ended;
  private Damage damage = Damage.NONE;

  /**
   * Begins to read at the window's position.
   *
   * @param name the file as given, or what stands for a stream
   * @param format for {@link #format}
   */
  WindowedCapture(ByteWindow window, String name, String format) {
    this.window = window;
    this.name = name;
    this.format = format;
  }

  final boolean hasEnded() {
    return ended;
  }

  /** Counts a packet that is about to be delivered. */
  final void countPacket() {
    packets++;
  }

  /** Ends the capture where a new record would begin; nothing is left, or the data around it is. */
  final boolean endBetweenRecords() {
    ended = true;
    damage = window.damage();
    return false;
  }

  /**
   * Ends the capture where its bytes end, within something.
   *
   * @param wanted its length in bytes
   * @param unit what it is
   */
  final boolean cut(long wanted, String unit) {
    return cutAt(
        window.offset(),
        String.format("ends within a %s: %,d of %,d bytes", unit, window.available(), wanted));
  }

  /** Ends the capture where its bytes end; that is no damage while more may still be written. */
  final boolean cutAt(long offset, String what) {
    ended = true;
    if (window.damage().isThere()) {
      damage = window.damage();
    } else if (!window.isGrowing()) {
      damage = new Damage(offset, what);
    }
    return false;
  }

  /** The clause for a length, unsigned, above {@link #MAX_PACKET}. */
  static String tooLong(int captured) {
    return String.format(
        "a packet of %,d bytes, more than the %,d that a capture can hold",
        Integer.toUnsignedLong(captured), MAX_PACKET);
  }

  /** Ends the capture at bytes that do not follow the format. */
  final boolean damaged(long offset, String what) {
    ended = true;
    damage = new Damage(offset, what);
    return false;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String format() {
    return format;
  }

  @Override
  public final Damage damage() {
    return damage;
  }

  @Override
  public final long packets() {
    return packets;
  }

  @Override
  public final long bytes() {
    return window.storedBytes();
  }

  @Override
  public final OptionalLong storedSize() {
    return window.storedSize();
  }

  @Override
  public final void close() throws IOException {
    ended = true;
    window.close();
  }
}
