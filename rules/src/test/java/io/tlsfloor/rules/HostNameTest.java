package io.tlsfloor.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          contoso.sharepoint.com   | contoso.sharepoint.com
          Contoso.SharePoint.com   | contoso.sharepoint.com
          contoso.sharepoint.com.  | contoso.sharepoint.com
          _sip.tls-1.example       | _sip.tls-1.example
          localhost                | localhost
          """)
  void isComparedInOneForm(String name, String normal) {
    assertThat(HostName.normal(name)).isEqualTo(normal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..sharepoint.com",
        ".sharepoint.com",
        "a..sharepoint.com",
        "a.sharepoint.com..",
        "evil.example/.sharepoint.com",
        "evil.example?.sharepoint.com",
        "a b.sharepoint.com",
        "a:443.sharepoint.com",
        "user@a.sharepoint.com",
        "*.sharepoint.com",
        "\u00e4.sharepoint.com",
        "a\u0000.sharepoint.com",
        "\u212a.sharepoint.com"
      })
  void whatCanBeNoHostMatchesNothing(String name) {
    assertThat(HostName.normal(name)).isEmpty();
    assertThat(NamePattern.parse("*.sharepoint.com").covers(name)).isFalse();
  }

  @Test
  void aNameHasAtMostAsManyCharactersAsDnsCanHold() {
    String longest = ("a".repeat(49) + ".").repeat(5) + "abc";

    assertThat(longest).hasSize(253);
    assertThat(HostName.normal(longest + ".")).isEqualTo(longest);
    assertThat(HostName.normal("a" + longest)).isEmpty();
  }

  @Test
  void aLabelHasAtMostAsManyCharactersAsDnsCanHold() {
    assertThat(HostName.normal("a".repeat(63) + ".sharepoint.com")).isNotEmpty();
    assertThat(HostName.normal("a".repeat(64) + ".sharepoint.com")).isEmpty();
    assertThat(HostName.normal("www." + "a".repeat(64))).isEmpty();
  }
}
