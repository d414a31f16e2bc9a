package io.tlsfloor.inventory.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.report.form.table.Lines;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTableTest {
  private static final List<List<String>> CELLS =
      List.of(
          List.of("STATE", "CLIENT", "NAME", "IDENTITY", "SERVICE", "FIRST SEEN", "OWNER"),
          List.of(
              "below", "10.0.0.1", "打印机".repeat(20), "name", "Exchange Online", "2026-03-01", ""),
          List.of(
              "fixed", "2001:db8::7", "pc7.example", "mac", "SharePoint Online", "2026-03-02", ""));

  private static List<String> lines(int columns) {
    return new ListingTable(CELLS, columns).lines();
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 60, 80, 120})
  void fitsATerminalAndCutsNoAddress(int columns) {
    assertThat(lines(columns)).allMatch(line -> Lines.width(line) <= columns);
    assertThat(lines(columns).get(2)).startsWith(" fixed  2001:db8::7  ");
  }

  @Test
  void emptyColumnsGoFirstThenThoseThatAreMissedLeast() {
    assertThat(lines(120).get(0)).contains("OWNER");
    assertThat(lines(70).get(0)).contains("NAME", "IDENTITY").doesNotContain("OWNER");
    assertThat(lines(50).get(0)).contains("NAME", "SERVICE").doesNotContain("IDENTITY");
  }

  @Test
  void withoutATerminalAllColumnsAreThereAndLongWordsAreCut() {
    assertThat(lines(Integer.MAX_VALUE).get(0)).contains("IDENTITY", "FIRST SEEN", "OWNER");
    assertThat(lines(Integer.MAX_VALUE).get(1)).contains("打印机打").contains("…");
    assertThat(new ListingTable(CELLS.subList(0, 1), 20).lines()).hasSize(1);
  }
}
