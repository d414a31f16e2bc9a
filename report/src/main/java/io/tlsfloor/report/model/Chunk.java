package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Severity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * What a form makes at once: a whole line with its end, or a whole document. Its bytes are
 * borrowed: the form may use them again once {@link Taker#take} returns.
 */
public final class Chunk {
  private final About about;
  private final byte[] bytes;
  private final int length;

  private Chunk(About about, byte[] bytes, int length) {
    this.about = about;
    this.bytes = bytes;
    this.length = length;
  }

  /** What it is about, for sinks that sort, route or label. */
  public About about() {
    return about;
  }

  /** The bytes, from the first on. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many of the bytes belong to it. */
  public int length() {
    return length;
  }

  /** How many lines end in {@code bytes}. */
  public static long lines(byte[] bytes) {
    long lines = 0;
    for (byte b : bytes) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }

  /** Takes what a form makes, one chunk after the other. */
  @FunctionalInterface
  public interface Taker {
    /**
     * Takes a chunk, and copies what it keeps.
     *
     * @throws IOException if nothing more can be taken
     */
    void take(Chunk chunk) throws IOException;
  }

  /**
   * What a chunk is about.
   *
   * @param id {@code connection}, {@code client}, {@code watch}, {@code run}, {@code header},
   *     {@code document}, or the id of a rule
   * @param time of what it is about; empty for what has none
   * @param severity how urgent it is; empty for what only informs
   * @param client whom it is about; empty for none
   */
  public record About(
      String id, Optional<Instant> time, Optional<Severity> severity, Optional<IpAddress> client) {
    /** The titles of columns. */
    public static final About HEADER = plain("header");

    /** All of a run at once. */
    public static final About DOCUMENT = plain("document");

    private static About plain(String id) {
      return new About(id, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A connection, as urgent as its worst finding if it is flagged. */
    public static About connection(Result result) {
      return of("connection", result, result.flagged() ? result.severity() : Optional.empty());
    }

    /** One finding of a connection, urgent if it counts. */
    public static About finding(Result result, Finding finding) {
      boolean counts = result.flagged() && finding.exception().isEmpty();
      return of(
          finding.rule().id(), result, counts ? Optional.of(finding.severity()) : Optional.empty());
    }

    private static About of(String id, Result result, Optional<Severity> severity) {
      return new About(
          id,
          Optional.of(result.first().time()),
          severity,
          Optional.of(result.ends().client().address()));
    }

    /** A client and a service. */
    public static About client(ClientSummary client) {
      return new About(
          "client", Optional.of(client.lastSeen()), Optional.empty(), Optional.of(client.client()));
    }

    /** A watch at one moment. */
    public static About watch(WatchState watch) {
      return new About("watch", Optional.of(watch.at()), Optional.empty(), Optional.empty());
    }

    /** The run, urgent if something was lost. */
    public static About run(Run run) {
      return new About(
          "run",
          Optional.of(run.course().ended()),
          run.missed().hides() ? Optional.of(Severity.MEDIUM) : Optional.empty(),
          Optional.empty());
    }
  }

  /** Collects the bytes of a chunk. Confined to one thread. */
  public static final class Buffer extends ByteArrayOutputStream {
    private final Taker taker;

    /** Hands on to {@code taker}. */
    public Buffer(Taker taker) {
      this.taker = taker;
    }

    /** Hands on what was collected, if it is anything, and begins again. */
    public void send(About about) throws IOException {
      if (count > 0) {
        try {
          taker.take(new Chunk(about, buf, count));
        } finally {
          reset();
        }
      }
    }
  }

  /** Text in UTF-8. */
  public static Chunk of(About about, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Chunk(about, bytes, bytes.length);
  }
}
