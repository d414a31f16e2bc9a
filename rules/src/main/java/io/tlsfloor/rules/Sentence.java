package io.tlsfloor.rules;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a finding says: between whom, and what happened there. It is put together when it is asked
 * for: a table shows most findings without it. Equal to one with the same text.
 */
public final class Sentence {
  /** Of a finding whose sentence nobody reads. */
  static final Sentence NONE = new Sentence("");

  private static final int USUAL_CHARS = 512; // that most have less than
  private static final int WORTH_SHARING = 32; // chars
  private static final String BETWEEN = ": ";

  private @Nullable Parts parts; // gone, with what they are of, once the text is known
  private @Nullable String text; // but for its end
  private final String end; // that others share, or nothing
  private int happenedAt; // in the text and its end

  /** The parts of a sentence, each appended once. */
  public interface Parts {
    /** Appends the client and the service: {@code 10.0.0.1:40000 to Exchange Online (…)}. */
    void ends(StringBuilder text);

    /**
     * Appends what happened between them, on which evidence, with what confidence; no full stop.
     */
    void happened(StringBuilder text);
  }

  /** A sentence of parts, which keep what they are of until it is asked for. */
  public Sentence(Parts parts) {
    this.parts = parts;
    end = "";
  }

  /** A sentence that was put together before, and of which only the text was kept. */
  public Sentence(String text) {
    this(text, "", behindEnds(text));
  }

  /** A client may have a name with a colon; a service ends with what it is known by. */
  private static int behindEnds(String text) {
    int service = text.indexOf(")" + BETWEEN);
    int ends = service < 0 ? text.indexOf(BETWEEN) : service + 1;
    return ends < 0 ? 0 : ends + BETWEEN.length();
  }

  private Sentence(String text, String end, int happenedAt) {
    this.text = text;
    this.end = end;
    this.happenedAt = happenedAt;
  }

  /**
   * What happened, without the client and the service that the sentence begins with, for where
   * these stand beside it: {@code the server chose TLS 1.0, below TLS 1.2 ….}
   */
  String happened() {
    String whole = toString(); // which shows where it begins
    return whole.substring(happenedAt);
  }

  /** The same with what {@code words} makes of each part. */
  public Sentence with(UnaryOperator<String> words) {
    String known = toString();
    String ends = words.apply(known.substring(0, happenedAt));
    return new Sentence(ends + words.apply(known.substring(happenedAt)), "", ends.length());
  }

  /**
   * The same in less room: what it ends with is one object with what the other does, if both end
   * alike. Most say of another client and frame what others say.
   */
  public Sentence endingLike(Sentence other) {
    if (!end.isEmpty()) {
      return this;
    }
    String known = toString();
    boolean same = known.endsWith(other.end); // else alike in a part of it at most
    int shared = same ? other.end.length() : 0;
    int until = known.length() - shared;
    int more = alikeAtEnd(known, until, same ? other.head() : other.toString());
    String both = shared > 0 && more < WORTH_SHARING ? other.end : known.substring(until - more);
    return both.length() < WORTH_SHARING
        ? this
        : new Sentence(known.substring(0, known.length() - both.length()), both, happenedAt);
  }

  /** How many chars before {@code until} are those that the other ends with. */
  private static int alikeAtEnd(String one, int until, String other) {
    int most = Math.min(until, other.length());
    int alike = 0;
    while (alike < most
        && one.charAt(until - 1 - alike) == other.charAt(other.length() - 1 - alike)) {
      alike++;
    }
    return alike;
  }

  /** Ends with a clause more. */
  Sentence and(String clause) {
    if (parts != null) {
      return new Sentence(new WithClause(parts, clause));
    }
    String known = toString();
    String more = known.substring(0, known.length() - 1) + "; " + clause + ".";
    return new Sentence(more, "", happenedAt);
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
    return head().concat(end); // itself where there is no end
  }

  /** The text but for its end. */
  private String head() {
    String known = text;
    if (known == null) {
      StringBuilder whole = new StringBuilder(USUAL_CHARS);
      if (parts != null) {
        parts.ends(whole);
        happenedAt = whole.append(BETWEEN).length();
        parts.happened(whole);
        whole.append('.');
      }
      known = whole.toString();
      text = known;
      parts = null;
    }
    return known;
  }

  private record WithClause(Parts parts, String clause) implements Parts {
    @Override
    public void ends(StringBuilder text) {
      parts.ends(text);
    }

    @Override
    public void happened(StringBuilder text) {
      parts.happened(text);
      text.append("; ").append(clause);
    }
  }
}
