package io.tlsfloor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.Terminals;
import io.tlsfloor.testing.Project;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** Runs the command line inside this process, and keeps what it says. */
public final class Cli {
  private static final Pattern PROJECTS = Pattern.compile("(?:samples|docs|README\\.md)(?:[/#]|$)");

  private byte[] input = new byte[0];
  private OutputStream output = new ByteArrayOutputStream();
  private ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();
  private Terminals terminals = Terminals.NONE;
  private BooleanSupplier interrupted = () -> false;

  /** The day of asking, unless a test says otherwise: the bundled list was new then. */
  public static final LocalDate TODAY = LocalDate.of(2026, 9, 1);

  private Instant now = TODAY.atTime(8, 0).toInstant(ZoneOffset.UTC);

  /** Holds what a run said. */
  public record Said(ExitCode code, String out, String err) {
    public List<String> lines() {
      return out.lines().toList();
    }

    /** The output, which is one JSON text. */
    public JsonNode json() {
      return Lines.json(out);
    }

    /** Each line of the output, which is JSON Lines. */
    public List<JsonNode> trees() {
      return Lines.of(lines());
    }

    /** The lines of connections, whose facts are below {@code tlsfloor}. */
    public List<JsonNode> connections() {
      return Lines.connections(lines());
    }

    /** The lines of clients. */
    public List<JsonNode> clients() {
      return Lines.of(trees(), "client");
    }

    /** What the line of the run says of it. */
    public JsonNode run() {
      return Lines.run(lines());
    }
  }

  public static Said run(String... args) {
    return new Cli().with(args);
  }

  public Cli input(byte[] bytes) {
    input = bytes;
    return this;
  }

  public Cli output(OutputStream stream) {
    output = stream;
    return this;
  }

  /** Where errors go: for one who reads them while it runs. */
  public Cli errors(ByteArrayOutputStream stream) {
    errors = stream;
    return this;
  }

  public Cli environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public Cli terminals(boolean out, boolean err, int columns) {
    terminals =
        new Terminals() {
          @Override
          public boolean out() {
            return out;
          }

          @Override
          public boolean err() {
            return err;
          }

          @Override
          public int columns() {
            return columns;
          }

          @Override
          public int lines() {
            return 0;
          }
        };
    return this;
  }

  public Cli at(Instant time) {
    now = time;
    return this;
  }

  public Cli interrupted(BooleanSupplier asked) {
    interrupted = asked;
    return this;
  }

  public Said with(String... args) {
    Console console =
        new Console(
            new ByteArrayInputStream(input),
            output,
            new PrintStream(errors, true, StandardCharsets.UTF_8),
            environment,
            terminals,
            interrupted);
    console.clock(Clock.fixed(now, ZoneOffset.UTC));
    String[] words = Arrays.stream(args).map(Cli::located).toArray(String[]::new);
    ExitCode code = Main.run(words, console);
    return new Said(code, typed(text(output)), typed(errors.toString(StandardCharsets.UTF_8)));
  }

  /**
   * Returns what a user in the project's folder would type, for the folder that this test runs in.
   */
  private static String located(String word) {
    return PROJECTS.matcher(word).lookingAt() ? Project.path(word).toString() : word;
  }

  /** Text with its lines; in the folder of a module longer names of files break them elsewhere. */
  public static String layout(String text) {
    return Project.isHere() ? text : typed(text).replaceAll("\\s+", " ");
  }

  /** Returns what it said, by names as in the project's folder. */
  private static String typed(String said) {
    return said.replace(Project.path("samples").toString(), "samples");
  }

  private static String text(OutputStream stream) {
    return stream instanceof ByteArrayOutputStream bytes
        ? bytes.toString(StandardCharsets.UTF_8)
        : "";
  }

  /** An output that fails at once. */
  public static OutputStream failing(IOException failure) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw failure;
      }
    };
  }
}
