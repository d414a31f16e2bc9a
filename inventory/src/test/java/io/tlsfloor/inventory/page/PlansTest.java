package io.tlsfloor.inventory.page;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.answer.Question;
import io.tlsfloor.inventory.answer.Status;
import io.tlsfloor.inventory.derive.Derivation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How SQLite means to answer pages: it plans by the statements alone, not by what tables hold. */
class PlansTest {
  @TempDir Path folder;

  /** What SQLite reads from its first row to its last, in what {@code page} asks. */
  private static List<String> scans(Handle handle, Runnable page) {
    List<String> asked = new ArrayList<>();
    SqlStatements statements = handle.getConfig(SqlStatements.class);
    SqlLogger usual = statements.getSqlLogger();
    statements.setSqlLogger(
        new SqlLogger() {
          @Override
          public void logBeforeExecution(StatementContext context) {
            asked.add(context.getParsedSql().getSql());
          }
        });
    page.run();
    statements.setSqlLogger(usual);
    List<String> scans = new ArrayList<>();
    for (String sql : asked) {
      var plan = handle.createQuery("explain query plan " + sql);
      for (int i = 0; i < sql.chars().filter(c -> c == '?').count(); i++) {
        plan.bind(i, 0);
      }
      plan.map((r, c) -> r.getString("detail"))
          .filter(step -> step.startsWith("SCAN "))
          .forEach(scans::add);
    }
    return scans;
  }

  @Test
  void noPageReadsAllThatWasSeen() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(new Saved("hq").client(day(0), new Client("10.0.0.1").old(3)).day(day(0)));
      Question question = Book.question(day(0));
      List<String> scans =
          Derivation.ask(
              book.store,
              question.asOf(),
              handle ->
                  scans(
                      handle,
                      () -> {
                        Status.of(handle, question, OptionalInt.empty());
                        FirstScreen.of(handle, question);
                        for (String sort : List.of("", "-last", "name")) {
                          Map<String, String> fields = Map.of("sort", sort, "state", "below,other");
                          Request request = new Request("/clients", fields, false);
                          ClientTable.of(handle, question, request);
                        }
                      }));

      assertThat(scans).anyMatch(step -> step.startsWith("SCAN p"));
      // l is place, o what was seen there
      assertThat(scans)
          .noneMatch(step -> step.matches("SCAN (l|o|place|observation|finding)\\b.*"));
    }
  }
}
