package io.tlsfloor.fuzz;

import com.github.luben.zstd.Zstd;
import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.capture.file.CaptureFormatException;
import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.testing.Project;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;

/**
 * Holds what the fuzzer begins with: the project's samples, in the form that each target takes, and
 * what was found before.
 */
final class Seeds {
  private static final Path SAMPLES = Project.path("samples");
  private static final Path FOUND = Project.path("fuzz/seeds");
  private static final int MAX_FILE_BYTES = 40_000; // the fuzzer prefers small ones
  private static final int MAX_PAYLOADS = 60; // of one capture

  private Seeds() {}

  /** The seeds of a target, small ones first, with those that were findings once. */
  static List<byte[]> of(FuzzTarget target) throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    seeds.add(new byte[0]);
    Path found = FOUND.resolve(target.label());
    if (Files.isDirectory(found)) {
      try (Stream<Path> files = Files.list(found)) {
        for (Path file : files.sorted().toList()) {
          seeds.add(Files.readAllBytes(file));
        }
      }
    }
    for (Path sample : samples("capture.pcap", "capture.pcapng", "expected.jsonl")) {
      seeds.addAll(of(target, sample));
    }
    if (target == FuzzTarget.POLICY) {
      seeds.add("floor = \"1.2\"\nhome-nets = [\"10.0.0.0/8\"]\n".getBytes(StandardCharsets.UTF_8));
    } else if (target == FuzzTarget.CATALOGUE) {
      seeds.add(
          ("[{\"id\":1,\"serviceArea\":\"Exchange\",\"urls\":[\"outlook.office.com\"],\"ips\":"
                  + "[\"52.96.0.0/14\"],\"tcpPorts\":\"80,443\",\"category\":\"Optimize\","
                  + "\"required\":true}]")
              .getBytes(StandardCharsets.UTF_8));
    }
    seeds.sort((a, b) -> Integer.compare(a.length, b.length));
    return seeds;
  }

  private static List<Path> samples(String... names) throws IOException {
    try (Stream<Path> files = Files.walk(SAMPLES, 2)) {
      return files
          .filter(file -> Arrays.asList(names).contains(String.valueOf(file.getFileName())))
          .filter(file -> file.toFile().length() <= MAX_FILE_BYTES)
          .sorted()
          .toList();
    }
  }

  private static List<byte[]> of(FuzzTarget target, Path sample) throws IOException {
    byte[] file = Files.readAllBytes(sample);
    if (sample.endsWith("expected.jsonl")) {
      return target == FuzzTarget.SAVED_LINES ? List.of(file) : List.of();
    }
    boolean ng = sample.toString().endsWith("ng");
    return switch (target) {
      case PCAP -> ng ? List.of() : List.of(file);
      case PCAPNG -> ng ? List.of(file) : List.of();
      case SCAN, EXPLAIN, EVIDENCE -> List.of(file);
      case GZIP -> List.of(compressed(file, GZIPOutputStream::new));
      case ZSTD -> List.of(Zstd.compress(file));
      case LZ4 -> List.of(compressed(file, FramedLZ4CompressorOutputStream::new));
      case PACKETS, VIEWS, DNS, QUIC, DTLS, STREAMS, SEGMENTS, DIALOGUES -> talks(target, sample);
      case POLICY, CATALOGUE, SAVED_LINES -> List.of();
    };
  }

  private interface Compressor {
    OutputStream around(OutputStream out) throws IOException;
  }

  private static byte[] compressed(byte[] file, Compressor compressor) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = compressor.around(bytes)) {
      out.write(file);
    }
    return bytes.toByteArray();
  }

  /** The payloads of a sample: one by one, or as one talk. */
  private static List<byte[]> talks(FuzzTarget target, Path sample) throws IOException {
    List<byte[]> single = new ArrayList<>();
    ByteArrayOutputStream talk = new ByteArrayOutputStream();
    PacketView packet = new PacketView();
    Frame frame = new Frame();
    int first = -1;
    boolean tcp =
        target == FuzzTarget.STREAMS
            || target == FuzzTarget.SEGMENTS
            || target == FuzzTarget.DIALOGUES;
    try (CaptureFile capture = CaptureFiles.open(sample, (address, name) -> {})) {
      while (capture.next(frame) && single.size() < MAX_PAYLOADS) {
        int length = frame.capturedLength();
        PacketKind kind =
            packet.wrap(
                frame.linkType(), frame.buffer(), frame.offset(), length, frame.originalLength());
        if (target == FuzzTarget.PACKETS) {
          byte[] whole = new byte[1 + length];
          frame.buffer().get(frame.offset(), whole, 1, length);
          single.add(whole);
        } else if ((kind == PacketKind.TCP || kind == PacketKind.UDP)
            && packet.payloadLength() > 0) {
          byte[] payload = new byte[packet.payloadLength()];
          packet.buffer().get(packet.payloadStart(), payload);
          boolean byServer = packet.sourcePort() < packet.destinationPort();
          int client = byServer ? packet.destinationPort() : packet.sourcePort();
          if ((kind == PacketKind.TCP) == tcp && (first < 0 || first == client)) {
            first = client; // one connection's
            talk.writeBytes(Talk.turn(byServer, payload));
          }
          single.add(target == FuzzTarget.VIEWS ? body(payload) : payload);
        }
      }
    } catch (CaptureFormatException noCapture) {
      return List.of();
    }
    boolean alone =
        target == FuzzTarget.VIEWS || target == FuzzTarget.PACKETS || target == FuzzTarget.DNS;
    return alone ? single : List.of(talk.toByteArray());
  }

  /** A message behind its record's header. */
  private static byte[] body(byte[] payload) {
    return payload.length > 9 && payload[0] == 22
        ? Arrays.copyOfRange(payload, 9, payload.length)
        : payload;
  }

  /** Writes all seeds of a target into a folder: {@code Seeds TARGET FOLDER}. */
  public static void main(String[] words) throws IOException {
    FuzzTarget target = FuzzTarget.valueOf(words[0].replace('-', '_').toUpperCase(Locale.ROOT));
    Path folder = Files.createDirectories(Path.of(words[1]));
    int number = 0;
    for (byte[] seed : of(target)) {
      Files.write(folder.resolve("seed-" + number++), seed);
    }
  }
}
