package io.tlsfloor.cli.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands of the manual that make other programs' lines of ours. */
enum JqForms {
  EVE("Suricata"),
  ZEEK("Zeek");

  private final String reader;

  JqForms(String reader) {
    this.reader = reader;
  }

  /** Returns what jq is given, as it stands in the manual. */
  String filter() throws IOException {
    Matcher command =
        Pattern.compile("(?s)" + reader + "'s? [^:]*:\\n\\n    jq -c '(.*?)' today\\.jsonl")
            .matcher(Files.readString(Project.path("docs/manual/results.md")));
    assertThat(command.find()).as("a command for readers of %s", reader).isTrue();
    return command.group(1);
  }
}
