package io.tlsfloor.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Sample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks tshark about the frames of a capture. */
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
          "udp.dstport",
          "tcp.flags.fin",
          "tcp.flags.reset",
          "tcp.payload",
          "tls.record.version",
          "dns.flags.response",
          "smtp.response.code",
          "imap.request.command",
          "pop.request.command",
          "smtp.command_line");
  private static final List<String> FIELDS =
      Stream.of("tls.", "dtls.", "")
          .flatMap(
              protocol ->
                  (protocol.isEmpty() ? PACKET_FIELDS : MESSAGE_FIELDS)
                      .stream().map(protocol::concat))
          .toList();

  private static final Map<String, Map<Integer, Seen>> SAMPLES = new ConcurrentHashMap<>();

  private Tshark() {}

  /**
   * A frame.
   *
   * @param number as tshark counts, from 1
   * @param protocol {@code tls}, which stands for QUIC too, or {@code dtls}
   * @param fields those that are there, each with all its values in the frame, in order
   */
  record Seen(int number, String protocol, Map<String, List<String>> fields) {
    List<String> all(String field) {
      List<String> packet = fields.get(field);
      return packet != null ? packet : fields.getOrDefault(protocol + "." + field, List.of());
    }

    boolean has(String field) {
      return !all(field).isEmpty();
    }

    boolean hasHandshake(int type) {
      return all("handshake.type").contains(Integer.toString(type));
    }
  }

  /** All frames of a sample, by number: it is asked once for all tests. */
  static Map<Integer, Seen> frames(Sample sample) {
    return SAMPLES.computeIfAbsent(
        sample.name(), name -> ask(sample.capture(), "frame.number > 0"));
  }

  /** Some frames of another capture, by number. */
  static Map<Integer, Seen> frames(Path capture, Collection<Integer> numbers) {
    return numbers.isEmpty()
        ? Map.of()
        : ask(
            capture,
            numbers.stream()
                .distinct()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "frame.number in {", "}")));
  }

  private static Map<Integer, Seen> ask(Path capture, String filter) {
    List<String> command =
        new ArrayList<>(
            List.of("tshark", "-n", "--enable-heuristic", "tls_tcp", "-r", capture.toString()));
    command.addAll(List.of("-Y", filter, "-T", "fields"));
    command.addAll(List.of("-E", "separator=|", "-E", "occurrence=a", "-E", "aggregator=,"));
    command.addAll(List.of("-e", "frame.number"));
    FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        Map<Integer, Seen> frames = new TreeMap<>();
        out.lines().map(Tshark::seen).forEach(frame -> frames.put(frame.number(), frame));
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
            .as("tshark's exit status for %s", capture)
            .isIn(0, CUT_SHORT);
        return frames;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Seen seen(String line) {
    String[] values = line.split("\\|", -1);
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (int i = 0; i < FIELDS.size(); i++) {
      if (!values[i + 1].isEmpty()) {
        fields.put(FIELDS.get(i), Arrays.asList(values[i + 1].split(",")));
      }
    }
    boolean dtls = fields.keySet().stream().anyMatch(name -> name.startsWith("dtls."));
    return new Seen(Integer.parseInt(values[0]), dtls ? "dtls" : "tls", fields);
  }
}
