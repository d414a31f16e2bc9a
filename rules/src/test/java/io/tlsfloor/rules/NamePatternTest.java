package io.tlsfloor.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          login.microsoftonline.com       | login.microsoftonline.com             | true
          login.microsoftonline.com       | x.login.microsoftonline.com           | false
          login.microsoftonline.com       | xlogin.microsoftonline.com            | false
          *.sharepoint.com                | contoso.sharepoint.com                | true
          *.sharepoint.com                | a.b.sharepoint.com                    | true
          *.sharepoint.com                | sharepoint.com                        | false
          *.sharepoint.com                | .sharepoint.com                       | false
          *.sharepoint.com                | notsharepoint.com                     | false
          *.sharepoint.com                | contoso.sharepoint.com.evil.example   | false
          *cdn.onenote.net                | site-cdn.onenote.net                  | true
          *cdn.onenote.net                | cdn.onenote.net                       | true
          *cdn.onenote.net                | a.cdn.onenote.net                     | true
          *cdn.onenote.net                | onenote.net                           | false
          *cdn.onenote.net                | cdn.xonenote.net                      | false
          *cdn.onenote.net                | cdnx.onenote.net                      | false
          *-admin.sharepoint.com          | contoso-admin.sharepoint.com          | true
          *-admin.sharepoint.com          | contoso.sharepoint.com                | false
          *-admin.sharepoint.com          | contosoadmin.sharepoint.com           | false
          autodiscover.*.onmicrosoft.com  | autodiscover.contoso.onmicrosoft.com  | true
          autodiscover.*.onmicrosoft.com  | autodiscover.a.b.onmicrosoft.com      | false
          autodiscover.*.onmicrosoft.com  | autodiscover.onmicrosoft.com          | false
          autodiscover.*.onmicrosoft.com  | autodiscover..onmicrosoft.com         | false
          autodiscover.*.onmicrosoft.com  | xautodiscover.contoso.onmicrosoft.com | false
          autodiscover.*.onmicrosoft.com  | contoso.onmicrosoft.com               | false
          """)
  void standsForNamesAtLabelBoundaries(String pattern, String name, boolean expected) {
    assertThat(NamePattern.parse(pattern).matches(name)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          *                 | no domain after the asterisk
          *com              | no domain after the asterisk
          *.*.contoso.com   | more than one asterisk
          a*b.contoso.com   | must stand for a whole label
          a.*b.contoso.com  | must stand for a whole label
          a..b              | not a host name
          .a.b              | not a host name
          a b.c             | not a host name
          a.b..             | not a host name
          https://a.b/      | not a host name
          """)
  void saysWhatIsWrongWithAPattern(String pattern, String message) {
    assertThatThrownBy(() -> NamePattern.parse(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
