package io.tlsfloor.rules.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServiceNotesTest {
  @Test
  void aSentenceHoldsNoMoreOfATextThanANameHas() {
    String name = "a".repeat(253);

    assertThat(ServiceNotes.shown(name)).isEqualTo(name);
    assertThat(ServiceNotes.shown(name + "b")).isEqualTo(name + "…");
    assertThat(ServiceNotes.shown("\u0001".repeat(250))).hasSize(43 * 6 + 1).endsWith("\\u0001…");
    assertThat(ServiceNotes.shown("\u0001")).isEqualTo("\\u0001");
  }
}
