package io.tlsfloor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.MemoryFolders;
import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a source tree of its own, with the application as the build leaves it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnTree {
  static final Path PROJECT = Project.folder();
  static final Path ASSEMBLED = PROJECT.resolve("cli/target/dist").toAbsolutePath();
  static final Path SAMPLE = PROJECT.resolve("samples/tls10/capture.pcapng").toAbsolutePath();

  @TempDir Path scratch;
  SourceTree built;

  /** One for all classes: the application and its archive of classes are only read. */
  @BeforeAll
  void build() throws IOException {
    built = Shared.tree();
  }

  Run shell(String script) {
    return Run.of(scratch, Path.of("sh"), "-c", script)
        .with("JAVA_HOME", System.getProperty("java.home"));
  }

  Run launch(String... arguments) {
    return launch(built, scratch, arguments);
  }

  Run launch(SourceTree tree, String... arguments) {
    return launch(tree, scratch, arguments);
  }

  static Run launch(SourceTree tree, Path folder, String... arguments) {
    return Run.of(folder, tree.launcher(), arguments)
        .with("JAVA_HOME", System.getProperty("java.home"));
  }

  /** The archive for the Java that runs this test. */
  static Path archive(SourceTree tree) {
    String version = System.getProperty("java.runtime.version");
    String ending = Runtime.version().feature() < 25 ? ".jsa" : ".aot";
    return tree.application().resolve(".cds").resolve(version + ending);
  }

  /** The application as the build leaves it, without what an earlier run put beside it. */
  private static final class Shared {
    private static @Nullable SourceTree tree;

    static synchronized SourceTree tree() throws IOException {
      if (tree == null) {
        Path shared = MemoryFolders.untilTheEnd("launcher");
        Path application = Files.createDirectories(shared.resolve("application"));
        for (String part : List.of("tlsfloor", "tlsfloor.jar", "lib", ".stamp")) {
          String from = ASSEMBLED.resolve(part).toString();
          Run copy = Run.of(shared, Path.of("cp"), "-Rp", from, application.toString());
          assertThat(copy.code()).as(copy.err()).isZero();
        }
        SourceTree made = SourceTree.in(shared.resolve("built"), PROJECT, application);
        assertThat(launch(made, shared, "--version").code()).isZero();
        assertThat(archive(made)).isNotEmptyFile();
        tree = made;
      }
      return tree;
    }
  }
}
