package io.tlsfloor.parser.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.testing.Rounds;
import io.tlsfloor.testing.WireBytes;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what of a dialogue may be handed on; all else is a star. */
class PrefacePrivacyTest {
  private static String masked(List<String> prefaces, byte[] stream, boolean client) {
    BitSet shown =
        PrefaceMessages.read(kinds(prefaces), stream, 0, stream.length, client)
            .privacy()
            .mayLeave();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < stream.length; i++) {
      text.append(shown.get(i) ? (char) (stream[i] & 0xFF) : '*');
    }
    return text.toString();
  }

  private static List<PrefaceKind> kinds(List<String> labels) {
    return labels.stream().map(label -> PrefaceKind.ofLabel(label).orElseThrow()).toList();
  }

  @ParameterizedTest(name = "{0}, {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # dialogue      | from | lines, each ended by /          | what may be handed on
          starttls-smtp   | C | EHLO pc1/STARTTLS/                 | EHLO pc1/STARTTLS/
          starttls-smtp   | C | AUTH PLAIN c2VjcmV0/               | AUTH **************/
          starttls-smtp   | C | c2VjcmV0/                          | ********/
          starttls-smtp   | C | mail from:<a@b.c>/                 | mail ************/
          starttls-smtp   | C | XXXXXXXA/                          | XXXXXXXA/
          starttls-smtp   | S | 220 mx.outlook.com ESMTP/          | 220 mx.outlook.com ESMTP/
          starttls-smtp   | S | 250 <a@b.c> ok/                    | 250 **********/
          starttls-smtp   | S | some text/                         | *********/
          starttls-smtp   | S | 250 a.example.org große Straße/    | 250 a.example.org große Straße/
          starttls-imap   | C | a1 LOGIN alex secret/              | a1 LOGIN ***********/
          starttls-imap   | S | * OK IMAP4 ready/+ Zm9v/           | * OK IMAP4 ready/+*****/
          starttls-imap   | S | * 1 FETCH (BODY {3}/               | *******************/
          starttls-pop3   | S | +OK/TOP/SASL PLAIN/STLS/./         | +OK/TOP/SASL******/STLS/./
          starttls-pop3   | C | USER alex/PASS secret/             | USER ****/PASS ******/
          proxy-v1        | C | PROXY TCP4 10.0.0.1 1.2.3.4 1 2/   | PROXY TCP4 10.0.0.1 1.2.3.4 1 2/
          http-connect    | C | CONNECT a.b:443 HTTP/1.1~A: x~~    | CONNECT a.b:443 HTTP/1.1~****~~
          http-connect    | S | HTTP/1.1 200 ok~Set-Cookie: x~~    | HTTP/1.1 200 ok~*************~~
          http-connect    | S | HTTP/1.1 407 no~Content-Length: 3~~OK HTTP/1.1 200 ok~~ | HTTP/1.1 407 no~Content-Length: 3~~***HTTP/1.1 200 ok~~
          http-connect    | S | HTTP/1.1 407 no~Transfer-Encoding: chunked~~3;n=v~abc~0~~HTTP/1.1 200 ok~~ | HTTP/1.1 407 no~Transfer-Encoding: chunked~~3;***~***~0~~HTTP/1.1 200 ok~~
          http-connect    | C | CONNECT a.b:25 HTTP/1.1~~EHLO pc1~ | CONNECT a.b:25 HTTP/1.1~~**********
          """)
  void ofLines(String preface, char from, String said, String expected) {
    String end = said.contains("~") ? "~" : "/";
    byte[] stream = said.replace(end, "\r\n").getBytes(StandardCharsets.ISO_8859_1);

    assertThat(masked(List.of(preface), stream, from == 'C').replace("\r\n", end))
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}, {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # dialogue          | from | bytes                                     | what may be handed on, the rest as 2a
          socks5              | C | 05 01 02 / 01 04 616c6578 03 6c6162 / 05 01 00 01 01020304 01bb | 050102 0104 2a2a2a2a 03 2a2a2a 0501000101020304 01bb
          socks5              | S | 05 02 / 01 00 / 05 00 00 01 00000000 0000     | 0502 0100 05000001000000000000
          socks4              | C | 04 01 01bb 01020304 616c6578 00               | 040101bb01020304 2a2a2a2a 00
          socks4a             | C | 04 01 01bb 00000001 61 00 612e62 00           | 040101bb00000001 2a 00 612e62 00
          socks4              | S | 00 5a 0000 00000000                           | 005a000000000000
          proxy-v2            | C | 0d0a0d0a000d0a515549540a 21 11 0010 01020304 05060708 0102 0304 05 0001 ff | 0d0a0d0a000d0a515549540a 2111 0010 01020304 05060708 0102 0304 2a2a2a2a
          proxy-v2            | S | 0102                                          | 2a2a
          """)
  void ofMessages(String preface, char from, String bytes, String expected) {
    byte[] stream = WireBytes.hex(bytes.replace("/", ""));
    byte[] shown =
        masked(List.of(preface), stream, from == 'C').getBytes(StandardCharsets.ISO_8859_1);

    assertThat(HexFormat.of().formatHex(shown)).isEqualTo(expected.replace(" ", ""));
  }

  @Test
  void oneDialogueComesAfterTheOther() {
    byte[] stream =
        "CONNECT a.b:25 HTTP/1.1\r\nCookie: x\r\n\r\nEHLO pc1\r\nAUTH PLAIN x\r\n"
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThat(masked(List.of("http-connect", "starttls-smtp"), stream, true))
        .isEqualTo("CONNECT a.b:25 HTTP/1.1\r\n*********\r\n\r\nEHLO pc1\r\nAUTH *******\r\n");
  }

  @Test
  void anyBytesAreReadWithinTheirBounds() {
    Random random = new Random(5);
    for (int i = 0; i < Rounds.some(4_000); i++) {
      byte[] stream = new byte[random.nextInt(80)];
      random.nextBytes(stream);
      if (i % 2 == 0) {
        for (int at = 0; at < stream.length; at++) {
          stream[at] = (byte) " <>:\r\n5HTTP/1.CONNECT 407;".charAt((stream[at] & 0xFF) % 26);
        }
      }
      if (stream.length > 0 && i % 3 == 0) {
        stream[0] = (byte) (i % 7);
      }
      for (PrefaceKind kind : PrefaceKind.values()) {
        BitSet shown =
            PrefaceMessages.read(List.of(kind), stream, 0, stream.length, random.nextBoolean())
                .privacy()
                .mayLeave();
        assertThat(shown.length()).as(kind.label()).isLessThanOrEqualTo(stream.length);
      }
    }
  }
}
