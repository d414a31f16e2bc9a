package io.tlsfloor.inventory.digest;

import io.tlsfloor.report.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Hands digests to the sendmail of this machine. */
final class DigestMail {
  static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int LINE = 76; // RFC 2045 §6.8
  private static final int WORD_BYTES = 45; // so that an encoded word has at most 75 (RFC 2047 §2)

  private final Path sendmail;
  private final Duration timeout;

  /** Mail by a program that gets {@code timeout} for each. */
  DigestMail(Path sendmail, Duration timeout) {
    this.sendmail = sendmail;
    this.timeout = timeout;
  }

  /** Hands it over by files: a sendmail that neither reads nor writes holds up no pipe. */
  void send(Digest digest) throws IOException {
    Path message = Files.createTempFile("tlsfloor-digest", ".txt");
    Path said = Path.of(message + ".said");
    try {
      Files.writeString(message, message(digest), StandardCharsets.US_ASCII);
      // the recipient is an argument of its own: no header decides where it goes
      run(
          new ProcessBuilder(List.of(sendmail.toString(), "-i", "--", digest.to().target()))
              .redirectInput(message.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile()),
          said);
    } finally {
      Files.deleteIfExists(message);
      Files.deleteIfExists(said);
    }
  }

  private void run(ProcessBuilder command, Path said) throws IOException {
    Process process = command.start();
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(sendmail + " does not end");
      }
      if (process.exitValue() != 0) {
        String why =
            Files.readString(said, StandardCharsets.ISO_8859_1).lines().findFirst().orElse("");
        throw new IOException(
            sendmail + " ended with " + process.exitValue() + " " + Printable.text(why));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** The message: its headers are ASCII whatever an owner is called, its body is in Base64. */
  static String message(Digest digest) {
    String subject =
        "TLS below the floor: " + digest.to().owner() + ", " + digest.below() + " clients";
    Base64.Encoder lines = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
    return String.join(
        "\n",
        "To: " + digest.to().target(),
        "Subject: " + encoded(subject),
        "Date: "
            + DateTimeFormatter.RFC_1123_DATE_TIME
                .withLocale(Locale.ROOT)
                .format(digest.made().atOffset(ZoneOffset.UTC)),
        "Message-ID: <" + key(digest) + "@tlsfloor.invalid>",
        "Auto-Submitted: auto-generated", // RFC 3834 §5
        "MIME-Version: 1.0",
        "Content-Type: text/markdown; charset=utf-8", // RFC 7763
        "Content-Transfer-Encoding: base64",
        "",
        lines.encodeToString(digest.text().getBytes(StandardCharsets.UTF_8)),
        "");
  }

  /** The same for a digest that is sent twice: its receiver can recognise it. */
  static String key(Digest digest) {
    return "digest-" + digest.id() + "-" + digest.made().toEpochMilli();
  }

  /** Text for a header: as words of RFC 2047, none of them cutting a character. */
  private static String encoded(String text) {
    StringBuilder words = new StringBuilder();
    StringBuilder word = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              String next = Character.toString(Character.isISOControl(point) ? ' ' : point);
              int bytes = (word + next).getBytes(StandardCharsets.UTF_8).length;
              if (bytes > WORD_BYTES) {
                add(words, word);
              }
              word.append(next);
            });
    add(words, word);
    return words.toString();
  }

  private static void add(StringBuilder words, StringBuilder word) {
    byte[] bytes = word.toString().getBytes(StandardCharsets.UTF_8);
    words.append(words.length() == 0 ? "" : "\n ");
    words.append("=?UTF-8?B?").append(Base64.getEncoder().encodeToString(bytes)).append("?=");
    word.setLength(0);
  }
}
