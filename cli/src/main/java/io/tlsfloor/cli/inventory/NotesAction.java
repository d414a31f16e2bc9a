package io.tlsfloor.cli.inventory;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.derive.People;
import io.tlsfloor.inventory.intake.NotesFile;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.form.table.Lines;
import io.tlsfloor.report.saved.LineReader;
import io.tlsfloor.report.saved.SavedReader;
import io.tlsfloor.report.sink.Draft;
import io.tlsfloor.report.text.Reasons;
import io.tlsfloor.report.text.Words;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code inventory notes export} and {@code import}: what people entered, as a file of lines that
 * another inventory takes.
 */
final class NotesAction {
  private static final String STANDARD = "-"; // standard input or output

  private final Store store;
  private final Console console;

  NotesAction(Store store, Console console) {
    this.store = store;
    this.console = console;
  }

  ExitCode run(List<String> arguments) throws CommandException, IOException {
    boolean exports = arguments.size() == 2 && arguments.get(0).equals("export");
    if (!exports && (arguments.size() != 2 || !arguments.get(0).equals("import"))) {
      throw CommandException.usage(
          "inventory notes needs export or import, and a file",
          "Write: tlsfloor inventory notes export notes.jsonl.");
    }
    String file = arguments.get(1);
    if (exports) {
      export(file);
    } else {
      console.out().write(Lines.fold(take(file), console.width()).getBytes(StandardCharsets.UTF_8));
    }
    return ExitCode.CLEAN;
  }

  private void export(String file) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    store.<NotesFile>read(NotesFile::of).write(lines);
    if (file.equals(STANDARD)) {
      lines.writeTo(console.out());
      return;
    }
    try (Draft draft = Draft.of(Path.of(file).toAbsolutePath())) {
      draft.write(lines.toByteArray());
      draft.commit();
    } catch (IOException | InvalidPathException e) {
      throw ReportException.output(
          "cannot write " + file + ": " + Reasons.of(e), "Give a file that can be made.", e);
    }
  }

  private String take(String file) throws IOException {
    NotesFile notes = read(file);
    Derivation.refresh(store);
    NotesFile.Change change =
        store.write(
            handle -> {
              NotesFile.Change kept = notes.keep(handle);
              if (!kept.isNone()) {
                People.refresh(handle, false);
              }
              return kept;
            });
    Derivation.refresh(store);
    return change.isNone()
        ? "All of it was there already.\n"
        : "Kept: "
            + Words.count(change.notes(), "note")
            + ", "
            + Words.count(change.hosts(), "host")
            + ", "
            + Words.count(change.sites(), "site")
            + ", "
            + Words.count(change.forgotten(), "mark")
            + " of what was forgotten.\n";
  }

  private NotesFile read(String file) throws IOException {
    if (file.equals(STANDARD)) {
      return NotesFile.read(console.in(), SavedReader.name(file));
    }
    try (InputStream in = LineReader.content(file)) {
      return NotesFile.read(in, file);
    } catch (InvalidPathException e) {
      throw ReportException.given("cannot read " + file, "Give the path of a file.", e);
    } catch (IOException e) {
      if (e instanceof ReportException said) {
        throw said;
      }
      throw ReportException.given(
          "cannot read " + file + ": " + Reasons.of(e),
          "Give what tlsfloor inventory notes export wrote.",
          e);
    }
  }
}
