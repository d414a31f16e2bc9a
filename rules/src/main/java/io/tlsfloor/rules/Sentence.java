package io.tlsfloor.rules;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a finding says, put together when it is asked for: a table shows most findings without it.
 * Equal to one with the same text.
 */
public final class Sentence {
  /** Stands between the client and the service, and what happened between them. */
  public static final String BEHIND_ENDS = ": ";

  /** Of a finding whose sentence nobody reads. */
  static final Sentence NONE = new Sentence("");

  private @Nullable Supplier<String> writer; // gone, with what it writes of, once it is known
  private @Nullable String text;

  /** A sentence by a writer, which keeps what it writes of until it is asked for. */
  public Sentence(Supplier<String> writer) {
    this.writer = writer;
  }

  /** A sentence that is known. */
  public Sentence(String text) {
    this.text = text;
  }

  /** Ends with a clause more. */
  Sentence and(String clause) {
    return new Sentence(
        () -> {
          String known = toString();
          return known.substring(0, known.length() - 1) + "; " + clause + ".";
        });
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Sentence that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** The text. Confined to the thread that judges until it was asked for once. */
  @Override
  public String toString() {
    if (text == null) {
      text = writer == null ? "" : writer.get();
      writer = null;
    }
    return text;
  }
}
