package io.tlsfloor.cli;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.capture.file.CaptureFormatException;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.WireFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/**
 * A capture under {@code samples/}. Its packets are read once, and each of its scans is made once,
 * however many tests of however many classes ask. {@code -Dtlsfloor.samples=DIR} reads others.
 */
public final class Sample {
  private static final Path SAMPLES =
      Path.of(System.getProperty("tlsfloor.samples", Project.path("samples").toString()));

  /** Captures up to this size are small: hours of office traffic are not. */
  private static final int SMALL_BYTES = 1 << 17;

  private static final List<Sample> ALL = find();

  private final String name;
  private final Path capture;
  private final Map<List<String>, Said> scans = new ConcurrentHashMap<>();
  private @Nullable List<WireFrame> packets; // read when first asked for

  private Sample(String name, Path capture) {
    this.name = name;
    this.capture = capture;
  }

  private static List<Sample> find() {
    try (Stream<Path> folders = Files.list(SAMPLES)) {
      return folders
          .sorted()
          .flatMap(folder -> Stream.of("capture.pcapng", "capture.pcap").map(folder::resolve))
          .filter(Files::exists)
          .map(file -> new Sample(file.getParent().getFileName().toString(), file))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All samples, sorted by name. */
  public static List<Sample> all() {
    return ALL;
  }

  /** The sample in the folder {@code name}. */
  public static Sample of(String name) {
    return ALL.stream().filter(each -> each.name.equals(name)).findFirst().orElseThrow();
  }

  /** What a test says of one sample. */
  public interface Check {
    void of(Sample sample) throws Exception;
  }

  /** A test of each sample, by its name. */
  public static Stream<DynamicTest> each(Check check) {
    return tests(all().stream(), check);
  }

  /** A test of each of {@code samples}, by its name. */
  public static Stream<DynamicTest> tests(Stream<Sample> samples, Check check) {
    return samples.map(each -> DynamicTest.dynamicTest(each.name, () -> check.of(each)));
  }

  public String name() {
    return name;
  }

  /** The file. */
  public Path capture() {
    return capture;
  }

  /** A file beside the capture, such as {@code expected.jsonl}. */
  public Path file(String other) {
    return capture.resolveSibling(other);
  }

  /** All packets, in order; their bytes are shared, and nobody writes to them. */
  public synchronized List<WireFrame> packets() {
    if (packets == null) {
      packets = read(capture);
    }
    return packets;
  }

  public boolean isSmall() {
    return packets().stream().mapToInt(packet -> packet.bytes().length).sum() <= SMALL_BYTES;
  }

  /** What {@code scan} with some options, such as {@code --all}, says of it. */
  public Said scan(String... options) {
    return scans.computeIfAbsent(
        List.of(options),
        words ->
            Cli.run(
                Stream.of(List.of("scan"), words, List.of(capture.toString()))
                    .flatMap(List::stream)
                    .toArray(String[]::new)));
  }

  /** The lines of all connections that concern Microsoft 365, of clients, and of the run. */
  public Said lines() {
    return scan("--all", "--format", "jsonl");
  }

  /** The lines of all connections, whatever their service and direction. */
  public Said everything() {
    return scan("--all", "--any-service", "--direction", "any", "--format", "jsonl");
  }

  private static List<WireFrame> read(Path capture) {
    List<WireFrame> packets = new ArrayList<>();
    Frame frame = new Frame();
    try (CaptureFile file = CaptureFiles.open(capture, (address, name) -> {})) {
      while (file.next(frame)) {
        byte[] bytes = new byte[frame.capturedLength()];
        frame.buffer().get(frame.offset(), bytes);
        packets.add(
            new WireFrame(frame.timeNanos(), frame.linkType(), bytes, frame.originalLength()));
      }
      return Collections.unmodifiableList(packets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CaptureFormatException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
