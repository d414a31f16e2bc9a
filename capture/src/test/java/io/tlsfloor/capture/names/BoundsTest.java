package io.tlsfloor.capture.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.testing.WireDns;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Names cost a bounded amount, whatever traffic does, and what is forgotten is counted. */
final class BoundsTest {
  private static final FrameRef FRAME = new FrameRef("a.pcap", 1, Instant.EPOCH);
  private static final IpAddress CLIENT = IpAddress.parse("10.0.0.5");
  private static final long HOUR = 3_600_000_000_000L;

  private final FrameMark mark = new FrameMark();

  private static NameAnswer answer(String name, long since) {
    return new NameAnswer(CLIENT, List.of(name), since, since + 1000, true, FRAME);
  }

  @Test
  void theKeyThatWasIdleTheLongestGoesFirst() {
    AnswerTable<String> table = new AnswerTable<>(2, 1 << 20);
    table.put("one", answer("a", 1));
    table.put("two", answer("b", 2));
    assertThat(table.valid("one", 3)).hasSize(1);
    table.put("three", answer("c", 4));

    assertThat(table.size()).isEqualTo(2);
    assertThat(table.valid("two", 5)).isEmpty();
    assertThat(table.valid("one", 5)).hasSize(1);
    assertThat(table.evicted()).isEqualTo(1);
  }

  @Test
  void longNamesFromBlocksFillTheRoomBeforeTheTable() {
    ServerNames names = new ServerNames();
    String name = "\u0436".repeat(ServerNames.MAX_NAME_CHARS);
    for (int i = 0; i < ServerNames.MAX_ADDRESSES; i++) {
      names.name(IpAddress.v4(i), name);
    }

    assertThat(names.evicted()).isPositive();
    assertThat(names.of(CLIENT, Optional.empty(), IpAddress.v4(ServerNames.MAX_ADDRESSES - 1), 0))
        .hasSize(1);
  }

  @Test
  void whatNoLongerHoldsIsNoLoss() {
    AnswerTable<String> table = new AnswerTable<>(1, 1 << 20);
    table.put("one", answer("a", 1));
    table.put("two", answer("b", 5000));

    assertThat(table.evicted()).isZero();
  }

  @Test
  void namesOfOneKeyGiveWayOldestFirst() {
    AnswerTable<String> table = new AnswerTable<>(2, 1 << 20);
    for (int i = 0; i <= AnswerTable.MAX_ANSWERS; i++) {
      table.put("one", answer("n" + i, i));
    }

    assertThat(table.valid("one", 100))
        .hasSize(AnswerTable.MAX_ANSWERS)
        .extracting(a -> a.names().get(0))
        .startsWith("n8", "n7")
        .doesNotContain("n0");
    assertThat(table.crowded()).isEqualTo(1);
  }

  @Test
  void longNamesTakeTheRoomOfManyShortOnes() {
    long room = 100_000;
    AnswerTable<Integer> table = new AnswerTable<>(1 << 20, room);
    for (int i = 0; i < 10_000; i++) {
      table.put(i, answer("a".repeat(255), 1));
    }

    assertThat(table.size()).isBetween(100, 300);
    assertThat(table.evicted()).isEqualTo(10_000 - table.size());
  }

  @Test
  void aFloodOfAnswersCostsABoundedAmountAndIsCounted() {
    NameReader reader = new NameReader();
    int flood = ServerNames.MAX_ADDRESSES + 1000;
    byte[] first =
        WireDns.answer().question("first.net", 1).address("first.net", 9, "1.2.3.4").bytes();
    mark.set("a.pcap", 1, HOUR);
    reader.message(ByteBuffer.wrap(first), 0, first.length, CLIENT, mark);
    byte[] bytes = WireDns.answer().question("a.net", 1).address("a.net", 9, "192.0.2.1").bytes();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    for (int i = 0; i < flood; i++) {
      buffer.putInt(bytes.length - 4, i);
      reader.message(buffer, 0, bytes.length, CLIENT, mark);
    }

    assertThat(reader.servers().evicted()).isEqualTo(1001);
    assertThat(reader.servers().of(CLIENT, Optional.empty(), IpAddress.v4(flood - 1), HOUR))
        .hasSize(1);
  }

  /** What was sent in an hour before still holds; what a flood sends in its packets does not. */
  @Test
  void answersFullOfAddressesAreTakenUntilThereAreTooManyAndTheOthersAreCounted() {
    NameReader reader = new NameReader();
    WireDns wire = WireDns.answer().question("a.net", 1);
    for (int i = 0; i < 50; i++) {
      wire.address("a.net", 9, "192.0.2." + i);
    }
    byte[] bytes = wire.bytes();
    mark.set("a.pcap", 1, HOUR);
    int messages = 1000;
    for (int i = 0; i < messages; i++) {
      reader.message(ByteBuffer.wrap(bytes), 0, bytes.length, CLIENT, mark);
    }

    long taken = ServerNames.MAX_CREDIT + (long) (messages - 1) * ServerNames.CREDIT_A_MESSAGE;
    assertThat(reader.servers().beyond()).isEqualTo(50L * messages - taken);
  }

  @Test
  void blocksOfAFileAreBoundedToo() {
    ServerNames names = new ServerNames();
    for (int i = 0; i < 20; i++) {
      names.name(CLIENT, "n" + i);
    }
    names.name(CLIENT, "");
    names.name(CLIENT, "a".repeat(256));
    assertThat(names.of(CLIENT, Optional.empty(), CLIENT, 0)).hasSize(8);
    for (int i = 0; i < ServerNames.MAX_ADDRESSES; i++) {
      names.name(IpAddress.v4(i), "x");
    }

    assertThat(names.of(CLIENT, Optional.empty(), CLIENT, 0)).as("the oldest").isEmpty();
    assertThat(names.evicted()).isEqualTo(1);
    assertThat(names.crowded()).isEqualTo(12);
    assertThat(names.of(CLIENT, Optional.empty(), IpAddress.v4(7), 0))
        .extracting(NameSeen::name)
        .containsExactly("x");
  }

  @Test
  void afterManyNamesFromBlocksThatFoundNoRoomTheRestAreOnlyCounted() {
    ServerNames names = new ServerNames();
    int full = ServerNames.MAX_ADDRESSES + ServerNames.MAX_EVICTED;
    for (int i = 0; i < full + 100; i++) {
      names.name(IpAddress.v4(i), "x");
    }

    assertThat(names.of(CLIENT, Optional.empty(), IpAddress.v4(full - 1), 0)).hasSize(1);
    assertThat(names.of(CLIENT, Optional.empty(), IpAddress.v4(full), 0)).isEmpty();
    assertThat(names.evicted()).isEqualTo(ServerNames.MAX_EVICTED);
    assertThat(names.crowded()).isEqualTo(100);
  }

  @Test
  void clientsNamesAreBounded() {
    ClientNames names = new ClientNames();
    for (int i = 1; i <= ClientNames.MAX_ADDRESSES + 10; i++) {
      names.add(IpAddress.v4(i), "n", ClientNameSource.EHLO, FRAME);
    }
    names.add(IpAddress.v4(0), "n", ClientNameSource.EHLO, FRAME);
    names.add(CLIENT, "a".repeat(256), ClientNameSource.EHLO, FRAME);
    names.add(CLIENT, "", ClientNameSource.EHLO, FRAME);

    assertThat(names.all()).hasSize(ClientNames.MAX_ADDRESSES);
    assertThat(names.evicted()).isEqualTo(10);
  }

  @Test
  void clientsThatWaitForAnAddressAreBounded() {
    ClientNames clients = new ClientNames();
    DhcpNames dhcp = new DhcpNames(clients);
    byte[] request = dhcp(1, 3);
    byte[] consent = dhcp(2, 5);
    for (int i = 0; i <= DhcpNames.MAX_WAITING; i++) {
      ByteBuffer.wrap(request).putInt(30, i);
      assertThat(dhcp.read(ByteBuffer.wrap(request), 0, request.length, mark)).isTrue();
    }
    for (int i : new int[] {0, 1}) {
      ByteBuffer.wrap(consent).putInt(30, i).putInt(16, 0x0A000000 | i + 1);
      dhcp.read(ByteBuffer.wrap(consent), 0, consent.length, mark);
    }

    assertThat(clients.all()).extracting(n -> n.address().toString()).containsExactly("10.0.0.2");
  }

  private static byte[] dhcp(int op, int type) {
    ByteBuffer bytes = ByteBuffer.allocate(247);
    bytes.put((byte) op).put((byte) 1).put((byte) 6).position(236);
    bytes.putInt(0x63825363).put(new byte[] {53, 1, (byte) type, 12, 1, 'n', (byte) 255});
    return bytes.array();
  }

  @Test
  void aStreamPassesOverMessagesThatAreTooLongAndReadsTheNext() {
    NameReader reader = new NameReader();
    DnsStreamReader stream = new DnsStreamReader(reader, CLIENT);
    byte[] good = WireDns.answer().question("a.net", 1).address("a.net", 9, "192.0.2.1").bytes();
    int huge = DnsStreamReader.MAX_MESSAGE_BYTES + 1;
    ByteBuffer all = ByteBuffer.allocate(2 + huge + 2 + good.length);
    all.putShort((short) huge).position(2 + huge);
    all.putShort((short) good.length).put(good);
    int at = 0;
    for (int end = 0; end <= all.limit(); end += 1000) {
      at += stream.read(all, at, Math.min(end, all.limit()) - at, mark);
    }
    at += stream.read(all, at, all.limit() - at, mark);

    assertThat(at).isEqualTo(all.limit());
    assertThat(reader.servers().of(CLIENT, Optional.empty(), IpAddress.parse("192.0.2.1"), 0))
        .hasSize(1);
  }

  @Test
  void randomStreamsAreReadToTheirEndWithoutHarm() {
    Random random = new Random(7);
    DnsStreamReader stream = new DnsStreamReader(new NameReader(), CLIENT);
    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      int used = stream.read(ByteBuffer.wrap(bytes), 0, bytes.length, mark);
      assertThat(used).isBetween(0, bytes.length);
    }
  }
}
