package io.tlsfloor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completions, asked in the shells that they are for. */
class CompletionTest {
  private static final Path FOLDER = Project.path("docs/completion").toAbsolutePath();

  private static final String BASH =
      """
      source "$1"
      compopt() { :; }
      read -ra COMP_WORDS <<<"$2"
      [[ $2 == *' ' ]] && COMP_WORDS+=('')
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      _tlsfloor
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  /** Types a line and a tab in a terminal, and shows what stands there then. */
  private static final String ZSH =
      """
      zmodload zsh/zpty
      zpty shell "zsh -f -i"
      zpty -w shell "PROMPT=; unsetopt zle_bracketed_paste; fpath=(${1:h} \\$fpath); LISTMAX=1000"
      zpty -w shell "autoload -Uz compinit; compinit -u -D; setopt nolistambiguous; echo rea''dy"
      zpty -r shell out '*ready*'
      zpty -w -n shell "$2"$'\\t'
      zpty -r shell out "*$3*"
      print -r -- "$3"
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'tlsfloor '                       | scan
          'tlsfloor end'                    | endpoints
          'tlsfloor scan --form'            | --format
          'tlsfloor watch --no-c'            | --no-config
          'tlsfloor scan --format '         | jsonl
          'tlsfloor scan --format = js'     | jsonl
          'tlsfloor watch --color '         | never
          'tlsfloor watch -i '              | any
          'tlsfloor endpoints '             | lookup
          'tlsfloor endpoints show --verb'  | --verbose
          'tlsfloor scan README'            | README.md
          """)
  void bashCompletesCommandsOptionsValuesAndFiles(String line, String expected) throws IOException {
    Requires.tools("bash");

    assertThat(run("bash", "-c", BASH, "bash", script("tlsfloor.bash"), line).lines())
        .contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'tlsfloor '                       | scan
          'tlsfloor scan --form'            | --format
          'tlsfloor watch --color '         | never
          'tlsfloor endpoints '             | lookup
          'tlsfloor scan README'            | README.md
          """)
  void fishCompletesCommandsOptionsValuesAndFiles(String line, String expected) throws IOException {
    Requires.tools("fish");
    String ask = "source $argv[1]; complete -C $argv[2]";

    assertThat(
            run("fish", "--no-config", "-c", ask, script("tlsfloor.fish"), line)
                .lines()
                .map(answer -> answer.split("\t")[0]))
        .contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tlsfloor endp                     | endpoints
          tlsfloor scan --form              | --format
          tlsfloor watch --color=n          | never
          tlsfloor endpoints lo             | lookup
          """)
  void zshCompletesCommandsOptionsAndValues(String line, String expected) throws IOException {
    Requires.tools("zsh");

    assertThat(
            run(
                "timeout",
                "60",
                "zsh",
                "-f",
                "-c",
                ZSH,
                "zsh",
                script("_tlsfloor"),
                line,
                expected))
        .isEqualTo(expected + "\n");
  }

  private static String script(String name) {
    return FOLDER.resolve(name).toString();
  }

  private static String run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(Project.folder().toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
