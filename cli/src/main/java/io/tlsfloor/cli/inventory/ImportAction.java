package io.tlsfloor.cli.inventory;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.output.InventoryTarget;
import io.tlsfloor.inventory.answer.Question;
import io.tlsfloor.inventory.answer.Status;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.intake.LinesImport;
import io.tlsfloor.inventory.people.Sites;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.saved.SavedReader;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code inventory import}: takes saved lines in. */
final class ImportAction {
  private final Store store;
  private final Values values;
  private final Console console;

  ImportAction(Store store, Values values, Console console) {
    this.store = store;
    this.values = values;
    this.console = console;
  }

  ExitCode run(List<String> files) throws CommandException, IOException {
    if (files.isEmpty()) {
      throw CommandException.usage(
          "inventory import needs files", "Give what scan or watch wrote with --format jsonl.");
    }
    long begun = Times.nanos(Instant.now());
    LinesImport lines = lines();
    Optional<ReportException> unreadable = Optional.empty();
    int read = 0;
    for (String file : SavedReader.inOrder(files)) {
      try {
        tell(file.equals("-") ? lines.stream(console.in(), "standard input") : lines.file(file));
        read++;
      } catch (ReportException e) {
        if (e.side() != ReportException.Side.GIVEN) {
          throw e;
        }
        console.error(e.what(), e.hint());
        unreadable = Optional.of(e);
      }
    }
    Derivation.refresh(store);
    if (read > 0) {
      int today = Times.day(console.now());
      Status.Brought brought =
          store.read(
              handle -> {
                Question all = new Question(Math.max(today, Derivation.lastDay(handle)));
                return Status.Brought.since(handle, all, begun);
              });
      String text =
          "Imported: "
              + Words.count(brought.clients(), "client")
              + (brought.accounts() > 0 ? ", " + Words.count(brought.accounts(), "account") : "")
              + ", "
              + Words.number(brought.below())
              + (brought.below() == 1 ? " needs work." : " need work.")
              + kept(begun)
              + "\n";
      console.out().write(text.getBytes(StandardCharsets.UTF_8));
    }
    return unreadable.isPresent() && read == 0 ? ExitCode.USAGE : ExitCode.CLEAN;
  }

  /** Lines say their site, or belong to the one that is named, or to the only one there is. */
  private LinesImport lines() throws CommandException, IOException {
    Sites sites = store.read(handle -> Sites.of(handle, store.shown()));
    Optional<String> named = values.last(Settings.SITE);
    if (named.isPresent()) {
      sites.known(named.get());
    }
    boolean open = named.isPresent() || sites.names().size() < 2;
    String host = InventoryTarget.hostName();
    String standard = named.orElse(open ? sites.standard(host) : host);
    return new LinesImport(
        store,
        standard,
        site -> {
          if (site.isPresent()) {
            sites.known(site.get());
          } else if (named.isEmpty()) {
            sites.standard(host);
          }
        });
  }

  /** Says where it went. */
  private String kept(long begun) throws IOException {
    List<String> sites =
        store.read(
            handle ->
                handle
                    .createQuery(
                        "select distinct s.name from run r join site s on s.id = r.site"
                            + " where r.imported >= ? and r.whole > 0 order by s.name")
                    .bind(0, begun)
                    .mapTo(String.class)
                    .list());
    return sites.isEmpty()
        ? ""
        : " Kept in "
            + store.shown()
            + (sites.size() == 1 ? " as site " : " as sites ")
            + String.join(", ", sites.stream().map(Printable::name).toList())
            + ".";
  }

  private void tell(LinesImport.Result result) throws IOException {
    if (result.receipt().forgotten() > 0) {
      console.warn(
          result.name()
              + ": left out "
              + Words.count(result.receipt().forgotten(), "day")
              + " of clients that were forgotten");
    }
    if (result.malformed() > 0) {
      console.warn(
          result.name()
              + ": "
              + Words.count(result.malformed(), "line")
              + " could not be read and were skipped; the first is "
              + result.firstMalformed().orElse(""));
    }
    if (result.torn()) {
      console.warn(
          result.name()
              + ": the last line is not whole and was left out: import the file again once its"
              + " writer is done");
    }
  }
}
