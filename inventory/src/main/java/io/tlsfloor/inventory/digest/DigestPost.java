package io.tlsfloor.inventory.digest;

import io.tlsfloor.inventory.people.Subscription;
import io.tlsfloor.inventory.people.Subscription.Channel;
import io.tlsfloor.inventory.state.Ledger.Question;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.text.Reasons;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends digests: makes those that are due and writes them down in one transaction, then sends all
 * that are not sent. One that was sent while its end could not be written down is sent again.
 */
public final class DigestPost {
  private final Store store;
  private final Clock clock;
  private final DigestMail mail;
  private final DigestHook hook;

  /**
   * What became of a digest.
   *
   * @param owner who gets it
   * @param failure why it did not go; empty when it went
   */
  public record Fate(String owner, String failure) {}

  /**
   * A post.
   *
   * @param sendmail program that takes mail, as sendmail does
   */
  public DigestPost(Store store, Clock clock, Path sendmail) {
    this(
        store,
        clock,
        new DigestMail(sendmail, DigestMail.TIMEOUT),
        new DigestHook(DigestHook.TIMEOUT));
  }

  DigestPost(Store store, Clock clock, DigestMail mail, DigestHook hook) {
    this.store = store;
    this.clock = clock;
    this.mail = mail;
    this.hook = hook;
  }

  /**
   * Checks where digests shall go.
   *
   * @throws ReportException if nothing can go there
   */
  public static Subscription checked(Subscription to) throws ReportException {
    if (to.channel() == Channel.MAIL
        && !to.target().matches("[A-Za-z0-9!#$%&'*+/=?^_`{|}~][A-Za-z0-9!#$%&'*+/=?^_`{|}~.@-]*")) {
      throw ReportException.given(
          "\"" + to.target() + "\" is no address", "Give one such as team@example.org.");
    }
    if (to.channel() == Channel.WEBHOOK && !isSecret(to.target())) {
      throw ReportException.given(
          "\"" + to.target() + "\" cannot be a webhook",
          "Give an https:// URL; http:// is for loopback alone.");
    }
    if (to.owner().isBlank() || to.owner().length() > 255) {
      throw ReportException.given("that is no owner", "Give the name that notes have, or '*'.");
    }
    return to;
  }

  private static boolean isSecret(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getHost() != null
          && ("https".equals(uri.getScheme())
              || "http".equals(uri.getScheme())
                  && InetAddress.getByName(uri.getHost()).isLoopbackAddress());
    } catch (IllegalArgumentException | IOException e) {
      return false;
    }
  }

  /** The texts that would be sent now, without changing anything. */
  public List<String> preview(Question question) throws IOException {
    return store.read(
        handle -> {
          List<String> texts = new ArrayList<>();
          Digest.unsent(handle).forEach(each -> texts.add(each.text()));
          DueDigests.due(handle, question, clock.instant())
              .made()
              .forEach(each -> texts.add(each.text()));
          return texts;
        });
  }

  /** Makes what is due and writes it down; nothing is sent by that. */
  void make(Question question) throws IOException {
    store.write(
        handle -> {
          DueDigests.due(handle, question, clock.instant()).keep(handle, clock.instant());
          return true;
        });
  }

  /**
   * Makes what is due, and sends all that is not sent.
   *
   * @return what became of each
   */
  public List<Fate> send(Question question) throws IOException {
    make(question);
    List<Fate> fates = new ArrayList<>();
    for (Digest digest : store.read(Digest::unsent)) {
      if (!store.write(handle -> digest.claimed(handle, clock.instant()))) {
        continue; // another process is sending it
      }
      String failure = "";
      try {
        switch (digest.to().channel()) {
          case MAIL -> mail.send(digest);
          case WEBHOOK -> hook.send(digest);
        }
      } catch (IOException e) {
        failure = Reasons.of(e);
      }
      String why = failure;
      store.write(
          handle -> {
            if (why.isEmpty()) {
              digest.sent(handle, clock.instant());
            } else {
              digest.failed(handle, why);
            }
            return true;
          });
      fates.add(new Fate(digest.to().owner(), why));
    }
    return fates;
  }
}
