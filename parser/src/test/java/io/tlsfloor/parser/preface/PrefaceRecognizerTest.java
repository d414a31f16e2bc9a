package io.tlsfloor.parser.preface;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.preface.PrefaceRecognizer.Answer;
import io.tlsfloor.testing.Rounds;
import io.tlsfloor.testing.WireBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefaceRecognizerTest {
  private static Answer test(byte[] bytes) {
    return PrefaceRecognizer.test(0, ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SSH                    | SSH-2.0-OpenSSH_9.6\\r\\n
          HTTP request           | GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n
          HTTP reply             | HTTP/1.1 200 OK\\r\\nServer: x\\r\\n
          HTTP/2                 | PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n
          Redis command          | *1\\r\\n$4\\r\\nPING\\r\\n
          Redis error            | -ERR unknown\\r\\n
          memcached              | get key1\\r\\n
          SIP                    | INVITE sip:a@example.com SIP/2.0\\r\\n
          RTSP                   | OPTIONS rtsp://a/ RTSP/1.0\\r\\n
          SMTP in the middle     | RCPT TO:<a@example.com>\\r\\n
          FTP or POP3 log-in     | USER bob\\r\\n
          a log-in named login   | USER LOGIN\\r\\n
          XMPP                   | <?xml version="1.0"?><stream:stream>
          FTP                    | AUTH TLS\\r\\n
          IRC                    | CAP LS 302\\r\\n
          NNTP                   | 200 news.example.net ready\\r\\n
          220 without a space    | 220abc\\r\\n
          220 with binary        | 220 \\1\\2
          a hole in a carriage   | 220 a\\rb
          CONNECT of STOMP       | CONNECT\\naccept-version:1.2\\n
          a proxy's own page     | PROXY of the day
          """)
  void textOfOtherProtocolsIsNoPreface(String what, String text) {
    byte[] bytes = text.translateEscapes().getBytes(StandardCharsets.ISO_8859_1);

    assertThat(test(bytes)).isEqualTo(Answer.NO);
    assertThat(PrefaceRecognizer.start(0, ByteBuffer.wrap(bytes), 0, bytes.length)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TLS hello                   | 16030100c8 010000c4 0303
          SSLv2 hello                 | 802e010301 00150000 0010 010080
          BitTorrent                  | 13426974546f7272656e742070726f746f636f6c
          SMB                         | 00000085ff534d4272000000
          SMB 2                       | 000000a4fe534d4240000100
          S7 over ISO transport       | 0300001611e00000001400c1020100c2020102c0010a
          H.323 in TPKT               | 0300012c08020fa405 0401
          RDP                         | 030000130ee000000000000100080003000000
          TDS prelogin                | 1201002f0000010000001a0006010020
          DNS over TCP                | 001d00010100000100000000000003777777
          Kerberos over TCP           | 0000011e6b82011a3082011602010502010a
          SNMP in BER                 | 302602010104067075626c6963a019
          LDAP                        | 301d0201017718801631
          SOCKS 5 without methods     | 0500ff
          SOCKS 5 of unassigned kinds | 0503101112
          SOCKS 5 and more            | 050100deadbeef
          SOCKS 4 to port 0           | 0401000001020304 00
          SOCKS 4 bind                | 0402005001020304 00
          SOCKS 4 with binary after   | 0401005001020304 00 deadbeef
          PROXY 2 of another version  | 0d0a0d0a000d0a515549540a31110000
          PROXY 2 cut short by zeros  | 0d0a0d0a000d0a51554900
          PostgreSQL                  | 0000000804d2162f
          MySQL                       | 2e0000000a382e302e3335
          zeros                       | 0000000000000000000000000000000000000000
          """)
  void packetsOfOtherProtocolsAreNoPreface(String what, String hex) {
    assertThat(test(WireBytes.hex(hex))).isEqualTo(Answer.NO);
  }

  @Test
  void everyTruncationOfAYesAsksForMore() {
    for (String hex :
        new String[] {
          "32323020", // "220 "
          "45484c4f20", // "EHLO "
          "2a204f4b20", // "* OK "
          "2b4f4b20", // "+OK "
          "613030312053544152 54544c530d0a", // "a001 STARTTLS"
          "434f4e4e45435420", // "CONNECT "
          "0401 01bb 00000001 00 61 00",
          "0502 00 02",
          "0d0a0d0a000d0a515549540a 21 11 000c",
        }) {
      byte[] whole = WireBytes.hex(hex);
      for (int length = 1; length < whole.length; length++) {
        assertThat(PrefaceRecognizer.test(0, ByteBuffer.wrap(whole), 0, length))
            .as("%s at %s", hex, length)
            .isEqualTo(Answer.NEED_MORE);
      }
      assertThat(test(whole)).as(hex).isEqualTo(Answer.YES);
    }
  }

  @Test
  void randomBytesAreNoPreface() {
    Random random = new Random(20261125);
    int found = 0;
    for (int i = 0; i < Rounds.some(200_000); i++) {
      byte[] bytes = new byte[PrefaceRecognizer.MAX_BYTES];
      random.nextBytes(bytes);
      assertThat(test(bytes)).isNotEqualTo(Answer.NEED_MORE);
      found += test(bytes) == Answer.YES ? 1 : 0;
    }

    assertThat(found).isZero();
  }

  @Test
  void theTestNeverWantsMoreThanItSaid() {
    byte[] bytes = new byte[PrefaceRecognizer.MAX_BYTES];
    for (int first = 0; first < 256; first++) {
      for (int rest : new int[] {0, 1, 5, ' ', 'a', 0x80, 0xFF}) {
        java.util.Arrays.fill(bytes, (byte) rest);
        bytes[0] = (byte) first;
        assertThat(test(bytes)).as("%02x %02x", first, rest).isNotEqualTo(Answer.NEED_MORE);
      }
    }
  }
}
