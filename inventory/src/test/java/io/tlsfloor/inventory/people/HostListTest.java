package io.tlsfloor.inventory.people;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.report.ReportException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostListTest {
  private static final String MAC = "00-00-5E-00-53-01";

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("hosts.csv"), text.replace("~", "\r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          our own      | name,mac,address,owner,ticket,site~pc1,00005E005301,,anna,T-1,hq           | pc1 00-00-5E-00-53-01  anna T-1
          Intune       | Device name,Primary user UPN,Wi-Fi MAC,Ethernet MAC~PC1,a@b,00005e005301,  | pc1 00-00-5E-00-53-01  a@b
          AD           | "Name","DNSHostName","IPv4Address","ManagedBy"~"PC1","pc1.x","10.0.0.1","CN=Berg\\, Anna,OU=IT" | pc1  10.0.0.1 Berg, Anna
          ServiceNow   | name;mac_address;ip_address;assigned_to;asset_tag~PC1;00:00:5e:00:53:01;10.0.0.1;anna;T-1 | pc1 00-00-5E-00-53-01 10.0.0.1 anna T-1
          assets       | mac;owner~00005E005301;anna | 00-00-5E-00-53-01  anna
          addresses    | address,owner~10.0.0.1,anna | 10.0.0.1 anna
          Kea leases   | address,hwaddr,client_id,valid_lifetime,expire,hostname~10.0.0.1,00:00:5e:00:53:01,,86400,1772496000,pc1 | 00-00-5E-00-53-01 10.0.0.1
          Windows DHCP | #TYPE x~"IPAddress","ClientId","HostName","AddressState","LeaseExpiryTime"~"10.0.0.1","00-00-5e-00-53-01","pc1.x","Active","3/3/2026 1:00:00 PM" | 00-00-5E-00-53-01 10.0.0.1
          """)
  void headsAreKnown(String what, String csv, String expected) throws IOException {
    HostList list = HostList.read(file(csv).toString(), "");

    HostList.Host host = list.hosts().get(0);
    String all =
        String.join(" ", host.name(), host.mac(), host.address(), host.owner(), host.ticket());
    assertThat(all.strip()).isEqualTo(expected);
    assertThat(list.skipped()).isZero();
  }

  @Test
  void aQuoteThatDoesNotEndIsSaidWithItsLine() throws IOException {
    Path file = file("name,owner~pc1,anna~\"pc2,berta~");

    assertThatThrownBy(() -> HostList.read(file.toString(), ""))
        .hasMessageContaining("hosts.csv: line 3 begins a cell in quotes that does not end");
  }

  @Test
  void whatAnOlderSpreadsheetWritesIsRead() throws IOException {
    Path file = folder.resolve("hosts.csv");
    Files.write(file, "name;owner\npc1;J\u00fcrgen\n".getBytes(Charset.forName("windows-1252")));

    assertThat(HostList.read(file.toString(), "").hosts().get(0).owner()).isEqualTo("J\u00fcrgen");
  }

  @Test
  void aFileWithoutAColumnThatIsKnownIsRefusedWithWhatToDo() throws IOException {
    Path file = file("color,size~red,1~");

    assertThatThrownBy(() -> HostList.read(file.toString(), ""))
        .isInstanceOfSatisfying(
            ReportException.class, e -> assertThat(e.hint()).contains("name, mac, address"));
  }

  @Test
  void aListWinsOverAllGuesses() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(
          new Saved("hq")
              .client(day(0), new Client("10.0.0.1").mac(MAC).old(1))
              .client(day(0), new Client("10.0.0.2").mac("00-00-5E-00-53-02").good(1))
              .day(day(0)));
      assertThat(book.rows(day(0))).hasSize(2);

      HostList.read(
              file("name,mac,owner~dock,00005E005301,anna~dock,00005E005302,anna~").toString(), "")
          .keep(book.store);

      assertThat(book.rows(day(0)))
          .singleElement()
          .matches(row -> row.id().equals("host:dock"))
          .matches(row -> row.owner().equals("anna"));
    }
  }

  @Test
  void powershellWritesWideLetters() throws IOException {
    Path file = folder.resolve("hosts.csv");
    byte[] text = "\uFEFFname,mac\r\npc1,00005E005301\r\n".getBytes(StandardCharsets.UTF_16LE);
    Files.write(file, text);

    assertThat(HostList.read(file.toString(), "").hosts()).hasSize(1);
  }
}
