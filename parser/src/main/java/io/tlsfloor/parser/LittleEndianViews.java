package io.tlsfloor.parser;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The same bytes, least significant first. Capture files of most machines are written so, and
 * reading so is quicker where the machine counts so too.
 *
 * <p>Readers fill a few buffers in turn, so the views of the last {@value #KEPT} are kept: asking
 * for one of those allocates nothing. Confined to one thread.
 */
public final class LittleEndianViews {
  private static final int KEPT = 8;

  private final ByteBuffer[] buffers = new ByteBuffer[KEPT];
  private final ByteBuffer[] views = new ByteBuffer[KEPT];
  private int oldest;
  private ByteBuffer lastBuffer;
  private ByteBuffer lastView;

  /** None yet. */
  public LittleEndianViews() {
    lastBuffer = ByteBuffer.allocate(0);
    lastView = view(lastBuffer);
    Arrays.fill(buffers, lastBuffer);
    Arrays.fill(views, lastView);
  }

  /**
   * A little-endian view of all of a buffer, whatever its position, limit and order.
   *
   * @return shared: to be read at absolute indexes only
   */
  @SuppressWarnings("ReferenceEquality") // which buffer it is, not what it holds
  public ByteBuffer of(ByteBuffer buffer) {
    if (buffer != lastBuffer) {
      lastBuffer = buffer;
      lastView = find(buffer);
    }
    return lastView;
  }

  @SuppressWarnings("ReferenceEquality") // as above
  private ByteBuffer find(ByteBuffer buffer) {
    for (int i = 0; i < KEPT; i++) {
      if (buffers[i] == buffer) {
        return views[i];
      }
    }
    ByteBuffer view = view(buffer);
    buffers[oldest] = buffer;
    views[oldest] = view;
    oldest = (oldest + 1) % KEPT;
    return view;
  }

  private static ByteBuffer view(ByteBuffer buffer) {
    return buffer.duplicate().clear().order(ByteOrder.LITTLE_ENDIAN);
  }
}
