package io.tlsfloor.capture.file;

import io.tlsfloor.capture.FrameSource;
import java.util.OptionalLong;

/** A capture file, or a stream in the format of one. Confined to one thread. */
public interface CaptureFile extends FrameSource {
  /** The format and, if there is one, the compression around it: {@code pcapng, gzip}. */
  String format();

  /** Size of the file as it is stored, in bytes; empty for a stream, which has none. */
  OptionalLong storedSize();

  /**
   * Packets that the capturing program says it lost, as far as the file has said by now. Only
   * pcapng says so: in interface statistics (the last of each interface counts), or packet by
   * packet.
   */
  long droppedByCapture();

  /**
   * When capturing ended, as far as the file has said by now, in nanoseconds since 1970: it may be
   * long after the last packet. Only pcapng says so, in the statistics of its interfaces.
   */
  default OptionalLong captureEnd() {
    return OptionalLong.empty();
  }
}
