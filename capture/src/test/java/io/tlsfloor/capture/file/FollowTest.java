package io.tlsfloor.capture.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.capture.Damage;
import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.file.ReadCapture.Told;
import io.tlsfloor.testing.WireFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class FollowTest {
  private static final byte[] PACKET = new byte[60];

  @TempDir Path folder;

  /** Writes one step each time that all before it has been read; stops after the last. */
  private static final class Writer implements FollowControl {
    private final Deque<Step> steps = new ArrayDeque<>();
    private final List<FollowEnd> ends = new ArrayList<>();
    private int idle;

    private interface Step {
      void run() throws IOException;
    }

    Writer then(Step step) {
      steps.add(step);
      return this;
    }

    @Override
    public boolean stopped() {
      return steps.isEmpty() && idle > 1;
    }

    @Override
    public void idle() {
      Step step = steps.poll();
      try {
        if (step != null) {
          step.run();
        } else {
          idle++;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void ended(FollowEnd how) {
      ends.add(how);
    }
  }

  @Test
  void packetsThatAreWrittenLaterAreReadAndHalfAPacketIsNoDamage() throws Exception {
    Path file = Files.createFile(folder.resolve("live.pcap"));
    byte[] header = WireFile.little().pcap(0xa1b2c3d4L, 1).bytes();
    byte[] packet = WireFile.little().record(1, 0, PACKET).bytes();
    Writer writer =
        new Writer()
            .then(() -> append(file, header, 0, 10))
            .then(() -> append(file, header, 10, 24))
            .then(() -> append(file, packet, 0, packet.length))
            .then(() -> append(file, packet, 0, 30))
            .then(() -> append(file, packet, 30, packet.length))
            .then(() -> append(file, packet, 0, 50));

    Told told = follow(file, writer);

    assertThat(told.packets()).hasSize(2);
    assertThat(told.damage()).isEqualTo(Damage.NONE);
    assertThat(writer.ends).containsExactly(FollowEnd.STOPPED);
  }

  @Test
  void pcapngBlocksAreWaitedForToo() throws Exception {
    Path file = Files.createFile(folder.resolve("live.pcapng"));
    byte[] bytes =
        WireFile.big()
            .section()
            .interfaceOf(1, 0)
            .enhanced(0, 1, PACKET)
            .block(0x0a, WireFile.big().raw(new byte[200]))
            .enhanced(0, 2, PACKET)
            .bytes();
    Writer writer = new Writer();
    for (int at = 0; at < bytes.length; at += 97) {
      int from = at;
      writer.then(() -> append(file, bytes, from, Math.min(from + 97, bytes.length)));
    }

    Told told = follow(file, writer);

    assertThat(told.packets()).hasSize(2);
    assertThat(told.damage()).isEqualTo(Damage.NONE);
  }

  @Test
  void aFileThatAnotherTookThePlaceOfIsReadToItsEndAndEnds() throws Exception {
    Path file = Files.write(folder.resolve("a.pcap"), capture(1));
    Path other = Files.write(folder.resolve("other"), capture(9));
    byte[] packet = WireFile.little().record(2, 0, PACKET).bytes();
    Writer writer =
        new Writer()
            .then(() -> append(file, packet, 0, packet.length))
            .then(() -> Files.move(other, file, StandardCopyOption.REPLACE_EXISTING))
            .then(() -> assertThat(false).as("asked again after the end").isTrue());

    assertThat(follow(file, writer).packets()).hasSize(2);
    assertThat(writer.ends).containsExactly(FollowEnd.REPLACED);
  }

  @Test
  void aFileThatIsCutShorterEnds() throws Exception {
    Path file = Files.write(folder.resolve("a.pcap"), capture(1));
    Writer writer =
        new Writer()
            .then(() -> Files.write(file, WireFile.little().pcap(0xa1b2c3d4L, 1).bytes()))
            .then(() -> assertThat(false).as("asked again after the end").isTrue());

    assertThat(follow(file, writer).packets()).hasSize(1);
    assertThat(writer.ends).containsExactly(FollowEnd.WRITTEN_ANEW);
  }

  @Test
  void aFileThatIsBegunAnewAndLongerAtOnceIsNotReadOnInItsMiddle() throws Exception {
    Path file = Files.write(folder.resolve("a.pcap"), capture(1));
    byte[] longer =
        WireFile.little()
            .pcap(0xa1b2c3d4L, 1)
            .record(7, 0, new byte[50])
            .record(8, 0, new byte[70])
            .bytes();
    Writer writer =
        new Writer()
            .then(() -> Files.write(file, longer))
            .then(() -> assertThat(false).as("asked again after the end").isTrue());

    Told told = follow(file, writer);

    assertThat(told.packets()).hasSize(1);
    assertThat(told.damage()).isEqualTo(Damage.NONE);
    assertThat(writer.ends).containsExactly(FollowEnd.WRITTEN_ANEW);
  }

  @Test
  void halfAPacketOfAFileThatIsGoneIsDamage() throws Exception {
    Path file = Files.write(folder.resolve("a.pcap"), capture(1));
    byte[] packet = WireFile.little().record(2, 0, PACKET).bytes();
    Writer writer =
        new Writer()
            .then(() -> append(file, packet, 0, 20))
            .then(() -> Files.delete(file))
            .then(() -> assertThat(false).as("asked again after the end").isTrue());

    assertThat(follow(file, writer).damage().what())
        .isEqualTo("ends within a packet: 4 of 60 bytes");
    assertThat(writer.ends).containsExactly(FollowEnd.GONE);
  }

  @Test
  void theNextFileOfARotatedSetEndsThisOneAndIsNamed() throws Exception {
    Path first = Files.write(folder.resolve("lan_00001_20261125120000.pcap"), capture(100));
    Path second = folder.resolve("lan_00002_20261125120500.pcap");
    Files.write(folder.resolve("wan_00001_20261125120000.pcap"), capture(150)); // another set
    Files.write(folder.resolve("lan_00000_20261125115500.pcap"), capture(50)); // the one before
    Writer writer =
        new Writer()
            .then(() -> Files.createFile(second)) // says nothing yet
            .then(() -> Files.write(second, capture(200)))
            .then(() -> assertThat(false).as("asked again after the end").isTrue());

    assertThat(follow(first, writer).packets()).hasSize(1);
    assertThat(writer.ends).containsExactly(FollowEnd.NEXT_BEGUN);
    assertThat(new RotatedSet(first).successor()).hasValue(second);
    assertThat(new RotatedSet(second).successor()).isEmpty();
  }

  @Test
  void aRingThatUsesItsNamesAgainIsFollowedByTime() throws Exception {
    Path newest = Files.write(folder.resolve("ring.pcap0"), capture(400));
    Path oldest = Files.write(folder.resolve("ring.pcap1"), capture(200));
    Path middle = Files.write(folder.resolve("ring.pcap2"), capture(300));

    assertThat(new RotatedSet(oldest).successor()).hasValue(middle);
    assertThat(new RotatedSet(middle).successor()).hasValue(newest);
    RotatedSet last = new RotatedSet(newest);
    assertThat(last.successor()).isEmpty();
    Files.write(oldest, capture(500)); // the ring has gone round
    Files.setLastModifiedTime(oldest, FileTime.fromMillis(1));
    assertThat(last.successor()).hasValue(oldest);
  }

  @Test
  void aFileThatWasLeftWithoutAPacketIsFollowedByTheNext() throws Exception {
    byte[] header = WireFile.little().pcap(0xa1b2c3d4L, 1).bytes();
    Path empty = Files.write(folder.resolve("lan-120000.pcap"), header);
    Files.setLastModifiedTime(empty, FileTime.fromMillis(100_500));
    Files.write(folder.resolve("lan-115959.pcap"), capture(99));
    RotatedSet set = new RotatedSet(empty);
    assertThat(set.successor()).isEmpty();
    Path next = Files.write(folder.resolve("lan-120001.pcap"), capture(101));

    assertThat(set.successor()).hasValue(next);
  }

  @Test
  void aFolderThatIsGoneHoldsNoSuccessor() throws Exception {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Path file = Files.write(inner.resolve("a.pcap"), capture(1));
    RotatedSet set = new RotatedSet(file);
    assertThat(set.successor()).isEmpty();
    Files.delete(file);
    Files.delete(inner);

    assertThat(set.successor()).isEmpty();
    assertThat(set.place()).isEqualTo(RotatedSet.PathTarget.NONE);
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    Path file = Files.write(folder.resolve("a.pcap"), capture(1));
    FollowControl never =
        new FollowControl() {
          @Override
          public boolean stopped() {
            return false;
          }

          @Override
          public void idle() {
            Thread.currentThread().interrupt();
          }
        };

    try (CaptureFile capture =
        CaptureFiles.follow(new RotatedSet(file), (address, name) -> {}, never)) {
      Frame frame = new Frame();
      assertThat(capture.next(frame)).isTrue();
      assertThat(capture.next(frame)).isFalse();
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aCompressedFileCannotBeFollowed() throws Exception {
    Path file =
        Files.write(folder.resolve("a.pcap.gz"), CompressionTest.Kind.GZIP.compress(capture(1)));

    assertThatThrownBy(() -> follow(file, new Writer()))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessageContaining("is compressed (gzip) and cannot be followed while it grows");
  }

  private static Told follow(Path file, FollowControl control) throws Exception {
    RotatedSet set = new RotatedSet(file);
    try (CaptureFile capture = CaptureFiles.follow(set, (address, name) -> {}, control)) {
      return ReadCapture.drain(capture, List.of());
    }
  }

  private static byte[] capture(long seconds) {
    return WireFile.little().pcap(0xa1b2c3d4L, 1).record(seconds, 0, PACKET).bytes();
  }

  private static void append(Path file, byte[] bytes, int from, int to) throws IOException {
    Files.write(file, java.util.Arrays.copyOfRange(bytes, from, to), StandardOpenOption.APPEND);
  }
}
