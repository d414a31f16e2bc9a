package io.tlsfloor.cli.watch;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A class of tests that share a {@link Gateway}, which no other class sees. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
abstract class OnGateway {
  private final String[] tools;

  /** For files of the class's tests. */
  Path scratch;

  Gateway gateway;

  /**
   * For a subclass.
   *
   * @param tools that its tests need besides
   */
  OnGateway(String... tools) {
    this.tools = tools;
  }

  @BeforeAll
  void connect(@TempDir Path folder) {
    scratch = folder;
    gateway = Gateway.open(folder, tools);
  }

  @AfterAll
  void disconnect() throws IOException {
    if (gateway != null) {
      gateway.close();
    }
  }
}
