package io.tlsfloor.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** Lines of results, read by a parser that knows nothing of them. */
public final class Lines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Lines() {}

  /** One JSON text. */
  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  /** Each line as a tree of its own. */
  public static List<JsonNode> of(Collection<String> lines) {
    return lines.stream().map(Lines::json).toList();
  }

  /** The lines of a file. */
  public static List<JsonNode> of(Path file) {
    try {
      return of(Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of {@code lines} whose dataset is {@code tlsfloor.} with this word. */
  public static List<JsonNode> of(List<JsonNode> lines, String dataset) {
    return lines.stream().filter(line -> is(line, dataset)).toList();
  }

  /** Whether the dataset of a line is {@code tlsfloor.} with this word. */
  public static boolean is(JsonNode line, String dataset) {
    return line.at("/event/dataset").asText().equals("tlsfloor." + dataset);
  }

  /** The lines of connections. */
  public static List<JsonNode> connections(Collection<String> lines) {
    return of(of(lines), "connection");
  }

  /** What the last line, that of the run, says of it. */
  public static JsonNode run(List<String> lines) {
    return json(lines.get(lines.size() - 1)).at("/tlsfloor/run");
  }
}
