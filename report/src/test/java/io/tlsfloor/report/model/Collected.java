package io.tlsfloor.report.model;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** All that a form writes, and what it says of each chunk. */
public final class Collected implements Chunk.Taker {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<Chunk.About> about = new ArrayList<>();

  @Override
  public void take(Chunk chunk) {
    bytes.write(chunk.bytes(), 0, chunk.length());
    about.add(chunk.about());
  }

  /** What each chunk is about. */
  public List<Chunk.About> about() {
    return about;
  }

  /** All of it. */
  public String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
