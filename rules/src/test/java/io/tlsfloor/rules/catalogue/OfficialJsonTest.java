package io.tlsfloor.rules.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.parser.observation.Transport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfficialJsonTest {
  private static List<Row> read(String json) throws IOException {
    return OfficialJson.read(
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "list.json", "Worldwide");
  }

  @Test
  void readsSetsInAnyOrderOfKeysAndLeavesUnknownOnes() throws IOException {
    List<Row> rows =
        read(
            """
            [{"required":true,"x":{"y":[1,2]},"category":"Allow","tcpPorts":"443, 587-588","id":7,
              "serviceArea":"Exchange","urls":["A.Contoso.com"],"ips":["10.0.0.0/8"],"notes":"n"},
             {"id":8,"serviceArea":"Common","category":"Default","required":false,"ips":["2603::/16"]}]
            """);

    assertThat(rows)
        .extracting(Row::value)
        .containsExactly("a.contoso.com", "10.0.0.0/8", "2603::/16");
    EndpointSet set = rows.get(0).set();
    assertThat(set.id()).contains(7);
    assertThat(set.category()).isEqualTo(Category.ALLOW);
    assertThat(set.required()).isTrue();
    assertThat(set.tcp()).hasToString("443,587-588");
    assertThat(set.udp().isEmpty()).isTrue();
    assertThat(rows.get(2).set().portsUnknown()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          no array            | {}                                                             | list.json:1:1: expected an array of endpoint sets
          no object           | [1]                                                            | list.json:1:2: expected an endpoint set
          no id               | [{"serviceArea":"Common","category":"Default"}]                | list.json:1:2: endpoint set without "id"
          id is text          | [{"id":"1"}]                                                   | list.json:1:8: "id" must be an integer
          id is a fraction    | [{"id":1.5}]                                                   | list.json:1:8: "id" must be an integer
          no category         | [{"id":1,"serviceArea":"Common"}]                              | list.json:1:2: endpoint set without "category"
          unknown category    | [{"id":1,"category":"Best"}]                                   | list.json:1:21: unknown category "Best"
          bad port            | [{"id":1,"tcpPorts":"80,x"}]                                   | list.json:1:21: not a port
          port too high       | [{"id":1,"tcpPorts":"65536"}]                                  | list.json:1:21: not a port
          bad prefix          | [{"id":1,"ips":["10.0.0.0/33"]}]                               | list.json:1:17: not a prefix length
          no prefix           | [{"id":1,"ips":["contoso"]}]                                   | list.json:1:17: not an IP address
          bad name            | [{"id":1,"urls":["https://a.b/"]}]                             | list.json:1:18: not a host name or wildcard
          urls is text        | [{"id":1,"urls":"a.b"}]                                        | list.json:1:17: "urls" must be an array
          cut off             | [{"id":1,                                                      | not valid JSON
          not JSON            | <html>                                                         | list.json:1:1: not valid JSON
          more behind         | [{"id":1,"serviceArea":"C","category":"Default","urls":["a.b"]}] x | not valid JSON
          nothing in it       | []                                                             | no names and no addresses
          """)
  void saysWhereAndWhatIsWrong(String name, String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(ListFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aMessageIsShortWhateverTheListHolds() {
    String name = "*.".repeat(100_000);

    assertThatThrownBy(() -> read("[{\"id\":1,\"urls\":[\"" + name + "\"]}]"))
        .isInstanceOf(ListFormatException.class)
        .message()
        .hasSizeLessThan(2000);
  }

  @Test
  void aSavedListReplacesTheInstanceAndKeepsTheHostsAddedByHand(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("worldwide.json");
    Files.writeString(
        file,
        """
        [{"id":1,"serviceArea":"Exchange","category":"Optimize","required":true,
          "urls":["mail.contoso.test"],"tcpPorts":"443"}]
        """);

    Catalogue catalogue = Catalogue.load(file, "Worldwide");

    Scope scope = new Scope(Transport.TCP, 443, Scope.TODAY, false);
    assertThat(catalogue.byName("mail.contoso.test", scope)).isPresent();
    assertThat(catalogue.byName("smtp-legacy.office365.com", scope)).isPresent();
    assertThat(catalogue.byName("outlook.office365.com", scope)).isEmpty();
    assertThat(catalogue.version().source()).isEqualTo(file.toString());
  }

  @Test
  void aSavedListTakesThePlaceOfOneInstanceAmongAll(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("worldwide.json");
    Files.writeString(
        file,
        """
        [{"id":1,"serviceArea":"Exchange","category":"Optimize","required":true,
          "urls":["mail.contoso.test"],"tcpPorts":"443"}]
        """);
    ListVersion saved =
        new ListVersion(file.toString(), Optional.of("2026101500"), Optional.empty());

    Catalogue catalogue = Catalogue.bundled().replacing("Worldwide", file, saved);

    Scope scope = new Scope(Transport.TCP, 443, Scope.TODAY, false);
    assertThat(catalogue.byName("mail.contoso.test", scope)).isPresent();
    assertThat(catalogue.byName("outlook.office365.com", scope)).isEmpty();
    assertThat(catalogue.byName("partner.outlook.cn", scope)).isPresent();
    assertThat(catalogue.version()).isEqualTo(saved);
    assertThat(catalogue.instances()).isEqualTo(Catalogue.bundled().instances());
  }
}
