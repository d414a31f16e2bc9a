package io.tlsfloor.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.Sample;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.testing.Rounds;
import io.tlsfloor.testing.TakesLong;
import io.tlsfloor.testing.WireFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged captures end as designed: with an exit code of the manual's, and with a run line unless
 * nothing of them could be read. {@code -Dtlsfloor.rounds=10000} is the large size.
 */
@TakesLong("captures are made by the thousand")
class MutatedCapturesTest {
  private static final int ROUNDS = Rounds.count(1000);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int[] LENGTHS_THAT_LIE = {0, 1, 0x7F, 0x80, 0xFF};

  @TempDir private Path folder;

  @Test
  void endAsDesigned() throws IOException {
    List<Sample> samples = Sample.all().stream().filter(Sample::isSmall).toList();
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Random random = Rounds.random(round);
      Sample sample = samples.get(random.nextInt(samples.size()));
      byte[] bytes = mutated(bytes(sample, random), random);
      Said said = scan(bytes, round, random.nextBoolean());
      assertThat(said.code())
          .as("%s, %s: %s", sample, Rounds.again(round), said.err())
          .isIn(ExitCode.CLEAN, ExitCode.FLAGGED, ExitCode.LOSS, ExitCode.USAGE);
      if (said.code() == ExitCode.USAGE) {
        assertThat(said.out()).as("%s, %s", sample, Rounds.again(round)).isEmpty();
        assertThat(said.err()).isNotBlank();
      } else {
        assertThat(said.lines())
            .as("%s, %s", sample, Rounds.again(round))
            .last()
            .asString()
            .contains("\"tlsfloor.run\"");
        read++;
      }
    }
    assertThat(read).as("mutations of which something was read").isGreaterThan(ROUNDS / 2);
  }

  /** The sample as it is, or written in another form: so that each reader has its share. */
  private static byte[] bytes(Sample sample, Random random) throws IOException {
    WireFile.Form form = WireFile.Form.all().get(random.nextInt(WireFile.Form.all().size()));
    return random.nextBoolean() && form.fits(sample.packets())
        ? form.write(sample.packets())
        : Files.readAllBytes(sample.capture());
  }

  /** From a file, or from a pipe. */
  private Said scan(byte[] bytes, int round, boolean piped) throws IOException {
    String[] options = {
      "scan", "--debug", "--all", "--any-service", "--direction", "any", "--format", "jsonl"
    };
    String[] all = Arrays.copyOf(options, options.length + 1);
    Path file = folder.resolve("mutated");
    all[options.length] = piped ? "-" : file.toString();
    Files.write(file, bytes);
    return Assertions.assertTimeoutPreemptively(
        PATIENCE,
        () -> piped ? new Cli().input(bytes).with(all) : Cli.run(all),
        () -> "hangs: " + Rounds.again(round));
  }

  private static byte[] mutated(byte[] capture, Random random) {
    byte[] bytes = capture;
    int changes = 1 + random.nextInt(8);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      bytes = change(bytes, random);
    }
    return bytes;
  }

  private static byte[] change(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    byte[] all = bytes.clone();
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> all[at] ^= (byte) (1 << random.nextInt(8));
      case 3, 4 -> all[at] = (byte) random.nextInt(256);
      case 5, 6 -> all[at] = (byte) LENGTHS_THAT_LIE[random.nextInt(LENGTHS_THAT_LIE.length)];
      case 7, 8 -> all[at] += (byte) (random.nextBoolean() ? 1 : -1);
      case 9 -> {
        return Arrays.copyOf(bytes, bytes.length - random.nextInt(bytes.length / 4 + 1));
      }
      case 10 -> { // a part left out
        return join(bytes, at, at + random.nextInt(Math.min(200, bytes.length - at)));
      }
      default -> { // a part repeated
        return join(bytes, at, Math.max(0, at - random.nextInt(200)));
      }
    }
    return all;
  }

  /** The bytes up to {@code end}, and then those from {@code start}. */
  private static byte[] join(byte[] bytes, int end, int start) {
    byte[] all = Arrays.copyOf(bytes, end + bytes.length - start);
    System.arraycopy(bytes, start, all, end, bytes.length - start);
    return all;
  }
}
