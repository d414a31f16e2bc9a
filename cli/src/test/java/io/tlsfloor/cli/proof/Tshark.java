package io.tlsfloor.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Asks tshark about the hellos and alerts of a capture. */
final class Tshark {
  private static final long PATIENCE_SECONDS = 60;
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
    List<String> command =
        new ArrayList<>(
            List.of("tshark", "-n", "--enable-heuristic", "tls_tcp", "-r", capture.toString()));
    command.addAll(List.of("-Y", String.join(" or ", filter), "-T", "fields"));
    command.addAll(List.of("-E", "separator=|", "-E", "occurrence=a", "-E", "aggregator=,"));
    command.addAll(List.of("-e", "frame.number"));
    fields.forEach(field -> command.addAll(List.of("-e", field)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as("tshark's exit status for %s", capture).isZero();
      return out.lines().map(line -> seen(line, fields)).toList();
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
