package io.tlsfloor.capture.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.capture.file.CaptureSet.Capture;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.testing.WireFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fault of this program in one chain of captures. */
class BrokenChainTest {
  private static final int DAY = 86_400; // so far apart that no chain goes on

  @TempDir Path folder;

  private Capture capture(String name, int seconds) throws Exception {
    byte[] pcap =
        WireFile.little().pcap(WireFile.MICROS, 1).record(seconds, 0, new byte[60]).bytes();
    Path file = Files.write(folder.resolve(name), pcap);
    return new Capture(file, OptionalLong.of(seconds * 1_000_000_000L), pcap.length);
  }

  @Test
  void endsThatChainIsToldAndHarmsNoOther() throws Exception {
    List<Capture> captures =
        List.of(capture("a.pcap", DAY), capture("bad.pcap", 3 * DAY), capture("c.pcap", 5 * DAY));
    List<ChainResult> results = new ArrayList<>();

    new ParallelChains(
            captures,
            task ->
                new ChainReader(
                    AnalyzerOptions.standard(address -> false),
                    frame -> {
                      if (frame.timeNanos() == 3L * DAY * 1_000_000_000L) {
                        throw new StackOverflowError();
                      }
                      return true;
                    },
                    task::put,
                    null,
                    task::isCancelled,
                    task::count),
            () -> false,
            bytes -> {})
        .run(
            2,
            new ParallelChains.Sink() {
              @Override
              public void begun() {
                // Nothing to show.
              }

              @Override
              public void connection(TlsConnection connection) {
                throw new AssertionError("there is none in them");
              }

              @Override
              public void finished(ChainResult chain) {
                results.add(chain);
              }
            });

    assertThat(results).hasSize(3);
    assertThat(results.get(0).inputs().get(0).damage()).isEmpty();
    assertThat(results.get(1).inputs()).hasSize(1);
    assertThat(results.get(1).inputs().get(0).name()).endsWith("bad.pcap");
    assertThat(results.get(1).inputs().get(0).damage().orElseThrow())
        .contains("fault of tlsfloor")
        .contains("StackOverflowError");
    assertThat(results.get(2).inputs().get(0).packets()).isEqualTo(1);
  }

  /** A connection that waits for the outside of a NAT is decided. */
  @Test
  void losesNoConnectionThatWasDecided() {
    List<TlsConnection> told = new ArrayList<>();
    ChainReader reader =
        new ChainReader(
            AnalyzerOptions.standard(address -> true),
            frame -> {
              if (frame.number() == 15) {
                throw new StackOverflowError();
              }
              return true;
            },
            told::add,
            null,
            () -> false,
            bytes -> {});
    Path sample = Path.of("..", "samples", "tls10", "capture.pcapng");
    StackOverflowError fault = assertThrows(StackOverflowError.class, () -> reader.read(sample));

    reader.broken("capture.pcapng", fault);

    assertThat(told).hasSize(1);
    assertThat(told.get(0).outcome()).isEqualTo(Outcome.ESTABLISHED);
  }
}
