package io.tlsfloor.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Asks tshark about the hellos and alerts of a capture. */
final class Tshark {
  private static final long PATIENCE_SECONDS = 300;
  private static final int CUT_SHORT = 2; // it read what is there
  private static final List<String> MESSAGE_FIELDS =
      List.of(
          "handshake.type",
          "handshake.version",
          "handshake.random",
          "handshake.extensions.supported_version",
          "handshake.extensions_server_name",
          "handshake.ja3",
          "handshake.ja4",
          "handshake.sig_hash_alg",
          "alert_message.level",
          "alert_message.desc");
  private static final List<String> PACKET_FIELDS =
      List.of(
          "ip.src",
          "ip.dst",
          "ipv6.src",
          "ipv6.dst",
          "tcp.srcport",
          "tcp.dstport",
          "udp.srcport",
          "udp.dstport");

  private Tshark() {}

  /**
   * A frame with a hello or an alert.
   *
   * @param number as tshark counts, from 1
   * @param protocol {@code tls}, which stands for QUIC too, or {@code dtls}
   * @param fields each with all its values in the frame, in order
   */
  record Seen(int number, String protocol, Map<String, List<String>> fields) {
    List<String> all(String field) {
      List<String> packet = fields.get(field);
      return packet != null ? packet : fields.getOrDefault(protocol + "." + field, List.of());
    }

    boolean hasHandshake(int type) {
      return all("handshake.type").contains(Integer.toString(type));
    }
  }

  /** The frames with hellos or alerts in clear. */
  static List<Seen> ask(Path capture) throws IOException, InterruptedException {
    List<String> fields = new ArrayList<>(PACKET_FIELDS);
    List<String> filter = new ArrayList<>();
    for (String protocol : List.of("tls", "dtls")) {
      MESSAGE_FIELDS.forEach(field -> fields.add(protocol + "." + field));
      filter.add(protocol + ".handshake.type in {1, 2}");
      filter.add(protocol + ".alert_message.desc");
    }
    return ask(capture, fields, String.join(" or ", filter)).stream()
        .map(line -> seen(line, fields))
        .toList();
  }

  /** Returns what some frames hold: by number, the values of those fields that are there. */
  static Map<Integer, Map<String, List<String>>> frames(
      Path capture, List<String> fields, Collection<Integer> numbers)
      throws IOException, InterruptedException {
    Map<Integer, Map<String, List<String>>> frames = new TreeMap<>();
    if (!numbers.isEmpty()) {
      String filter =
          numbers.stream()
              .distinct()
              .map(String::valueOf)
              .collect(Collectors.joining(", ", "frame.number in {", "}"));
      for (String line : ask(capture, fields, filter)) {
        Seen seen = seen(line, fields);
        frames.put(seen.number(), seen.fields());
      }
    }
    return frames;
  }

  private static List<String> ask(Path capture, List<String> fields, String filter)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("tshark", "-n", "--enable-heuristic", "tls_tcp", "-r", capture.toString()));
    command.addAll(List.of("-Y", filter, "-T", "fields"));
    command.addAll(List.of("-E", "separator=|", "-E", "occurrence=a", "-E", "aggregator=,"));
    command.addAll(List.of("-e", "frame.number"));
    fields.forEach(field -> command.addAll(List.of("-e", field)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as("tshark's exit status for %s", capture).isIn(0, CUT_SHORT);
      return out.lines().toList();
    } finally {
      process.destroyForcibly();
    }
  }

  private static Seen seen(String line, List<String> names) {
    String[] values = line.split("\\|", -1);
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (!values[i + 1].isEmpty()) {
        fields.put(names.get(i), Arrays.asList(values[i + 1].split(",")));
      }
    }
    boolean dtls = fields.keySet().stream().anyMatch(name -> name.startsWith("dtls."));
    return new Seen(Integer.parseInt(values[0]), dtls ? "dtls" : "tls", fields);
  }
}
