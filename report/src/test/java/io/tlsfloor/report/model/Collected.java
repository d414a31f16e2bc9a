package io.tlsfloor.report.model;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** All that a form writes. */
public final class Collected implements Chunk.Taker {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Override
  public void take(Chunk chunk) {
    bytes.write(chunk.bytes(), 0, chunk.length());
  }

  /** All of it. */
  public String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
