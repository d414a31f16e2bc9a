package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.record.ConnectionFrames;
import io.tlsfloor.capture.record.KeptFrame;
import io.tlsfloor.capture.record.Recording;
import io.tlsfloor.capture.record.RunRecorder;
import io.tlsfloor.parser.observation.TlsConnection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the frames of one connection once more, to record what is read. */
public final class Replay {
  private static final int MAX_FLOWS = 16; // its own, and those of forged packets
  private static final long MAX_HELD_BYTES = 16L << 20;

  private Replay() {}

  /**
   * The recording of a connection, whose frames have the numbers of their places among those that
   * were kept, from 1; empty if they are not enough to report it again.
   */
  public static Optional<Recording> of(ConnectionFrames kept, TlsConnection connection) {
    AnalyzerOptions options =
        new AnalyzerOptions(
            AnalyzerOptions.DEFAULT_TIMEOUT,
            address -> false,
            MAX_FLOWS,
            MAX_HELD_BYTES,
            AnalyzerOptions.Late.TOLD_ONCE,
            true);
    RunRecorder recorder = new RunRecorder(number -> true);
    Analyzer analyzer = new Analyzer(options, again -> {}, recorder);
    analyzer.begin("");
    Frame frame = new Frame();
    List<KeptFrame> frames = kept.frames();
    for (int i = 0; i < frames.size(); i++) {
      frames.get(i).into(frame, i + 1L);
      analyzer.frame(frame);
    }
    analyzer.tick(kept.toldNanos());
    analyzer.end();
    return recorder.recordings().stream()
        .filter(each -> isOf(each.connection(), connection))
        .findFirst();
  }

  private static boolean isOf(@Nullable TlsConnection again, TlsConnection connection) {
    return again != null
        && again.transport() == connection.transport()
        && (again.client().equals(connection.client())
            || again.client().equals(connection.server()));
  }
}
