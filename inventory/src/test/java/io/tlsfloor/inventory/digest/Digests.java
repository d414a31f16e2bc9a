package io.tlsfloor.inventory.digest;

import static io.tlsfloor.inventory.Saved.day;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.people.Subscription;
import io.tlsfloor.inventory.people.Subscription.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An inventory with people who are told of it, and stand-ins for what carries mail. */
abstract class Digests {
  @TempDir Path folder;
  Book book;

  @BeforeEach
  void open() throws IOException {
    book = new Book(folder);
  }

  @AfterEach
  void close() {
    book.close();
  }

  void subscribe(String owner, Channel channel, String target) throws IOException {
    book.store.write(
        handle -> {
          new Subscription(owner, channel, target).keep(handle, "anna", Instant.EPOCH);
          return true;
        });
  }

  DigestPost post(int day) {
    return post(day, folder.resolve("sendmail"));
  }

  static Clock clock(int day) {
    return Clock.fixed(Instant.parse(day(day) + "T20:00:00Z"), ZoneOffset.UTC);
  }

  DigestPost post(int day, Path sendmail) {
    return new DigestPost(book.store, clock(day), sendmail);
  }

  static Saved seen(int number, Client... clients) {
    Saved lines = new Saved("hq");
    for (Client client : clients) {
      lines.client(day(number), client);
    }
    return lines.day(day(number));
  }

  List<String> send(int day) throws IOException {
    return post(day).send(Book.question(day(day))).stream()
        .map(fate -> fate.owner() + " " + (fate.failure().isEmpty() ? "sent" : fate.failure()))
        .toList();
  }

  /** A stand-in for sendmail: it keeps what it is given, and its arguments. */
  void standIn(String more) throws IOException {
    Path script = folder.resolve("sendmail");
    Files.writeString(
        script,
        "#!/bin/sh\n"
            + more
            + "n=$(ls \"$0\".*.mail 2>/dev/null | wc -l)\n"
            + "echo \"$@\" >\"$0.$n.arguments\"\ncat >\"$0.$n.mail\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  List<String> mails() throws IOException {
    List<String> mails = new ArrayList<>();
    for (int at = 0; Files.exists(folder.resolve("sendmail." + at + ".mail")); at++) {
      mails.add(Files.readString(folder.resolve("sendmail." + at + ".mail")));
    }
    return mails;
  }

  DigestPost within(Duration time) {
    return new DigestPost(
        book.store,
        clock(0),
        new DigestMail(folder.resolve("sendmail"), time),
        new DigestHook(time));
  }
}
