package io.tlsfloor.parser.dns;

import static io.tlsfloor.testing.WireBytes.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.WireDns;
import io.tlsfloor.testing.WirePackets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DnsAnswersTest {
  private static final int A = 1;

  /** An answer as a resolver compresses it. */
  private static final String COMPRESSED =
      """
      1f2e 8180 0001 0003 0000 0000
      07 6f75746c6f6f6b 09 6f6666696365333635 03 636f6d 00 0001 0001  # outlook.office365.com A
      c00c 0005 0001 0000012c 0017                                    # CNAME, 300 s
        07 6f75746c6f6f6b 02 6861 09 6f6666696365333635 c01e          #   outlook.ha.office365.com
      c033 0001 0001 0000003c 0004 34602a0b                           # A 52.96.42.11, 60 s
      c033 0001 0001 0000001e 0004 34602a0c                           # A 52.96.42.12, 30 s
      """;

  private final DnsMessageView message = new DnsMessageView();
  private final DnsAnswers answers = new DnsAnswers(message);

  /** {@code address ttl: names} of each. */
  private List<String> told(byte[] bytes) {
    assertThat(message.wrap(ByteBuffer.wrap(bytes), 0, bytes.length)).isTrue();
    List<String> told = new ArrayList<>();
    if (answers.find()) {
      for (int i = 0; i < answers.count(); i++) {
        told.add(answers.address(i) + " " + answers.ttl(i) + ": " + answers.names(i));
      }
    }
    return told;
  }

  @Test
  void followsAliasesToAddressesAndHoldsThemNoLongerThanAny() {
    assertThat(told(hex(COMPRESSED)))
        .containsExactly(
            "52.96.42.11 60: [outlook.office365.com, outlook.ha.office365.com]",
            "52.96.42.12 30: [outlook.office365.com, outlook.ha.office365.com]");
  }

  @Test
  void followsAliasesInWhateverOrderAndCase() {
    byte[] bytes =
        WireDns.answer()
            .question("a.example.com", A)
            .address("C.example.com", 20, "2001:db8::7")
            .alias("B.Example.com", 30, "c.example.com")
            .alias("A.EXAMPLE.COM", 10, "b.example.com")
            .bytes();

    assertThat(told(bytes))
        .containsExactly("2001:db8::7 10: [a.example.com, b.example.com, c.example.com]");
  }

  @Test
  void takesNothingThatTheQuestionDoesNotLeadTo() {
    byte[] bytes =
        WireDns.answer()
            .question("a.net", A)
            .address("b.net", 60, "192.0.2.4")
            .alias("b.net", 60, "a.net")
            .additional("outlook.office365.com", A, 60, WirePackets.address("192.0.2.5"))
            .bytes();

    assertThat(told(bytes)).isEmpty();
  }

  @Test
  void takesNothingOfQuestionsRefusalsUpdatesAndOtherClasses() {
    for (int flags : new int[] {0x0100, 0x8183, 0x8182, 0xA800}) {
      byte[] bytes =
          WireDns.message(flags).question("a.net", A).address("a.net", 60, "192.0.2.4").bytes();
      assertThat(told(bytes)).as("flags %04x", flags).isEmpty();
    }
    byte[] chaos = WireDns.answer().question("a.net", A).address("a.net", 60, "192.0.2.4").bytes();
    chaos[12 + 7 + 3] = 3;
    assertThat(told(chaos)).isEmpty();
  }

  @Test
  void endsWhereAliasesGoRound() {
    byte[] bytes =
        WireDns.answer()
            .question("a.net", A)
            .alias("a.net", 60, "b.net")
            .alias("b.net", 60, "a.net")
            .address("b.net", 60, "192.0.2.4")
            .bytes();

    assertThat(told(bytes)).containsExactly("192.0.2.4 60: [a.net, b.net]");
  }

  @Test
  void stopsAtSoManyAliasesAndAddresses() {
    WireDns chain = WireDns.answer().question("n0.net", A);
    for (int i = 0; i < 40; i++) {
      chain.address("n" + i + ".net", 60, "192.0.2." + i);
      chain.alias("n" + i + ".net", 60, "n" + (i + 1) + ".net");
    }
    assertThat(told(chain.bytes())).hasSize(DnsAnswers.MAX_NAMES);

    WireDns many = WireDns.answer().question("a.net", A);
    for (int i = 0; i < 200; i++) {
      many.address("a.net", 60, "192.0.2." + i);
    }
    assertThat(told(many.bytes())).hasSize(DnsAnswers.MAX_ADDRESSES);
  }

  @Test
  void keepsEachByteOfANameAndShowsWhichDotsAreInsideALabel() {
    byte[] bytes =
        hex(
            """
            0000 8180 0001 0001 0000 0000
            06 61 2e 5c ff 0a 62 03 6e6574 00 0001 0001   # a.\\ÿ and a line feed, b
            c00c 0001 0001 00000001 0004 c0000204
            """);

    assertThat(told(bytes)).containsExactly("192.0.2.4 1: [a\\.\\\\\u00ff\nb.net]");
  }

  @Test
  void readsAHugeTimeToLiveAsNone() {
    byte[] bytes =
        WireDns.answer().question("a.net", A).address("a.net", 0x80000000, "192.0.2.4").bytes();

    assertThat(told(bytes)).containsExactly("192.0.2.4 0: [a.net]");
  }
}
