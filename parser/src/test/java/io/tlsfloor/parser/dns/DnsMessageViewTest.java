package io.tlsfloor.parser.dns;

import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.u16;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tlsfloor.testing.Rounds;
import io.tlsfloor.testing.WireDns;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DnsMessageViewTest {
  private static final int ROUNDS = Rounds.count(Rounds.some(5_000));
  private static final long SEED = Long.getLong("tlsfloor.seed", 20_261_125);

  /** One question and one answer follow: a.net, A. */
  private static final String HEAD = "1f2e 8180 0001 0001 0000 0000 01 61 03 6e6574 00 0001 0001";

  private static final byte[] FULL =
      WireDns.answer()
          .question("www.example.com", 65)
          .alias("www.example.com", 300, "edge.example.net")
          .address("edge.example.net", 60, "192.0.2.4")
          .address("edge.example.net", 60, "2001:db8::4")
          .record("edge.example.net", 65, 60, hex("0001 00 0001 0003 02 6832 0004 0004 c0000204"))
          .additional("edge.example.net", 16, 5, hex("03 616263"))
          .bytes();

  private final DnsMessageView message = new DnsMessageView();
  private final DnsAnswers answers = new DnsAnswers(message);

  private boolean wrap(byte[] bytes) {
    return message.wrap(ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          record cut                  | c00c 0001 0001 0000003c 0004 c00002   | 35 (rdata): TRUNCATED
          name cut                    | 05 6162                               | 23 (name): BAD_VALUE
          no record at all            |                                       | 23 (name): BAD_VALUE
          header of a record cut      | c00c 0001 00                          | 27 (class): TRUNCATED
          pointer to itself           | c017 0001 0001 0000003c 0004 c0000204 | 23 (name): BAD_VALUE
          pointer ahead               | c018 0001 0001 0000003c 0004 c0000204 | 23 (name): BAD_VALUE
          pointer into the header     | c000 0001 0001 0000003c 0004 c0000204 | 23 (name): BAD_VALUE
          pointer to where it began   | 01 62 c017 0001 0001 0000003c 0004 00 | 23 (name): BAD_VALUE
          pointer beyond the end      | ffff 0001 0001 0000003c 0004 c0000204 | 23 (name): BAD_VALUE
          label of a reserved kind    | 41 61 00 0001 0001 0000003c 0004 0000 | 23 (name): BAD_VALUE
          three bytes for IPv4        | c00c 0001 0001 0000003c 0003 c00002   | 35 (rdata): BAD_VALUE
          five bytes for IPv4         | c00c 0001 0001 0000003c 0005 c000020405 | 35 (rdata): BAD_VALUE
          four bytes for IPv6         | c00c 001c 0001 0000003c 0004 c0000204 | 35 (rdata): BAD_VALUE
          alias and more              | c00c 0005 0001 0000003c 0003 c00c00   | 35 (rdata): BAD_VALUE
          alias that is no name       | c00c 0005 0001 0000003c 0002 0561     | 35 (rdata): BAD_VALUE
          """)
  void saysWhereAndWhy(String name, String record, String expected) {
    assertThat(wrap(hex(HEAD + (record == null ? "" : record)))).isFalse();

    assertThat(message.failure()).hasToString("malformed at offset " + expected);
  }

  @Test
  void letsOtherTypesAndClassesBe() {
    String records =
        """
        c00c 0001 0003 0000003c 0002 0a00          # class Chaos: not four bytes
        """;

    assertThat(wrap(hex(HEAD + records))).isTrue();
    assertThat(message.type(0)).isZero();
    assertThat(wrap(hex(HEAD + "c00c 0010 0001 0000003c 0000"))).isTrue();
    assertThat(message.type(0)).isEqualTo(16);
  }

  @Test
  void letsBytesAfterTheLastRecordBe() {
    assertThat(wrap(join(FULL, hex("0000")))).isTrue();
  }

  @Test
  void noTruncationIsWholeAndTheRecordsBeforeItCanBeRead() {
    int seen = 0;
    for (int length = 0; length < FULL.length; length++) {
      assertThat(wrap(Arrays.copyOf(FULL, length))).as("%d bytes", length).isFalse();
      assertThat(message.failure().offset()).isBetween(0, length);
      assertThat(message.recordCount()).isBetween(seen, 5);
      seen = message.recordCount();
      readAll();
    }
    assertThat(seen).isEqualTo(4);
    assertThat(wrap(FULL)).isTrue();
    assertThat(message.recordCount()).isEqualTo(5);
  }

  @Test
  void takesANameOf255BytesAndNoLonger() {
    String label = "a".repeat(63) + ".";
    String longest = label + label + label + "a".repeat(61);
    byte[] good = WireDns.answer().question(longest, 1).bytes();
    byte[] bad = WireDns.answer().question(longest + "a", 1).bytes();

    assertThat(wrap(good)).isTrue();
    assertThat(wrap(bad)).isFalse();
    assertThat(message.failure()).hasToString("malformed at offset 12 (qname): BAD_VALUE");
  }

  @Test
  void aLongChainOfPointersIsNoName() {
    byte[] start = hex("0000 8180 0001 0001 0000 0000 01 61 00 0001 0001");
    ByteArrayOutputStream chain = new ByteArrayOutputStream();
    chain.writeBytes(start);
    chain.writeBytes(hex("c00c 0010 0001 00000000 0200")); // TXT data that are all pointers
    int target = 12;
    for (int i = 0; i < 256; i++) {
      int at = chain.size();
      chain.writeBytes(u16(0xC000 | target));
      target = at;
    }
    byte[] bytes = join(chain.toByteArray(), u16(0xC000 | target), hex("0001 0001 00000000 0000"));
    bytes[7] = 2;

    assertThat(wrap(bytes)).isFalse();
    assertThat(message.failure().field()).isEqualTo("name");
  }

  @Test
  void keepsSoManyRecordsAndChecksTheRest() {
    WireDns many = WireDns.answer().question("a.net", 1);
    for (int i = 0; i < DnsMessageView.MAX_RECORDS + 5; i++) {
      many.address("a.net", 60, "192.0.2.1");
    }
    assertThat(wrap(many.bytes())).isTrue();
    assertThat(message.recordCount()).isEqualTo(DnsMessageView.MAX_RECORDS);

    assertThat(wrap(many.record("a.net", 1, 60, hex("0a")).bytes())).isFalse();
  }

  @Test
  void mutatedMessagesAreReadWithoutHarm() {
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = FULL.clone();
      for (int i = random.nextInt(5); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] =
            random.nextBoolean() ? (byte) random.nextInt(256) : (byte) (0xC0 | random.nextInt(2));
      }
      bytes = Arrays.copyOf(bytes, bytes.length - random.nextInt(8));
      try {
        wrap(bytes);
        readAll();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + SEED + ", bytes " + HexFormat.of().formatHex(bytes), e);
      }
    }
  }

  /** Reads all that can be read, whatever {@code wrap} said. */
  private void readAll() {
    for (int i = 0; i < message.recordCount(); i++) {
      assertThat(message.owner(i)).hasSizeLessThan(512);
      assertThat(message.ttl(i)).isNotNegative();
      int name = message.netbiosOwner(i);
      if (name >= 0) {
        NetbiosNames.text(message.buffer(), name);
      }
    }
    if (answers.find()) {
      for (int i = 0; i < answers.count(); i++) {
        assertThat(answers.names(i)).isNotEmpty().hasSizeLessThanOrEqualTo(DnsAnswers.MAX_NAMES);
        assertThat(answers.address(i)).isNotNull();
      }
    }
  }

  @Test
  void nothingIsAllocatedUntilAnAnswerIsAskedFor() {
    ByteBuffer good = ByteBuffer.allocateDirect(FULL.length).put(FULL).flip();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 10; i++) { // loads classes
      assertThat(message.wrap(good, 0, FULL.length) && answers.find()).isTrue();
      message.wrap(good, 0, FULL.length - 1);
    }

    long before = threads.getCurrentThreadAllocatedBytes();
    int found = 0;
    for (int round = 0; round < 2_000; round++) {
      found += message.wrap(good, 0, FULL.length) && answers.find() ? 1 : 0;
      found += message.wrap(good, 0, FULL.length - 1) ? 1 : 0;
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(found).isEqualTo(2_000);
    assertThat(allocated).isLessThan(2_000);
  }
}
