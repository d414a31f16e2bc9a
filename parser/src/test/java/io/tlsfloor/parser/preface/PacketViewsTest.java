package io.tlsfloor.parser.preface;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.Progress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The binary messages that come before TLS: bytes on the left, meaning on the right. */
class PacketViewsTest {
  /** Bytes before the message, so that an index that is not relative shows. */
  private static final int OFFSET = 3;

  private static final int MUTATIONS = 20_000;

  /** A view's {@code wrap}, whichever view it is. */
  private interface Wrap {
    Progress wrap(ByteBuffer buffer, int start, int available);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
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
          another version        | 0501 01bb 34600001 00                                | MALFORMED
          empty name             | 0401 01bb 00000001 00 00                             | MALFORMED
          name with a space      | 0401 01bb 00000001 00 612000                         | MALFORMED
          user without an end    | 0401 01bb 34600001 626f62                            | NEED_MORE
          """)
  void socks4Requests(String what, String hex, String expected) {
    SocksRequestView view = new SocksRequestView();
    assertThat(told(wrap(view::wrap4, hex), view)).isEqualTo(expected);
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
    SocksRequestView view = new SocksRequestView();
    assertThat(told(wrap(view::wrap5, hex), view)).isEqualTo(expected);
  }

  private static String told(Progress progress, SocksRequestView view) {
    return progress == Progress.DONE
        ? "DONE " + view.length() + " " + view.target().host() + ":" + view.target().port()
        : progress.name();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          short form             | 300c 020101 7807 0a0100 0400 0400                     | DONE 14 78 0
          long form              | 308400000010 020101 788400000007 0a0134 0400 0400     | DONE 22 78 52
          extra bytes            | 300c 020101 7807 0a0100 0400 0400 ffff                | DONE 14 78 0
          four-byte id           | 300f 02047fffffff 6007 020103 04008000                | DONE 17 60 -1
          result too long        | 300d 020101 7808 0a020000 0400 0400                   | DONE 15 78 -1
          no sequence            | 310c 020101 7807 0a0100 0400 0400                     | MALFORMED
          id is no integer       | 300c 030101 7807 0a0100 0400 0400                     | MALFORMED
          id of five bytes       | 3010 02050000000001 7807 0a0100 0400 0400             | MALFORMED
          operation of no kind   | 300c 020101 3007 0a0100 0400 0400                     | MALFORMED
          operation sticks out   | 300c 020101 787f 0a0100 0400 0400                     | MALFORMED
          indefinite length      | 3080 020101 7807 0a0100 0400 0400                     | MALFORMED
          length of five bytes   | 30850000000001 0201                                   | MALFORMED
          half                   | 300c 020101 7807 0a0100                               | NEED_MORE
          """)
  void ldapMessages(String what, String hex, String expected) {
    LdapMessageView view = new LdapMessageView();
    Progress progress = wrap(view::wrap, hex);
    String told =
        progress == Progress.DONE
            ? "DONE %d %x %d".formatted(view.length(), view.operation(), view.resultCode())
            : progress.name();
    assertThat(told).isEqualTo(expected);
  }

  @Test
  void ldapMessagesAskForTlsByTheirNameOnly() {
    LdapMessageView view = new LdapMessageView();
    String asks = "301d 020101 7718 8016 312e332e362e312e342e312e313436362e3230303337";

    assertThat(wrap(view::wrap, asks)).isEqualTo(Progress.DONE);
    assertThat(view.asksForTls()).isTrue();
    assertThat(wrap(view::wrap, asks.replace("3337", "3338"))).isEqualTo(Progress.DONE);
    assertThat(view.asksForTls()).isFalse();
    assertThat(wrap(view::wrap, asks.replace("7718", "6318"))).isEqualTo(Progress.DONE);
    assertThat(view.asksForTls()).isFalse();
    assertThat(wrap(view::wrap, "3007 020101 7702 8016 312e332e362e312e342e312e"))
        .isEqualTo(Progress.DONE);
    assertThat(view.asksForTls()).as("a name that sticks out of its message").isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          request for TLS        | 03000013 0ee00000000000 01000800 0b000000        | DONE 19 true true
          after a cookie         | 03000016 11e00000000000 612d62 01000800 01000000 | DONE 22 true true
          offers RDP only        | 03000013 0ee00000000000 01000800 00000000        | DONE 19 true false
          offers nothing         | 0300000b 06e00000000000                          | DONE 11 true false
          with correlation       | 03000037 32e00000000000 01080800 03000000 06002400 %s | DONE 55 true true
          confirm of TLS         | 03000013 0ed00000123400 021f0800 01000000        | DONE 19 false true
          confirm of RDP         | 03000013 0ed00000123400 021f0800 00000000        | DONE 19 false false
          failure                | 03000013 0ed00000123400 03000800 02000000        | DONE 19 false false
          data                   | 03000013 0ef00000123400 021f0800 01000000        | MALFORMED
          lengths disagree       | 03000013 0fe00000000000 01000800 0b000000        | MALFORMED
          reserved byte          | 03010013 0ee00000000000 01000800 0b000000        | MALFORMED
          half                   | 03000013 0ee00000000000 01000800                 | NEED_MORE
          """)
  void rdpPackets(String what, String hex, String expected) {
    X224View view = new X224View();
    Progress progress = wrap(view::wrap, hex.replace("%s", "11".repeat(32)));
    String told =
        progress == Progress.DONE
            ? "DONE %d %s %s".formatted(view.length(), view.isRequest(), view.negotiatesTls())
            : progress.name();
    assertThat(told).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          proxy, IPv4            | 0d0a0d0a000d0a515549540a 21 11 0002 ffff  | DONE 18
          local                  | 0d0a0d0a000d0a515549540a 20 00 0000       | DONE 16
          unix                   | 0d0a0d0a000d0a515549540a 21 31 0000       | DONE 16
          version 3              | 0d0a0d0a000d0a515549540a 31 11 0000       | MALFORMED
          another command        | 0d0a0d0a000d0a515549540a 22 11 0000       | MALFORMED
          another family         | 0d0a0d0a000d0a515549540a 21 41 0000       | MALFORMED
          another transport      | 0d0a0d0a000d0a515549540a 21 13 0000       | MALFORMED
          another signature      | 0d0a0d0a000d0a515549540b 21 11 0000       | MALFORMED
          half                   | 0d0a0d0a000d0a515549540a 21 11 0002 ff    | NEED_MORE
          """)
  void proxyHeaders(String what, String hex, String expected) {
    ProxyV2View view = new ProxyV2View();
    Progress progress = wrap(view::wrap, hex);
    assertThat(progress == Progress.DONE ? "DONE " + view.length() : progress.name())
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          for TLS                | 20000001 05ae0000 00000001 21 %s          | DONE
          without the flag       | 20000001 05a60000 00000001 21 %s          | MALFORMED
          another sequence       | 20000002 05ae0000 00000001 21 %s          | MALFORMED
          filler that is none    | 20000001 05ae0000 00000001 21 01 %s       | MALFORMED
          before version 4.1     | 05000001 0508 000001                      | DONE
          a log-in               | 21000001 05ae0000 00000001 21 %s 00       | MALFORMED
          half                   | 20000001 05ae0000 00000001 21             | NEED_MORE
          """)
  void mysqlRequests(String what, String hex, String expected) {
    MysqlPacketView view = new MysqlPacketView();
    assertThat(wrap(view::wrapSslRequest, hex.replace("%s", "00".repeat(23))))
        .hasToString(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          8.0                    | 4a000000 0a 382e302e333500 | DONE 78
          10.11 of MariaDB       | 6f000000 0a 31302e31312e32 | DONE 115
          protocol 9             | 4a000000 09 382e302e333500 | MALFORMED
          a version of letters   | 4a000000 0a 612e302e333500 | MALFORMED
          another sequence       | 4a000001 0a 382e302e333500 | MALFORMED
          too short              | 14000000 0a 382e302e333500 | MALFORMED
          too long               | 00040000 0a 382e302e333500 | MALFORMED
          half                   | 4a000000 0a 38             | NEED_MORE
          """)
  void mysqlGreetings(String what, String hex, String expected) {
    MysqlPacketView view = new MysqlPacketView();
    Progress progress = wrap(view::wrapGreeting, hex);
    assertThat(progress == Progress.DONE ? "DONE " + view.length() : progress.name())
        .isEqualTo(expected);
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
    assertThat(SocksReply.length5(shifted(bytes), OFFSET, bytes.length)).isEqualTo(expected);
  }

  @Test
  void everyTruncationAsksForMoreAndNoMutationThrows() {
    truncate(new SocksRequestView()::wrap4, "0401 01bb 00000001 626f6200 612e6200");
    truncate(new SocksRequestView()::wrap5, "050100 03 03 612e62 01bb");
    truncate(
        new LdapMessageView()::wrap,
        "301d020101771880 16312e332e362e312e342e312e313436362e3230303337");
    truncate(new X224View()::wrap, "03000013 0ee00000000000 01000800 0b000000");
    truncate(new ProxyV2View()::wrap, "0d0a0d0a000d0a515549540a 21 11 0002 ffff");
    truncate(
        new MysqlPacketView()::wrapSslRequest, "20000001 05ae0000 00000001 21" + "00".repeat(23));
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
