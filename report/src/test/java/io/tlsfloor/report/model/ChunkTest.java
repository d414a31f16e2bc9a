package io.tlsfloor.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "1.0 → 1.1", "Zoë ߿ ࠀ \uffff", "emoji 😀 and more", "lone \ud83d"})
  void collectsATextInUtf8(String text) {
    String many = text.repeat(32); // longer than a buffer begins with

    Chunk.Buffer buffer = new Chunk.Buffer(chunk -> {});
    buffer.put(text);
    buffer.put(many);

    assertThat(buffer.toByteArray()).isEqualTo((text + many).getBytes(StandardCharsets.UTF_8));
  }
}
