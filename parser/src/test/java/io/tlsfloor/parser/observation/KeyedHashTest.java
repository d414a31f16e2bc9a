package io.tlsfloor.parser.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class KeyedHashTest {
  @Test
  void addressesWhoseHalvesCancelEachOtherHaveHashesOfTheirOwn() {
    Set<Integer> codes = new HashSet<>();
    for (long i = 0; i < 10_000; i++) {
      codes.add(IpAddress.v6(0x20010DB8L << 32, i << 32 | i).hashCode());
    }

    assertThat(codes).hasSizeGreaterThan(9_990); // by chance two in 2^32 are equal
  }

  @Test
  void textsThatJavaHashesAlikeAreHashedApart() {
    assertThat("AaAa".hashCode()).isEqualTo("BBBB".hashCode());

    assertThat(KeyedHash.code(1, "AaAa")).isNotEqualTo(KeyedHash.code(1, "BBBB"));
    assertThat(KeyedHash.code(1, "AaAa")).isNotEqualTo(KeyedHash.code(2, "AaAa"));
    assertThat(KeyedHash.code(1, "AaAa")).isEqualTo(KeyedHash.code(1, "Aa" + "Aa"));
  }

  @Test
  void bytesAreHashedToTheLastAndNoFurther() {
    Set<Long> hashes = new HashSet<>();
    byte[] bytes = new byte[70];
    for (int length = 0; length <= bytes.length; length++) {
      hashes.add(KeyedHash.of(ByteBuffer.wrap(bytes), 0, length));
    }
    for (int at = 0; at < bytes.length; at++) {
      byte[] other = bytes.clone();
      other[at] = 1;
      hashes.add(KeyedHash.of(ByteBuffer.wrap(other), 0, other.length));
    }

    assertThat(hashes).hasSize(71 + 70);
    assertThat(KeyedHash.of(ByteBuffer.wrap(bytes), 3, 40))
        .isEqualTo(KeyedHash.of(ByteBuffer.wrap(bytes), 20, 40));
  }

  @Test
  void bufferIsReadByOthersWhileItIsHashed() throws InterruptedException {
    ByteBuffer shared = ByteBuffer.allocateDirect(4096).putInt(0, 74);
    CountDownLatch running = new CountDownLatch(1);
    Thread hashing =
        new Thread(
            () -> {
              running.countDown();
              while (!Thread.currentThread().isInterrupted()) {
                KeyedHash.of(shared, 8, 4000);
              }
            });
    hashing.start();
    running.await();
    Set<Integer> read = new HashSet<>();
    for (int i = 0; i < 5_000_000; i++) {
      read.add(shared.getInt(0));
    }
    hashing.interrupt();
    hashing.join();

    assertThat(read).containsExactly(74);
  }

  @Test
  void wordsOfOtherNumberOrOrderHaveAnotherHash() {
    assertThat(KeyedHash.of(1, 2)).isNotEqualTo(KeyedHash.of(2, 1));
    assertThat(KeyedHash.of(1, 0)).isNotEqualTo(KeyedHash.of(1, 0, 0));
    assertThat(KeyedHash.of(1, 2, 3, 4, 5)).isNotEqualTo(KeyedHash.of(1, 2, 3, 5, 4));
  }
}
