package io.tlsfloor.capture.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.connection.Analyzer;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.capture.connection.Replay;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A byte of payload that nothing describes as one that may leave is in no proof: of all samples,
 * and of samples in which bytes were changed, frames cut, left out, sent again and put in another
 * order.
 */
class NothingElseLeavesTest {
  private static final int MUTANTS = 2; // of each sample
  private static final int MORE_MUTANTS = 10;
  private static final AnalyzerOptions OPTIONS = AnalyzerOptions.standard(address -> true);

  static List<Path> captures() throws IOException {
    return RecordingTest.captures();
  }

  @ParameterizedTest
  @MethodSource("captures")
  void ofAnySample(Path file) throws Exception {
    List<KeptFrame> frames = frames(file);
    check(frames);
    for (int seed = 0; seed < MUTANTS; seed++) {
      check(mutant(frames, new Random(seed)));
    }
  }

  @ParameterizedTest
  @MethodSource("captures")
  @TakesLong("more mutants of each sample")
  void ofMoreMutants(Path file) throws Exception {
    List<KeptFrame> frames = frames(file);
    for (int seed = MUTANTS; seed < MORE_MUTANTS; seed++) {
      check(mutant(frames, new Random(seed)));
    }
  }

  private static List<KeptFrame> frames(Path file) throws Exception {
    List<KeptFrame> frames = new ArrayList<>();
    Frame frame = new Frame();
    try (CaptureFile capture = CaptureFiles.open(file, (address, name) -> {})) {
      while (capture.next(frame)) {
        frames.add(KeptFrame.of("test", frame));
      }
    }
    return frames;
  }

  private static List<KeptFrame> mutant(List<KeptFrame> frames, Random random) {
    List<KeptFrame> all = new ArrayList<>();
    for (KeptFrame frame : frames) {
      byte[] bytes = frame.bytes().clone();
      switch (random.nextInt(12)) {
        case 0 -> {
          for (int i = random.nextInt(4); i >= 0 && bytes.length > 60; i--) {
            bytes[54 + random.nextInt(bytes.length - 54)] ^= (byte) (1 << random.nextInt(8));
          }
        }
        case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length) + 1);
        case 2 -> {
          continue;
        }
        case 3 -> all.add(frame);
        default -> {}
      }
      KeptFrame changed =
          new KeptFrame(
              frame.source(),
              frame.number(),
              frame.timeNanos(),
              frame.timeKnown(),
              frame.linkType(),
              bytes,
              frame.originalLength());
      int behind = random.nextInt(8) == 0 && !all.isEmpty() ? 1 : 0;
      all.add(all.size() - behind, changed);
    }
    return all;
  }

  private static void check(List<KeptFrame> frames) {
    FrameKeeper keeper = new FrameKeeper(FrameKeeper.DEFAULT_MAX_BYTES);
    Analyzer analyzer =
        new Analyzer(OPTIONS, connection -> check(keeper.told(), connection), keeper);
    analyzer.begin("test");
    Frame frame = new Frame();
    for (int i = 0; i < frames.size(); i++) {
      frames.get(i).into(frame, i + 1L);
      analyzer.frame(frame);
    }
    analyzer.end();
  }

  private static void check(ConnectionFrames kept, TlsConnection connection) {
    Recording recording = Replay.of(kept, connection).orElse(null);
    if (recording == null) {
      return;
    }
    List<KeptFrame> frames = kept.frames();
    assertThat(recording.packets()).allMatch(each -> each.copy() || isInItsPlace(each, recording));
    Map<KeptFrame, BitSet> may = mayLeave(recording, frames, connection);
    for (ProvingFrame proof : ConnectionProof.of(frames, connection, recording)) {
      byte[] bytes = proof.bytes();
      byte[] captured = proof.frame().bytes();
      BitSet allowed = may.getOrDefault(proof.frame(), new BitSet());
      int headers = headers(proof.frame()); // checksums are in them
      BitSet wrong = new BitSet();
      for (int at = 0; at < bytes.length; at++) {
        boolean same = at < headers || bytes[at] == captured[at];
        wrong.set(at, bytes[at] != ProvingFrame.BLANK && !(allowed.get(at) && same));
      }
      assertThat(wrong)
          .as(
              "bytes of frame %d (%s, %d of %d bytes, blanked %s) of %s",
              proof.frame().number(),
              proof.role(),
              bytes.length,
              captured.length,
              proof.blanked(),
              connection)
          .isEqualTo(new BitSet());
    }
  }

  /** Bytes of headers; of a first fragment, those that the transport's may have. */
  private static int headers(KeptFrame frame) {
    PacketView packet = new PacketView();
    PacketKind kind =
        packet.wrap(
            frame.linkType(),
            ByteBuffer.wrap(frame.bytes()),
            0,
            frame.bytes().length,
            frame.originalLength());
    return switch (kind) {
      case TCP, UDP -> packet.payloadStart();
      case IP_FRAGMENT -> packet.fragmentStart() + (packet.fragmentOffset() == 0 ? 60 : 0);
      default -> 0;
    };
  }

  /** Returns whether the side of a packet has one of its bytes from it, where it brings some. */
  private static boolean isInItsPlace(RecordedPacket packet, Recording recording) {
    RecordedSide side = packet.fromClient() ? recording.client() : recording.server();
    List<FrameBytes> within = new ArrayList<>(packet.runs());
    within.removeIf(run -> run.at() >= side.bytes().length()); // beyond what is kept
    return within.isEmpty() || within.stream().anyMatch(run -> isThere(run, side.bytes()));
  }

  private static boolean isThere(FrameBytes run, RecordedBytes bytes) {
    for (int at = run.at(); at < run.end(); at++) {
      if (bytes.next(at) == at
          && bytes.run(at).frame() == run.frame()
          && bytes.run(at).offset(at) == run.offset(at)) {
        return true;
      }
    }
    return false;
  }

  /** By frame, headers and the bytes that are described as such. */
  private static Map<KeptFrame, BitSet> mayLeave(
      Recording recording, List<KeptFrame> frames, TlsConnection connection) {
    Map<KeptFrame, BitSet> may = new HashMap<>();
    for (KeptFrame frame : frames) {
      may.computeIfAbsent(frame, f -> new BitSet()).set(0, headers(frame));
    }
    List<FrameRef> hello = Objects.requireNonNull(recording.connection()).evidence().clientHello();
    SideProof client = new SideProof(recording.client(), connection, true, hello);
    SideProof server = new SideProof(recording.server(), connection, false, hello);
    for (RecordedPacket packet : recording.packets()) {
      SideProof side = packet.fromClient() ? client : server;
      for (FrameBytes run : packet.runs()) {
        BitSet frame = may.get(frames.get((int) run.frame() - 1));
        for (int at = run.at(); at < run.end() && run.offset() != FrameBytes.NOWHERE; at++) {
          if (side.isShown(at)) {
            frame.set(run.offset(at));
          }
        }
      }
    }
    return may;
  }
}
