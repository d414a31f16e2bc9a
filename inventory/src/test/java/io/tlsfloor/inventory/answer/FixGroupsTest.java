package io.tlsfloor.inventory.answer;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.answer.FixGroups.Fix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixGroupsTest {
  @TempDir Path folder;

  private static void client(Saved lines, int host, String remedy) {
    String ip = "10.0.0." + host;
    lines.client(day(0), new Client(ip).old(1).remedy(remedy));
  }

  @Test
  void theChangeThatClearsMostIsFirstAndEachSaysWhatIsClearedSoFar() throws IOException {
    Saved lines = new Saved("hq");
    client(lines, 1, "install firmware");
    for (int host = 2; host <= 4; host++) {
      client(lines, host, "use Java 8");
    }
    lines.client(day(0), new Client("10.0.0.9").service("Teams").old(1)); // no remedy is known
    client(lines, 9, "install firmware"); // and another service of the same client
    try (Book book = new Book(folder)) {
      book.take(lines.day(day(0)));

      List<Fix> fixes = book.status(day(0)).fixes();

      assertThat(fixes)
          .extracting(fix -> fix.clears() + " " + fix.cleared() + " of " + fix.clients().size())
          .containsExactly("3 3 of 3", "1 4 of 2", "0 5 of 1");
      assertThat(fixes.get(0).remedy()).isEqualTo("use Java 8");
      assertThat(FixGroups.text(fixes))
          .contains(
              "3 clients on Java 7 (JSSE): use Java 8\n   clears 3 \u00b7 tlsfloor remedy java-7")
          .contains("   clears 1, with those before 4 \u00b7 tlsfloor remedy java-7");
    }
  }
}
