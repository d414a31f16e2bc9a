package io.tlsfloor.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Main;
import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A real terminal in which one line is typed; it goes with this. */
final class Tmux implements AutoCloseable {
  /** Holds what the screen says once the line is through. */
  static final String DONE = "session-is-over";

  private static final int PATIENCE = 900; // tenths of a second

  private final String server =
      "tlsfloor-" + ProcessHandle.current().pid() + "-" + System.nanoTime(); // none of before

  /**
   * Opens a terminal.
   *
   * @param typed a line for a shell, in which {@code tlsfloor} runs what is tested
   */
  Tmux(int columns, int lines, String typed) throws IOException, InterruptedException {
    this(columns, lines, "-XX:TieredStopAtLevel=1", typed);
  }

  /**
   * Opens a terminal.
   *
   * @param compiler option of the Java virtual machine that says how fast it runs
   * @param typed a line for a shell, in which {@code tlsfloor} runs what is tested
   */
  Tmux(int columns, int lines, String compiler, String typed)
      throws IOException, InterruptedException {
    String java =
        "'"
            + System.getProperty("java.home")
            + "/bin/java' -Dfile.encoding=UTF-8 "
            + compiler
            + " -cp '"
            + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
            + "' "
            + Main.class.getName();
    String shell =
        "export NO_COLOR=1; trap : INT; tlsfloor() { "
            + java
            + " \"$@\"; }; "
            + typed
            + "; echo "
            + DONE
            + "; sleep 60";
    tmux("new-session", "-d", "-x", "" + columns, "-y", "" + lines, shell);
  }

  /** Returns what is on the screen now. */
  String screen() throws IOException, InterruptedException {
    return tmux("capture-pane", "-p");
  }

  /** Returns what is on the screen as soon as it is as {@code wanted}. */
  String await(Predicate<String> wanted) throws IOException, InterruptedException {
    for (int i = 0; i < PATIENCE; i++) {
      String screen = screen();
      if (wanted.test(screen)) {
        return screen;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("never came: " + screen());
  }

  /** Returns what the line printed, once it is through. */
  String whole() throws IOException, InterruptedException {
    String screen = await(text -> text.contains(DONE));
    return screen.substring(0, screen.indexOf(DONE));
  }

  /** Presses a key, by tmux's name for it. */
  void press(String key) throws IOException, InterruptedException {
    tmux("send-keys", key);
  }

  @Override
  public void close() throws IOException {
    try {
      tmux("kill-server");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String tmux(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tmux", "-u", "-f", "/dev/null", "-L", server));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .directory(Project.folder().toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return said;
  }
}
