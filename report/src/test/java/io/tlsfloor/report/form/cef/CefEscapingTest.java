package io.tlsfloor.report.form.cef;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Text in the parts of a line that bars separate. */
class CefEscapingTest {
  @Test
  void escapesWhatEndsAPartOfTheHeader() {
    assertThat(CefReport.header("a|b\\c\n")).isEqualTo("a\\|b\\\\c\\\\u000a");
  }
}
