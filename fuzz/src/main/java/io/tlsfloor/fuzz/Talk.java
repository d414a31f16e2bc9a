package io.tlsfloor.fuzz;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.connection.Analyzer;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.parser.observation.Coverage;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.preface.Preface;
import io.tlsfloor.parser.preface.PrefaceRecognizer;
import io.tlsfloor.parser.tls.ClientHelloView;
import io.tlsfloor.testing.WireEnd;
import io.tlsfloor.testing.WireFrame;
import io.tlsfloor.testing.WirePackets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A talk between a client and a server, made of bytes: one that says who speaks and how it arrives,
 * two of length, and what is said; and so on. Headers are right, so that the fuzzer works on what
 * they carry.
 */
final class Talk {
  /** Whose ports are used. */
  enum Transport {
    TCP,
    DTLS,
    QUIC,
    NAMES
  }

  private static final WireEnd CLIENT = WireEnd.of("10.0.0.5", 40_000);
  private static final byte[] SERVER = WirePackets.address("52.96.10.10");
  private static final int MAX_TURNS = 200;
  private static final int LAST_MESSAGE_TYPE = 25; // of those that are assigned for handshakes
  private static final int[] TCP_PORTS = {443, 25, 587, 143, 110, 3128, 1080, 5222};
  private static final int[] NAME_PORTS = {53, 67, 68, 137, 138, 5353};

  /** Losses by which a hello may be missed. */
  private static final Set<Loss> HIDING =
      Set.of(
          Loss.CUT_HELLOS,
          Loss.CUT_CONNECTIONS,
          Loss.HOLES,
          Loss.OVERFLOWED,
          Loss.BUDGET_EXCEEDED,
          Loss.CONFLICTS,
          Loss.LONG_LINES);

  private static final Pattern CHANGE_CIPHER_SPEC = Pattern.compile("1403..000101");
  private static final Pattern CLIENT_HELLO = Pattern.compile("1603......01");

  // Of the first byte of a turn.
  private static final int BY_SERVER = 1;
  private static final int LOST = 2;
  private static final int EARLY = 4; // arrives before the one before
  private static final int ENDS = 8; // RST or FIN, where it is TCP
  private static final int PORT_SHIFT = 4;

  /** Holds what one end says at once. */
  @SuppressWarnings("ArrayRecordComponent") // its owner alone has it, and compares none
  private record Turn(int how, byte[] bytes) {
    boolean is(int flag) {
      return (how & flag) != 0;
    }
  }

  private final List<Turn> turns = new ArrayList<>();
  private final Transport transport;
  private final int port;

  /** Makes a talk of bytes; any will do. */
  Talk(byte[] bytes, Transport transport) {
    this.transport = transport;
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (in.remaining() >= 3 && turns.size() < MAX_TURNS) {
      int how = in.get() & 0xFF;
      byte[] said = new byte[Math.min(in.getShort() & 0xFFFF, in.remaining())];
      in.get(said);
      turns.add(new Turn(how, said));
    }
    int chosen = turns.isEmpty() ? 0 : turns.get(0).how() >>> PORT_SHIFT;
    port =
        switch (transport) {
          case TCP -> TCP_PORTS[chosen % TCP_PORTS.length];
          case DTLS -> 3478;
          case QUIC -> 443;
          case NAMES -> NAME_PORTS[chosen % NAME_PORTS.length];
        };
  }

  private Talk(List<Turn> turns, Talk like) {
    this.turns.addAll(turns);
    this.transport = like.transport;
    this.port = like.port;
  }

  /** Returns what one end says, as bytes of a talk: for seeds. */
  static byte[] turn(boolean byServer, byte[] said) {
    int length = Math.min(said.length, 0xFFFF);
    return ByteBuffer.allocate(3 + length)
        .put((byte) (byServer ? BY_SERVER : 0))
        .putShort((short) length)
        .put(said, 0, length)
        .array();
  }

  /** Analyzes the talk; the work for it has bounds. */
  void analyzeInBounds() {
    Work.inBounds(
        () -> {
          analyze();
          long bytes = turns.stream().mapToLong(turn -> turn.bytes().length).sum();
          return new Work.Done(turns.size(), bytes);
        });
  }

  /** Holds what is told of a talk, and what is stated to be lost. */
  private record Told(List<TlsConnection> connections, Coverage coverage) {
    /** Returns whether it says that a hello may have been missed. */
    boolean states() {
      return HIDING.stream().anyMatch(loss -> coverage.count(loss) > 0);
    }
  }

  private void analyze() {
    analyze(1);
  }

  /** Analyzes it, so many packets a millisecond. */
  private Told analyze(int packetsAtATime) {
    List<TlsConnection> connections = new ArrayList<>();
    Analyzer analyzer =
        new Analyzer(
            AnalyzerOptions.standard(address -> address.low() >>> 24 == 10), connections::add);
    analyzer.begin("fuzz");
    List<byte[]> packets = packets();
    Frame frame = new Frame();
    for (int i = 0; i < packets.size(); i++) {
      byte[] packet = packets.get(i);
      frame.bytes(ByteBuffer.wrap(packet), 0, packet.length, packet.length);
      frame.about(
          i + 1, WireFrame.RAW_IP, 1_000_000_000_000L + i / packetsAtATime * 1_000_000L, true);
      analyzer.frame(frame);
    }
    analyzer.end();
    return new Told(connections, analyzer.coverage());
  }

  private List<byte[]> packets() {
    List<byte[]> packets = new ArrayList<>();
    int[] next = {1, 1};
    if (transport == Transport.TCP) {
      packets.add(segment(0, 0, 0, 2, new byte[0])); // SYN
      packets.add(segment(1, 0, 1, 16 | 2, new byte[0]));
      packets.add(segment(0, 1, 1, 16, new byte[0]));
    }
    int begun = packets.size();
    for (Turn turn : turns) {
      int by = turn.is(BY_SERVER) ? 1 : 0;
      if (!turn.is(LOST)) {
        int end = turn.is(ENDS) ? turn.bytes().length % 2 == 0 ? 4 : 1 : 0;
        byte[] packet =
            transport == Transport.TCP
                ? segment(by, next[by], next[1 - by], 16 | end, turn.bytes())
                : datagram(by, turn.bytes());
        packets.add(Math.max(begun, packets.size() - (turn.is(EARLY) ? 1 : 0)), packet);
      }
      next[by] += turn.bytes().length;
    }
    return packets;
  }

  private WireEnd end(int by) {
    return by == 0 ? CLIENT : new WireEnd(SERVER, port);
  }

  private byte[] segment(int by, int sequence, int acknowledgment, int flags, byte[] said) {
    WireEnd from = end(by);
    WireEnd to = end(1 - by);
    byte[] segment =
        WirePackets.tcp(
            from.port(),
            to.port(),
            sequence,
            acknowledgment,
            flags,
            0xFFFF,
            new byte[0],
            carried(said));
    return WirePackets.ip(from.address(), to.address(), 6, segment);
  }

  private byte[] datagram(int by, byte[] said) {
    return WirePackets.datagram(end(by), end(1 - by), carried(said));
  }

  private static byte[] carried(byte[] said) {
    return Arrays.copyOf(said, Math.min(said.length, 65_000));
  }

  /**
   * A whole hello of the client is told wherever segments are cut. Where either end says other
   * bytes than a handshake first, it may not be: behind unknown bytes TLS is looked for where a
   * segment begins. Nor where a loss is stated, such as half a hello, or a choice alone is told,
   * which no honest server makes, nor behind a ChangeCipherSpec, after which nothing is in clear.
   * Nor is it said which of several hellos among foreign bytes is read.
   */
  static void compareCuts(byte[] bytes) {
    Talk given = new Talk(bytes, Transport.TCP);
    List<Turn> whole = new ArrayList<>();
    List<Turn> cut = new ArrayList<>();
    for (Turn turn : given.turns.subList(0, Math.min(8, given.turns.size()))) {
      int how = turn.how() & (BY_SERVER | ~0 << PORT_SHIFT);
      int length = Math.min(turn.bytes().length, 4_000);
      byte[] said = Arrays.copyOf(turn.bytes(), length);
      int at = length < 2 ? length : 1 + Math.floorMod(turn.how() * 31 + length, length - 1);
      whole.add(new Turn(how, said));
      cut.add(new Turn(how, Arrays.copyOf(said, at)));
      cut.add(new Turn(how, Arrays.copyOfRange(said, at, length)));
    }
    if (whole.isEmpty()
        || whole.get(0).is(BY_SERVER)
        || !beginWithHandshake(whole, 0)
        || !beginWithHandshake(whole, BY_SERVER)
        || mayBeSeveral(whole)) {
      return;
    }
    Told ofWhole = new Talk(whole, given).analyze(1);
    Told ofCut = new Talk(cut, given).analyze(2);
    String one = told(ofWhole.connections());
    String other = told(ofCut.connections());
    boolean stated =
        ofWhole.states()
            || ofCut.states()
            || hasHalf(ofWhole.connections())
            || hasHalf(ofCut.connections());
    if (!one.equals(other) && !stated) {
      throw new AssertionError("whole: " + one + "\ncut: " + other);
    }
  }

  /** Returns whether the first that one end says, if anything, is the beginning of a handshake. */
  private static boolean beginWithHandshake(List<Turn> turns, int by) {
    for (Turn turn : turns) {
      byte[] said = turn.bytes();
      if ((turn.how() & BY_SERVER) == by && said.length > 0) {
        boolean record = said.length > 5 && said[0] == 22 && said[1] == 3;
        return record && said[5] >= 0 && said[5] <= LAST_MESSAGE_TYPE;
      }
    }
    return true;
  }

  /**
   * Returns whether a ChangeCipherSpec of the client comes before all that may be its hello, or
   * several may be, and the client does not begin with a sound one.
   */
  private static boolean mayBeSeveral(List<Turn> turns) {
    StringBuilder said = new StringBuilder();
    for (Turn turn : turns) {
      said.append(turn.is(BY_SERVER) ? "" : HexFormat.of().formatHex(turn.bytes()));
    }
    int encrypts = first(CHANGE_CIPHER_SPEC, said);
    int hello = first(CLIENT_HELLO, said);
    return encrypts >= 0 && encrypts < Integer.toUnsignedLong(hello)
        || !beginsSoundly(said) && others(said) > 1;
  }

  /** How much looks like a hello, but for the very first bytes. */
  private static long others(CharSequence hex) {
    return CLIENT_HELLO.matcher(hex).results().filter(each -> each.start() > 0).count();
  }

  /** Returns whether what the client says begins with one record that holds one sound hello. */
  private static boolean beginsSoundly(CharSequence hex) {
    byte[] said = HexFormat.of().parseHex(hex);
    ByteBuffer bytes = ByteBuffer.wrap(said);
    if (said.length < 9) {
      return false;
    }
    int body = bytes.getInt(5) & 0xFFFFFF;
    return body + 4 == (bytes.getShort(3) & 0xFFFF)
        && 9 + body <= said.length
        && new ClientHelloView().wrap(bytes, 9, body);
  }

  private static int first(Pattern of, CharSequence hex) {
    Matcher found = of.matcher(hex);
    return found.find() ? found.start() : -1;
  }

  private static boolean hasHalf(List<TlsConnection> connections) {
    return connections.stream()
        .anyMatch(
            each ->
                each.evidence().clientHello().isEmpty()
                    ? each.choice().isPresent()
                    : each.offer().isEmpty() || !each.offer().get().whole());
  }

  private static String told(List<TlsConnection> connections) {
    StringBuilder told = new StringBuilder();
    for (TlsConnection each : connections) {
      boolean byClient = each.client().port() == CLIENT.port();
      if (byClient && each.offer().isPresent() && each.offer().get().whole()) {
        told.append(each.client()).append(' ').append(each.offer().get().range()).append('\n');
      }
    }
    return told.toString();
  }

  /** A dialogue alone, as the tracker would lead it. */
  static void dialogue(byte[] bytes) {
    Talk talk = new Talk(bytes, Transport.TCP);
    Preface running = null;
    byte[][] held = {{}, {}};
    for (Turn turn : talk.turns) {
      int by = turn.is(BY_SERVER) ? 1 : 0;
      if (turn.is(LOST) && running != null) {
        running.hole(by);
        held[by] = new byte[0];
        continue;
      }
      byte[] all = Arrays.copyOf(held[by], held[by].length + turn.bytes().length);
      System.arraycopy(turn.bytes(), 0, all, held[by].length, turn.bytes().length);
      ByteBuffer buffer = ByteBuffer.wrap(all);
      if (running == null && all.length > 0) {
        running = PrefaceRecognizer.start(by, buffer, 0, all.length).orElse(null);
      }
      int used = 0;
      if (running != null && running.state() == Preface.State.RUNNING && all.length > 0) {
        used = running.read(by, buffer, 0, all.length);
        if (used < 0 || used > all.length) {
          throw new AssertionError("used " + used + " of " + all.length);
        }
        running.names();
        running.target();
        running.mail();
        running.clientName();
      }
      held[by] = Arrays.copyOfRange(all, used, all.length);
    }
  }
}
