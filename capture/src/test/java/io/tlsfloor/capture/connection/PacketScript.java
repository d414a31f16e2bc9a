package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.testing.WirePackets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A case written as segments, a line each: who sends, flags, numbers where they are not the next
 * ones, and payload.
 *
 * <pre>
 * between 10.0.0.5:40000 52.96.1.10:443   # and back to an earlier pair; this is the first
 * numbers 5000 9000                       # the pair is used again, with these initial numbers
 * C S                                     # the client's SYN; flags of F S R P A U, without: A
 * S SA
 * C hello 1.0
 * ! S serverhello 1.0                     # sent, and not captured
 * 40ms C ccs 1.0                          # 40 ms after the line before; else 1 ms
 * late=200 S alert 2 70                   # captured 200 ms after it was sent
 * S R seq=+0 ack=-10                      # numbers away from the next ones; seq=+0! does not move them
 * C seq=-last hello 1.0                   # the place of the payload that it sent last
 * C text "EHLO x\r\n"
 * C hello 1.2[0,40]                       # the first 40 bytes of it
 * C cut=10 hello 1.0                      # of whose payload the snap length left 10 bytes
 * C largehello 1.1                        # one of 17 KB, in two records
 * C encryptedhello                        # ECH
 * C namelesshello 1.0                     # without a server name
 * told 1.0 1.0 established                # offered, chosen, outcome of each connection, in order
 * told - - incomplete holes=1 client=10.0.0.5:40000
 * lost cut_connections 1
 * </pre>
 */
final class PacketScript {
  private static final Pattern SLICE = Pattern.compile("(.*)\\[(\\d+),(\\d+)]");
  private static final Map<String, Integer> VERSIONS =
      Map.of("ssl3", 0x0300, "1.0", 0x0301, "1.1", 0x0302, "1.2", 0x0303, "1.3", 0x0304);

  private record Captured(long nanos, byte[] frame, int originalLength) {}

  /** The numbers of one pair of ends. */
  private static final class Pair {
    private final String client;
    private final int clientPort;
    private final String server;
    private final int serverPort;
    private int clientNext = 1000;
    private int serverNext = 0xFFFFFF00;
    private int clientLast; // bytes of the payload sent last
    private int serverLast;

    Pair(String client, String server) {
      this.client = host(client);
      this.clientPort = port(client);
      this.server = host(server);
      this.serverPort = port(server);
    }

    private static String host(String end) {
      return end.substring(0, end.lastIndexOf(':'));
    }

    private static int port(String end) {
      return Integer.parseInt(end.substring(end.lastIndexOf(':') + 1));
    }
  }

  private final List<Captured> captured = new ArrayList<>();
  private final Map<String, Pair> pairs = new LinkedHashMap<>();
  private final List<String> expected = new ArrayList<>();
  private Pair pair = new Pair("10.0.0.5:40000", "52.96.1.10:443");
  private long nanos = 1_000_000_000_000L;

  PacketScript(List<String> lines) {
    for (String line : lines) {
      String bare = line.replaceFirst("(^|\\s)#.*", "").strip();
      if (!bare.isEmpty()) {
        line(bare);
      }
    }
  }

  /** What is to be told and lost, as written. */
  List<String> expected() {
    return expected;
  }

  private void line(String line) {
    List<String> words = new ArrayList<>(Arrays.asList(line.split("\\s+")));
    switch (words.get(0)) {
      case "told", "lost" -> expected.add(String.join(" ", words));
      case "between" ->
          pair =
              pairs.computeIfAbsent(
                  words.get(1) + " " + words.get(2), key -> new Pair(words.get(1), words.get(2)));
      case "numbers" -> {
        pair.clientNext = Integer.parseUnsignedInt(words.get(1));
        pair.serverNext = Integer.parseUnsignedInt(words.get(2));
      }
      default -> segment(words, line);
    }
  }

  private void segment(List<String> words, String line) {
    boolean sent = words.get(0).equals("!");
    if (sent) {
      words.remove(0);
    }
    nanos += 1_000_000;
    if (words.get(0).endsWith("ms")) {
      nanos += Long.parseLong(words.remove(0).replace("ms", "")) * 1_000_000 - 1_000_000;
    }
    long late = 0;
    if (words.get(0).startsWith("late=")) {
      late = Long.parseLong(words.remove(0).substring(5)) * 1_000_000;
    }
    boolean fromClient = words.remove(0).equals("C");
    int flags = Wire.ACK;
    if (!words.isEmpty() && words.get(0).matches("[FSRPAU]+")) {
      flags = flags(words.remove(0));
    }
    int away = 0;
    int ackAway = 0;
    boolean stays = false;
    while (!words.isEmpty() && words.get(0).matches("(seq|ack)=.*")) {
      String word = words.remove(0);
      stays |= word.endsWith("!");
      String digits = word.substring(4).replace("!", "");
      int last = fromClient == word.startsWith("seq") ? pair.clientLast : pair.serverLast;
      int number = digits.equals("-last") ? -last : Integer.parseInt(digits);
      away = word.startsWith("seq") ? number : away;
      ackAway = word.startsWith("ack") ? number : ackAway;
    }
    int left = Integer.MAX_VALUE;
    if (!words.isEmpty() && words.get(0).startsWith("cut=")) {
      left = Integer.parseInt(words.remove(0).substring(4));
    }
    byte[] payload = words.isEmpty() ? new byte[0] : payload(words, line);
    int sequence = (fromClient ? pair.clientNext : pair.serverNext) + away;
    int acknowledged = (fromClient ? pair.serverNext : pair.clientNext) + ackAway;
    if (payload.length > 0) {
      pair.clientLast = fromClient ? payload.length : pair.clientLast;
      pair.serverLast = fromClient ? pair.serverLast : payload.length;
    }
    if (!stays) {
      int next = sequence + payload.length + ((flags & (Wire.SYN | Wire.FIN)) != 0 ? 1 : 0);
      pair.clientNext = fromClient ? next : pair.clientNext;
      pair.serverNext = fromClient ? pair.serverNext : next;
    }
    if (!sent) {
      byte[] tcp = tcp(fromClient, sequence, acknowledged, flags, payload);
      byte[] frame = frame(fromClient, tcp);
      int cut = Math.max(payload.length - left, 0);
      captured.add(
          new Captured(nanos + late, Arrays.copyOf(frame, frame.length - cut), frame.length));
    }
  }

  private static int flags(String letters) {
    int flags = 0;
    for (int at = 0; at < letters.length(); at++) {
      char each = letters.charAt(at);
      flags |= 1 << "FSRPAU".indexOf(each);
    }
    return flags;
  }

  private byte[] tcp(
      boolean fromClient, int sequence, int acknowledged, int flags, byte[] payload) {
    ByteBuffer segment = ByteBuffer.allocate(20 + payload.length);
    segment.putShort((short) (fromClient ? pair.clientPort : pair.serverPort));
    segment.putShort((short) (fromClient ? pair.serverPort : pair.clientPort));
    segment.putInt(sequence).putInt((flags & Wire.ACK) != 0 ? acknowledged : 0);
    segment.put((byte) 0x50).put((byte) flags).putShort((short) 65000).putInt(0).put(payload);
    return segment.array();
  }

  private byte[] frame(boolean fromClient, byte[] tcp) {
    String from = fromClient ? pair.client : pair.server;
    String to = fromClient ? pair.server : pair.client;
    return WirePackets.ethernet(0x0800, WirePackets.ipv4(from, to, 6, tcp));
  }

  private static byte[] payload(List<String> words, String line) {
    byte[] all = new byte[0];
    for (String part : String.join(" ", words).split(" \\+ ")) {
      Matcher slice = SLICE.matcher(part);
      byte[] bytes =
          slice.matches()
              ? Arrays.copyOfRange(
                  one(slice.group(1), line),
                  Integer.parseInt(slice.group(2)),
                  Math.min(Integer.parseInt(slice.group(3)), one(slice.group(1), line).length))
              : one(part, line);
      all = Tls.cat(all, bytes);
    }
    return all;
  }

  private static byte[] one(String text, String line) {
    String[] words = text.split(" ");
    int version = words.length > 1 ? VERSIONS.getOrDefault(words[1], 0) : 0;
    int number = words.length > 2 && words[2].matches("\\d+") ? Integer.parseInt(words[2]) : 1;
    return switch (words[0]) {
      case "hello" ->
          version == 0x0304 ? Tls.hello13(number, 0x0304, 0x0303) : Tls.hello(version, number);
      case "namelesshello" -> Tls.namelessHello(version, number);
      case "largehello" -> Tls.largeHello(version, number);
      case "encryptedhello" -> Tls.encryptedHello(number);
      case "serverhello" ->
          version == 0x0304 ? Tls.serverHello13(number) : Tls.serverHello(version, number);
      case "done" -> Tls.serverHelloDone(version);
      case "key" -> Tls.clientKeyExchange(version);
      case "ccs" -> Tls.changeCipherSpec(version);
      case "finished" -> Tls.encryptedFinished(version);
      case "data" -> Tls.data(version, number);
      case "alert" -> Tls.alert(0x0301, Integer.parseInt(words[1]), number);
      case "zeros" -> new byte[Integer.parseInt(words[1])];
      case "random" -> Tls.random(7, Integer.parseInt(words[1]));
      case "hex" -> HexFormat.of().parseHex(text.substring(4).replace(" ", ""));
      case "text" ->
          Tls.text(text.substring(6, text.length() - 1).replace("\\r", "\r").replace("\\n", "\n"));
      default -> throw new IllegalArgumentException("no payload in: " + line);
    };
  }

  /** What the analyzer tells of it. */
  Wire.Analyzed analyzed(AnalyzerOptions options) {
    List<TlsConnection> told = new ArrayList<>();
    Analyzer analyzer = new Analyzer(options, told::add);
    analyzer.begin("case.pcap");
    captured.sort(Comparator.comparingLong(Captured::nanos));
    Frame frame = new Frame();
    long number = 0;
    for (Captured each : captured) {
      frame.bytes(ByteBuffer.wrap(each.frame), 0, each.frame.length, each.originalLength);
      frame.about(++number, 1, each.nanos, true);
      analyzer.frame(frame);
    }
    analyzer.end();
    return new Wire.Analyzed(told, analyzer.coverage(), analyzer.clientNames());
  }
}
