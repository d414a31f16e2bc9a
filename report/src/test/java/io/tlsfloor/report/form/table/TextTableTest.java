package io.tlsfloor.report.form.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.report.text.Column;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTableTest {
  private static final List<Column<List<String>>> COLUMNS =
      List.of(
          whole("state", 0),
          whole("client", 1),
          words("name", 2),
          words("identity", 3).leaves(1),
          words("service", 4),
          whole("first_seen", 5).leaves(2),
          words("owner", 6).leaves(3));

  private static final List<List<String>> ROWS =
      List.of(
          List.of(
              "below", "10.0.0.1", "打印机".repeat(20), "name", "Exchange Online", "2026-03-01", ""),
          List.of(
              "fixed", "2001:db8::7", "pc7.example", "mac", "SharePoint Online", "2026-03-02", ""));

  private static Column<List<String>> whole(String name, int at) {
    return new Column<>(name, row -> row.get(at));
  }

  private static Column<List<String>> words(String name, int at) {
    return Column.words(name, row -> row.get(at));
  }

  private static List<String> lines(
      List<Column<List<String>>> columns, List<List<String>> rows, int width) {
    List<String> lines = new ArrayList<>();
    new TextTable<>(columns, rows, width, new TextTable.Style(1, true, cell -> cell))
        .write(line -> lines.add(line.toString()));
    return lines;
  }

  private static List<String> lines(int width) {
    return lines(COLUMNS, ROWS, width);
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 60, 80, 120})
  void fitsATerminalAndCutsNoAddress(int width) {
    assertThat(lines(width)).allMatch(line -> Lines.width(line) <= width);
    assertThat(lines(width).get(2)).startsWith(" fixed  2001:db8::7  ");
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
    assertThat(lines(COLUMNS, List.of(), 20)).hasSize(1);
  }

  @Test
  void beforeTurnZeroColumnsGiveWayWhileCellsAreWhole() {
    List<Column<List<String>>> columns =
        List.of(words("name", 0), whole("times", 1).right().leaves(-1), words("fix", 2));
    List<List<String>> rows = List.of(List.of("printer-of-floor-3", "12", "java-8-openjdk"));

    assertThat(lines(columns, rows, 50))
        .containsExactly(
            " NAME                TIMES  FIX", " printer-of-floor-3     12  java-8-openjdk");
    assertThat(lines(columns, rows, 40))
        .containsExactly(" NAME                FIX", " printer-of-floor-3  java-8-openjdk");
    assertThat(lines(columns, rows, 30))
        .containsExactly(" NAME           FIX", " printer-of-f…  java-8-openjdk");
  }

  @Test
  void inATurnAnotherColumnStandsInThePlaceOfOne() {
    List<Column<List<String>>> columns =
        List.of(
            whole("offered", 0)
                .shorter(
                    -1,
                    new Column<>("TLS", row -> row.get(0).charAt(4) + ">" + row.get(1).charAt(4))),
            whole("chosen", 1).leaves(-1));
    List<List<String>> rows = List.of(List.of("TLS 3", "TLS 1"));

    assertThat(lines(columns, rows, 16)).containsExactly(" OFFERED  CHOSEN", " TLS 3    TLS 1");
    assertThat(lines(columns, rows, 15)).containsExactly(" TLS", " 3>1");
  }

  @Test
  void sentencesGoOnBelowAndWordsStayWhole() {
    List<Column<List<String>>> columns =
        List.of(whole("set", 0), Column.sentences("why", row -> row.get(1)), whole("ports", 2));
    List<List<String>> rows = List.of(List.of("11", "a name of this set matches", "443"));

    assertThat(lines(columns, rows, 25))
        .containsExactly(
            " SET  WHY           PORTS",
            " 11   a name of     443",
            "      this set",
            "      matches");
    assertThat(lines(columns, rows, 5)).allMatch(line -> line.length() <= 21);
  }

  @Test
  void anAddressThatIsTooLongHasALineOfItsOwn() {
    List<Column<List<String>>> columns =
        List.of(
            whole("state", 0),
            Column.fitted("client", 12, (row, room) -> row.get(1)),
            whole("fix", 2));
    List<List<String>> rows =
        List.of(
            List.of("below", "10.20.3.41", "java-8"),
            List.of("below", "2001:db8:1:2:3:4:5:6", "java-7"));

    assertThat(lines(columns, rows, 30))
        .containsExactly(
            " STATE  CLIENT      FIX",
            " below  10.20.3.41  java-8",
            " below  2001:db8:1:2:3:4:5:6",
            "                    java-7");
  }
}
