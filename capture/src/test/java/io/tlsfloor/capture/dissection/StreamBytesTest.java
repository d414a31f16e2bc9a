package io.tlsfloor.capture.dissection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.dissection.SegmentSource.Fragment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Every byte of a stream is known to lie where it came from, in whatever order segments come. */
class StreamBytesTest {
  private static final int BYTES = 60;

  private final StreamBytes stream = new StreamBytes();
  private final long[] frames = new long[BYTES]; // of each byte; 0 for none
  private final int[] offsets = new int[BYTES];

  @RepeatedTest(200)
  void knowsOfEachByteWhereItCameFrom(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    for (int segment = 1; segment <= 8; segment++) {
      put(random, 10 * segment);
    }
    for (int at = 0; at < BYTES; at++) {
      assertThat(stream.next(at) == at).isEqualTo(frames[at] != 0);
      if (frames[at] != 0) {
        assertThat(stream.frame(at)).isEqualTo(frames[at]);
        assertThat(stream.isFrom(at, frames[at], offsets[at])).isTrue();
        assertThat(stream.isFrom(at, frames[at], offsets[at] + 1)).isFalse();
        assertThat(stream.runEnd(at)).isGreaterThan(at);
        for (int next = at + 1; next < stream.runEnd(at); next++) {
          assertThat(frames[next]).isEqualTo(frames[at]);
        }
      }
    }
    for (long frame = 1; frame < 90; frame++) {
      assertThat(stream.firstOf(frame)).isEqualTo(first(frame));
    }
    for (int start = 0; start < BYTES; start++) {
      int length = random.nextInt(BYTES - start + 1);
      Set<Long> holders = new LinkedHashSet<>();
      stream.frames(start, length, holders);
      assertThat(holders).containsExactlyElementsOf(holders(start, length));
      assertThat(stream.places(start, length)).isEqualTo(places(start, length));
    }
  }

  /** A segment in one frame, or in fragments of three bytes, one of which nobody knows. */
  private void put(Random random, int frame) {
    byte[] data = new byte[1 + random.nextInt(16)];
    random.nextBytes(data);
    int at = random.nextInt(BYTES - data.length);
    List<Fragment> fragments = new ArrayList<>();
    for (int from = 0; random.nextBoolean() && from < data.length; from += 3) {
      fragments.add(new Fragment(frame + from / 3 % 3, from, 20, Math.min(3, data.length - from)));
    }
    int offset = random.nextInt(8) == 0 ? StreamBytes.NOWHERE : fragments.isEmpty() ? 54 : 0;
    SegmentSource source = new SegmentSource(frame, offset, fragments, data.length);
    stream.put(at, data, source);
    for (int i = 0; i < data.length; i++) {
      if (frames[at + i] == 0) {
        frames[at + i] = source.frame(i);
        offsets[at + i] = source.offset(i);
      }
    }
  }

  private int first(long frame) {
    for (int at = 0; at < BYTES; at++) {
      if (frames[at] == frame) {
        return at;
      }
    }
    return -1;
  }

  private Set<Long> holders(int start, int length) {
    Set<Long> holders = new LinkedHashSet<>();
    Arrays.stream(frames, start, start + length).filter(f -> f != 0).forEach(holders::add);
    return holders;
  }

  private List<Place> places(int start, int length) {
    List<Place> places = new ArrayList<>();
    int next;
    for (int at = start; at < start + length; at = next) {
      next = at + 1;
      while (next < start + length
          && frames[next] == frames[at]
          && offsets[at] != StreamBytes.NOWHERE
          && offsets[next] == offsets[at] + next - at) {
        next++;
      }
      if (frames[at] != 0 && offsets[at] != StreamBytes.NOWHERE) {
        StringBuilder hex = new StringBuilder();
        for (int i = at; i < Math.min(next, at + Place.MAX_BYTES); i++) {
          hex.append(i == at ? "" : " ").append(String.format("%02x", stream.bytes()[i]));
        }
        places.add(new Place(frames[at], offsets[at], hex.toString(), next - at));
      }
    }
    return places;
  }
}
