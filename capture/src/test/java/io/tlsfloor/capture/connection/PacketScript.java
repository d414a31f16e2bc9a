package io.tlsfloor.capture.connection;

import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireDns;
import io.tlsfloor.testing.WireEnd;
import io.tlsfloor.testing.WireFrame;
import io.tlsfloor.testing.WirePackets;
import io.tlsfloor.testing.WireTls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
 * network vlan=7                          # captured there from here on; vni=7 likewise, or none
 * network vlan=7 vlan=8                   # captured in both, one after the other
 * network interface=1                     # of the file
 * 80x C text "A" | S text "B"             # so many times, one after the other
 * resolved 10.0.0.5 a.example 192.0.2.1   # a resolver's answer to an address: a name has another
 * told 1.0 1.0 established                # offered, chosen, outcome of each connection, in order
 * told - - incomplete holes=1 client=10.0.0.5:40000
 * lost cut_connections 1
 * </pre>
 */
final class PacketScript {
  private static final Pattern TIMES = Pattern.compile("(\\d+)x (.*)");
  private static final Pattern SLICE = Pattern.compile("(.*)\\[(\\d+),(\\d+)]");
  private static final Map<String, Integer> VERSIONS =
      Map.of("ssl3", 0x0300, "1.0", 0x0301, "1.1", 0x0302, "1.2", 0x0303, "1.3", 0x0304);

  /** The numbers of one pair of ends. */
  private static final class Pair {
    private final WireEnd client;
    private final WireEnd server;
    private int clientNext = 1000;
    private int serverNext = 0xFFFFFF00;
    private int clientLast; // bytes of the payload sent last
    private int serverLast;

    Pair(String client, String server) {
      this.client = WireEnd.of(client);
      this.server = WireEnd.of(server);
    }
  }

  /** A frame, and which interface captured it. */
  private record Captured(WireFrame frame, int interfaceNumber) {}

  private final List<Captured> captured = new ArrayList<>();
  private final Map<String, Pair> pairs = new LinkedHashMap<>();
  private final List<String> expected = new ArrayList<>();
  private List<String> networks = List.of("none");
  private Pair pair = new Pair("10.0.0.5:40000", "52.96.1.10:443");
  private long nanos = 1_000_000_000_000L;

  PacketScript(List<String> lines) {
    for (String line : lines) {
      String bare = line.replaceFirst("(^|\\s)#.*", "").strip();
      Matcher times = TIMES.matcher(bare);
      if (times.matches()) {
        for (int time = Integer.parseInt(times.group(1)); time > 0; time--) {
          for (String part : times.group(2).split(" \\| ")) {
            line(part);
          }
        }
      } else if (!bare.isEmpty()) {
        line(bare);
      }
    }
  }

  /** Returns what is to be told and lost, as written. */
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
      case "network" -> networks = words.subList(1, words.size());
      case "resolved" -> {
        nanos += 1_000_000;
        byte[] answer = WirePackets.udp(53, 50_000, WireDns.resolved(words.get(2), words.get(3)));
        byte[] frame =
            WirePackets.ethernet(WirePackets.ipv4("10.0.0.53", words.get(1), 17, answer));
        captured.add(new Captured(WireFrame.ethernet(nanos, frame, frame.length), 0));
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
    int flags = WirePackets.ACK;
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
      int next =
          sequence + payload.length + ((flags & (WirePackets.SYN | WirePackets.FIN)) != 0 ? 1 : 0);
      pair.clientNext = fromClient ? next : pair.clientNext;
      pair.serverNext = fromClient ? pair.serverNext : next;
    }
    if (!sent) {
      byte[] frame =
          WirePackets.tcpFrame(
              fromClient ? pair.client : pair.server,
              fromClient ? pair.server : pair.client,
              sequence,
              (flags & WirePackets.ACK) != 0 ? acknowledged : 0,
              flags,
              payload);
      int kept = frame.length - Math.max(payload.length - left, 0);
      int missing = frame.length - kept;
      for (String network : networks) {
        byte[] there = in(network, frame);
        captured.add(
            new Captured(
                WireFrame.ethernet(nanos + late, there, there.length - missing),
                network.startsWith("interface") ? id(network) : 0));
      }
    }
  }

  private static int id(String network) {
    return Integer.parseInt(network.substring(network.indexOf('=') + 1));
  }

  private static byte[] in(String network, byte[] frame) {
    byte[] addresses = Arrays.copyOf(frame, 12);
    byte[] rest = Arrays.copyOfRange(frame, 12, frame.length);
    return switch (network.split("=")[0]) {
      case "vlan" ->
          WireBytes.join(addresses, WireBytes.u16(0x8100), WireBytes.u16(id(network)), rest);
      case "vni" -> { // RFC 7348
        byte[] header = WireBytes.join(WireBytes.u32(0x08000000), WireBytes.u32(id(network) << 8));
        byte[] datagram = WirePackets.udp(50_000, 4789, header, frame);
        yield WirePackets.ethernet(WirePackets.ipv4("192.0.2.1", "192.0.2.2", 17, datagram));
      }
      default -> frame;
    };
  }

  private static int flags(String letters) {
    int flags = 0;
    for (int at = 0; at < letters.length(); at++) {
      char each = letters.charAt(at);
      flags |= 1 << "FSRPAU".indexOf(each);
    }
    return flags;
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
      all = WireBytes.join(all, bytes);
    }
    return all;
  }

  private static byte[] one(String text, String line) {
    String[] words = text.split(" ");
    int version = words.length > 1 ? VERSIONS.getOrDefault(words[1], 0) : 0;
    int number = words.length > 2 && words[2].matches("\\d+") ? Integer.parseInt(words[2]) : 1;
    return switch (words[0]) {
      case "hello" ->
          version == 0x0304
              ? WireTls.hello13(number, 0x0304, 0x0303)
              : WireTls.hello(version, number);
      case "namelesshello" -> WireTls.namelessHello(version, number);
      case "largehello" -> WireTls.largeHello(version, number);
      case "encryptedhello" -> WireTls.encryptedHello(number);
      case "serverhello" ->
          version == 0x0304 ? WireTls.serverHello13(number) : WireTls.serverHello(version, number);
      case "done" -> WireTls.serverHelloDone(version);
      case "key" -> WireTls.clientKeyExchange(version);
      case "ccs" -> WireTls.changeCipherSpec(version);
      case "finished" -> WireTls.encryptedFinished(version);
      case "data" -> WireTls.data(version, number);
      case "alert" -> WireTls.alert(0x0301, Integer.parseInt(words[1]), number);
      case "zeros" -> new byte[Integer.parseInt(words[1])];
      case "random" -> WireBytes.noise(7, Integer.parseInt(words[1]));
      case "hex" -> WireBytes.hex(text.substring(4));
      case "text" ->
          WireBytes.text(
              text.substring(6, text.length() - 1).replace("\\r", "\r").replace("\\n", "\n"));
      default -> throw new IllegalArgumentException("no payload in: " + line);
    };
  }

  /** Returns what the analyzer tells of it. */
  Analyzed analyzed() {
    return Analyzed.of(frames(), Analyzed.OPTIONS, interfaces());
  }

  /** Hands an analyzer that has begun its frames. */
  void feed(Analyzer analyzer) {
    Analyzed.feed(analyzer, frames(), interfaces());
  }

  private List<WireFrame> frames() {
    captured.sort(Comparator.comparingLong(each -> each.frame().nanos()));
    return captured.stream().map(Captured::frame).toList();
  }

  private List<Integer> interfaces() {
    return captured.stream().map(Captured::interfaceNumber).toList();
  }
}
