package io.tlsfloor.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A tree that looks to the launcher like this project's, and whose build takes an application that
 * is assembled already.
 */
final class SourceTree {
  private final Path root;

  private SourceTree(Path root) {
    this.root = root;
  }

  /** Makes the tree, with sources of an hour ago and nothing built. */
  static SourceTree in(Path folder, Path project, Path application) throws IOException {
    SourceTree tree = new SourceTree(Files.createDirectories(folder));
    String build = "cli/src/main/sh/build";
    Files.createDirectories(tree.root.resolve(build).getParent());
    for (String script : List.of("tlsfloor", build)) {
      Script.copy(project.resolve(script), tree.root.resolve(script));
    }
    Files.writeString(tree.root.resolve("pom.xml"), "<project/>\n");
    for (String module : List.of("parser", "capture", "rules", "report", "cli")) {
      Path sources = Files.createDirectories(tree.root.resolve(module).resolve("src/main/java"));
      Files.writeString(sources.resolve("A.java"), "class A {}\n");
      Files.writeString(tree.root.resolve(module).resolve("pom.xml"), "<project/>\n");
    }
    tree.age();
    tree.script(
        """
        for option in "$@"; do
          case $option in -Ddist.directory=*) to=${option#*=} ;; esac
        done
        echo built >>builds
        sleep 0.2
        cp -R '%s/.' "$to"
        for sum in "$to"/.cds/*.sum; do
          [ ! -e "$sum" ] || echo "$(cksum <"${sum%%.sum}") %s" >"$sum"
        done
        touch "$to/.stamp"
        """
            .formatted(application, tree.application()));
    return tree;
  }

  Path launcher() {
    return root.resolve("tlsfloor");
  }

  Path application() {
    return root.resolve("cli/target/dist");
  }

  Path root() {
    return root;
  }

  /** Puts {@code body} in the place of the Maven wrapper. */
  void script(String body) throws IOException {
    Script.write(root.resolve("mvnw"), "set -e\n" + body);
  }

  /** How often the build ran. */
  int builds() throws IOException {
    Path log = root.resolve("builds");
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }

  /** Changes a source after the application was built. */
  void edit(String file) throws IOException {
    Files.setLastModifiedTime(
        root.resolve(file), FileTime.from(Instant.now().plus(Duration.ofMinutes(1))));
  }

  /** Makes every source an hour old. */
  void age() throws IOException {
    FileTime anHourAgo = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
    try (var files = Files.walk(root)) {
      for (Path file : files.filter(path -> !path.toString().contains("target")).toList()) {
        Files.setLastModifiedTime(file, anHourAgo);
      }
    }
  }
}
