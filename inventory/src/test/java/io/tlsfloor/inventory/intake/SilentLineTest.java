package io.tlsfloor.inventory.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SilentLineTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          no finding          | {"event":{"dataset":"tlsfloor.connection"},"tlsfloor":{"findings":[]}}                  | true
          no findings at all  | {"event":{"dataset":"tlsfloor.connection"},"tlsfloor":{"service":{"name":"\\\\"}}}         | true
          findings elsewhere  | {"event":{"dataset":"tlsfloor.connection"},"tlsfloor":{"service":{"findings":[1]}}}     | false
          with spaces         | {"event": {"dataset": "tlsfloor.connection"}, "tlsfloor": {"findings": []}}             | false
          a text without end  | {"event":{"dataset":"tlsfloor.connection"},"tlsfloor":{"findings":[]},"a":"}            | false
          amends nothing      | {"tlsfloor":{"amends":false,"findings":[]},"event":{"dataset":"tlsfloor.connection"}}   | true
          a finding           | {"event":{"dataset":"tlsfloor.connection"},"tlsfloor":{"findings":[{"rule":"x"}]}}      | false
          takes one back      | {"event":{"dataset":"tlsfloor.connection"},"tlsfloor":{"amends":true,"findings":[]}}    | false
          findings are none   | {"event":{"dataset":"tlsfloor.connection"},"tlsfloor":{"findings":7}}                   | false
          a client            | {"event":{"dataset":"tlsfloor.client"},"tlsfloor":{"findings":[]}}                      | false
          cut short           | {"event":{"dataset":"tlsfloor.connection"},"tlsfloor":{"findings":[]}                   | false
          more behind it      | {"event":{"dataset":"tlsfloor.connection"},"tlsfloor":{"findings":[]}} x                | false
          a word in a name    | {"a":"\\"findings\\":[]","event":{"dataset":"tlsfloor.client"}}                         | false
          not an object       | [{"event":{"dataset":"tlsfloor.connection"}}]                                           | false
          nothing             | 7                                                                                       | false
          """)
  void isTheWholeLineOfAConnectionThatSaysNothing(String what, String line, boolean silent) {
    assertThat(SilentLine.is(line.getBytes(StandardCharsets.UTF_8))).isEqualTo(silent);
  }
}
