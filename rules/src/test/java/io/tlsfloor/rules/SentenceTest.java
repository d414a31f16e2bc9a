package io.tlsfloor.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentenceTest {
  private static final String END =
      "the client offered at most TLS 1.0, below TLS 1.2; confidence high; it is an old client.";

  @Test
  void saysTheSameInLessRoom() {
    Sentence first = new Sentence("10.0.0.1:40000 to Exchange Online (a, port 443): " + END);
    Sentence next = new Sentence("10.0.0.2:50000 to Exchange Online (b, port 443): " + END);
    Sentence shorter = next.endingLike(first);
    assertThat(shorter).isNotSameAs(next).isEqualTo(next).hasSameHashCodeAs(next);
    assertThat(shorter).hasToString("10.0.0.2:50000 to Exchange Online (b, port 443): " + END);
    assertThat(shorter.happened()).isEqualTo(END);
    assertThat(shorter.with(text -> text.replace("10.0.0.2", "10.9.9.9")))
        .hasToString("10.9.9.9:50000 to Exchange Online (b, port 443): " + END);
    assertThat(shorter.and("so it is"))
        .hasToString(
            "10.0.0.2:50000 to Exchange Online (b, port 443): "
                + END.substring(0, END.length() - 1)
                + "; so it is.");
  }

  @Test
  void endsLikeOneThatEndsLikeAnother() {
    Sentence first = new Sentence("10.0.0.1 to Exchange Online (a, port 443): " + END);
    Sentence next = new Sentence("10.0.0.2 to Exchange Online (b, port 443): " + END);
    Sentence last = new Sentence("10.0.0.3 to Exchange Online (c, port 443): " + END);
    Sentence like = last.endingLike(next.endingLike(first));
    assertThat(like).isNotSameAs(last).isEqualTo(last);
    assertThat(like.endingLike(first)).isSameAs(like);
  }

  @Test
  void endsLikeOneThatHadLessInCommonWithAnother() {
    String alike = " on port 443, as it was told to by whoever it was that set it up";
    Sentence first = new Sentence("10.0.0.1 to Exchange Online (a): it began; " + END);
    Sentence next =
        new Sentence("10.0.0.2 to Exchange Online (b): it went on" + alike + "; " + END);
    Sentence last =
        new Sentence("10.0.0.3 to Exchange Online (c): it went on" + alike + "; " + END);
    Sentence like = last.endingLike(next.endingLike(first));
    assertThat(like).isNotSameAs(last).isEqualTo(last);
    assertThat(first.endingLike(like)).isNotSameAs(first).isEqualTo(first);
  }

  @Test
  void staysWhereLittleIsAlike() {
    Sentence one = new Sentence("10.0.0.1 to Exchange Online (a, port 443): it did that.");
    Sentence other = new Sentence("10.0.0.1 to Exchange Online (a, port 443): it said that.");
    assertThat(one.endingLike(other)).isSameAs(one);
    assertThat(one.endingLike(new Sentence(""))).isSameAs(one);
  }

  @Test
  void endsLikeItself() {
    Sentence one = new Sentence("10.0.0.1 to Exchange Online (a, port 443): " + END);
    assertThat(one.endingLike(one))
        .hasToString("10.0.0.1 to Exchange Online (a, port 443): " + END);
  }
}
