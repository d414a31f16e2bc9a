package io.tlsfloor.cli.inventory;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.InventorySettings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.inventory.digest.DigestPost;
import io.tlsfloor.inventory.people.Subscription;
import io.tlsfloor.inventory.people.Subscription.Channel;
import io.tlsfloor.inventory.state.Ledger.Question;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** {@code inventory digest}: who gets changes, and what. */
final class DigestAction {
  private static final String SENDMAIL = "/usr/sbin/sendmail";

  private final Store store;
  private final Values values;
  private final Console console;

  DigestAction(Store store, Values values, Console console) {
    this.store = store;
    this.values = values;
    this.console = console;
  }

  ExitCode run(List<String> owners) throws CommandException, IOException {
    Optional<String> mail = values.last(InventorySettings.MAIL);
    Optional<String> webhook = values.last(InventorySettings.WEBHOOK);
    boolean off = values.has(InventorySettings.OFF);
    int changes = (mail.isPresent() ? 1 : 0) + (webhook.isPresent() ? 1 : 0) + (off ? 1 : 0);
    if (owners.size() > 1 || changes > 1 || owners.size() != changes) {
      throw CommandException.usage(
          "inventory digest takes one owner with --mail, --webhook or --off, or none of them",
          "'*' is the owner for all clients whose owner has no digest.");
    }
    if (off) {
      boolean ended = store.write(handle -> Subscription.end(handle, owners.get(0)));
      say(ended ? "No digest goes there any more.\n" : "No digest went there.\n");
      return ExitCode.CLEAN;
    }
    if (changes == 1) {
      Subscription to =
          DigestPost.checked(
              new Subscription(
                  owners.get(0),
                  mail.isPresent() ? Channel.MAIL : Channel.WEBHOOK,
                  mail.or(() -> webhook).orElse("")));
      String author =
          values.last(InventorySettings.BY).orElse(System.getProperty("user.name", "unknown"));
      store.write(
          handle -> {
            to.keep(handle, author, console.now());
            return true;
          });
      say(
          "What changes from here on is sent by tlsfloor inventory digest --send, which a timer"
              + " can run each day.\n");
      return ExitCode.CLEAN;
    }
    Path sendmail = Path.of(values.last(InventorySettings.SENDMAIL).orElse(SENDMAIL));
    DigestPost post = new DigestPost(store, Clock.fixed(console.now(), ZoneOffset.UTC), sendmail);
    return values.has(InventorySettings.SEND) ? send(post) : show(post);
  }

  private Question question() throws CommandException {
    return InventoryCommand.question(values, console);
  }

  private ExitCode send(DigestPost post) throws CommandException, IOException {
    int failed = 0;
    List<DigestPost.Fate> fates = post.send(question());
    for (DigestPost.Fate fate : fates) {
      if (!fate.failure().isEmpty()) {
        failed++;
        console.error(
            "the digest for " + fate.owner() + " was not sent: " + fate.failure(),
            "It waits, and goes with the next --send.");
      }
    }
    say(Words.count(fates.size() - failed, "digest") + " sent.\n");
    return failed == 0 ? ExitCode.CLEAN : ExitCode.FAULT;
  }

  private ExitCode show(DigestPost post) throws CommandException, IOException {
    List<Subscription> all = store.read(Subscription::all);
    StringBuilder text = new StringBuilder();
    for (Subscription each : all) {
      text.append(Printable.text(each.owner())).append(": ").append(each.channel().word());
      text.append(' ').append(Printable.text(each.target())).append('\n');
    }
    if (all.isEmpty()) {
      text.append("No one gets a digest yet. tlsfloor inventory digest OWNER --mail ADDRESS");
      text.append(" adds one.\n");
    }
    List<String> due = post.preview(question());
    text.append(due.isEmpty() && !all.isEmpty() ? "Nothing is due.\n" : "");
    for (String each : due) {
      text.append('\n').append(each);
    }
    say(text.toString());
    return ExitCode.CLEAN;
  }

  private void say(String text) throws IOException {
    console.out().write(text.getBytes(StandardCharsets.UTF_8));
  }
}
