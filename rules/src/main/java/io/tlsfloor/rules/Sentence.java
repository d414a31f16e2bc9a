package io.tlsfloor.rules;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a finding says, put together when it is asked for: a table shows most findings without it.
 * Equal to one with the same text.
 */
public final class Sentence {
  private static final Sentence NONE = new Sentence("");

  private final Supplier<String> writer;
  private @Nullable String text;

  /** A sentence by a writer, which keeps what it writes of. */
  public Sentence(Supplier<String> writer) {
    this.writer = writer;
  }

  /** A sentence that is known. */
  public Sentence(String text) {
    this(() -> text);
  }

  /** One that says nothing. */
  static Sentence none() {
    return NONE;
  }

  /** Ends with a clause more. */
  Sentence and(String clause) {
    return new Sentence(
        () -> {
          String text = toString();
          return text.substring(0, text.length() - 1) + "; " + clause + ".";
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

  /** The text. */
  @Override
  public String toString() {
    String known = text;
    if (known == null) {
      known = writer.get();
      text = known;
    }
    return known;
  }
}
