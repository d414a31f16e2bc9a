package io.tlsfloor.parser.preface;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.Progress;
import io.tlsfloor.testing.WireBytes;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The binary messages that come before TLS: bytes on the left, meaning on the right. */
class PacketViewsTest {
  /** Bytes before the message, so that an index that is not relative shows. */
  private static final int OFFSET = 3;

  private static final int MUTATIONS = 20_000;

  /** What says how far a message is there. */
  private interface Wrap {
    Progress wrap(ByteBuffer buffer, int start, int available);
  }

  private static byte[] bytes(String hex) {
    return WireBytes.hex(hex);
  }

  private static ByteBuffer shifted(byte[] bytes) {
    return ByteBuffer.allocate(bytes.length + OFFSET).put(OFFSET, bytes).asReadOnlyBuffer();
  }

  private static Progress wrap(Wrap view, String hex) {
    byte[] bytes = bytes(hex);
    return view.wrap(shifted(bytes), OFFSET, bytes.length);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          address                | 0401 01bb 34600001 00                                | DONE 9 52.96.0.1:443
          address and user       | 0401 01bb 34600001 626f6200 ff                       | DONE 12 52.96.0.1:443
          name                   | 0401 01bb 00000001 00 612e6200                       | DONE 13 a.b:443
          bind                   | 0402 01bb 34600001 00                                | DONE 9 52.96.0.1:443
          another command        | 0403 01bb 34600001 00                                | MALFORMED
          another version        | 0601 01bb 34600001 00                                | MALFORMED
          empty name             | 0401 01bb 00000001 00 00                             | MALFORMED
          name with a space      | 0401 01bb 00000001 00 612000                         | MALFORMED
          user without an end    | 0401 01bb 34600001 626f62                            | NEED_MORE
          """)
  void socks4Requests(String what, String hex, String expected) {
    SocksDialogue.Request view = new SocksDialogue.Request();
    assertThat(told(wrap(view::wrap, hex), view)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          IPv4                   | 050100 01 34600001 024b                    | DONE 10 52.96.0.1:587
          IPv6                   | 050100 04 20010db8 00000000 00000000 00000001 01bb | DONE 22 2001:db8::1:443
          name                   | 050100 03 03 612e62 01bb ff                | DONE 10 a.b:443
          no name                | 050100 03 00 01bb                          | MALFORMED
          name with a zero       | 050100 03 02 6100 01bb                     | MALFORMED
          another kind           | 050100 02 34600001 024b                    | MALFORMED
          another command        | 050400 01 34600001 024b                    | MALFORMED
          half                   | 050100 03 ff 61                            | NEED_MORE
          """)
  void socks5Requests(String what, String hex, String expected) {
    SocksDialogue.Request view = new SocksDialogue.Request();
    assertThat(told(wrap(view::wrap, hex), view)).isEqualTo(expected);
  }

  private static String told(Progress progress, SocksDialogue.Request view) {
    return progress == Progress.DONE
        ? "DONE " + view.length() + " " + view.target().host() + ":" + view.target().port()
        : progress.name();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          proxy, IPv4            | 0d0a0d0a000d0a515549540a 21 11 0002 ffff  | 18
          local                  | 0d0a0d0a000d0a515549540a 20 00 0000       | 16
          unix                   | 0d0a0d0a000d0a515549540a 21 31 0000       | 16
          version 3              | 0d0a0d0a000d0a515549540a 31 11 0000       | -1
          another command        | 0d0a0d0a000d0a515549540a 22 11 0000       | -1
          another family         | 0d0a0d0a000d0a515549540a 21 41 0000       | -1
          another transport      | 0d0a0d0a000d0a515549540a 21 13 0000       | -1
          another signature      | 0d0a0d0a000d0a515549540b 21 11 0000       | -1
          half                   | 0d0a0d0a000d0a515549540a 21 11 00         | 0
          """)
  void proxyHeaders(String what, String hex, int expected) {
    byte[] bytes = bytes(hex);
    assertThat(ProxyHeader.length2(shifted(bytes), OFFSET, bytes.length)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "05000001 000000000000, 10",
    "05000003 03616263 0000, 10",
    "05080004, 0",
    "0508000400, 22",
    "05, 0",
    "05090001 00, -1",
    "05000101 00, -1",
    "05000002 00, -1",
    "04, -1",
  })
  void socks5Replies(String hex, int expected) {
    byte[] bytes = bytes(hex);
    assertThat(SocksDialogue.replyLength(5, shifted(bytes), OFFSET, bytes.length))
        .isEqualTo(expected);
  }

  @Test
  void everyTruncationAsksForMoreAndNoMutationThrows() {
    truncate(new SocksDialogue.Request()::wrap, "0401 01bb 00000001 626f6200 612e6200");
    truncate(new SocksDialogue.Request()::wrap, "050100 03 03 612e62 01bb");
    truncate(PacketViewsTest::proxyHeader, "0d0a0d0a000d0a515549540a 21 11 0002");
  }

  private static Progress proxyHeader(ByteBuffer buffer, int start, int available) {
    int length = ProxyHeader.length2(buffer, start, available);
    return length > 0 ? Progress.DONE : length == 0 ? Progress.NEED_MORE : Progress.MALFORMED;
  }

  private static void truncate(Wrap view, String hex) {
    byte[] whole = bytes(hex);
    for (int length = 0; length < whole.length; length++) {
      assertThat(view.wrap(shifted(whole), OFFSET, length))
          .as("%s at %s", hex, length)
          .isEqualTo(Progress.NEED_MORE);
    }
    assertThat(view.wrap(shifted(whole), OFFSET, whole.length)).isEqualTo(Progress.DONE);
    Random random = new Random(whole.length);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] mutated = java.util.Arrays.copyOf(whole, random.nextInt(whole.length + 8));
      for (int n = random.nextInt(4); n >= 0 && mutated.length > 0; n--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
      }
      assertThat(view.wrap(shifted(mutated), OFFSET, mutated.length)).isNotNull();
    }
  }
}
