package io.tlsfloor.rules;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * One rule's verdict on one connection.
 *
 * @param rule which rule
 * @param severity how bad
 * @param confidence the lowest of evidence, row and version
 * @param sentence what happened, on which evidence, with what confidence
 * @param evidence where to look
 * @param remedy what to do
 * @param enforced since or until when the service refuses it, ISO 8601 date
 * @param exception what covers it, when an exception does
 * @param expired what covered it until a day before that of the packets, when nothing else does
 */
public record Finding(
    RuleId rule,
    Severity severity,
    Confidence confidence,
    Sentence sentence,
    List<FindingEvidence> evidence,
    Optional<Remedy> remedy,
    Optional<String> enforced,
    Optional<Waiver> exception,
    Optional<Waiver> expired) {
  /**
   * Holds what an exception says: the finding stands, and was accepted.
   *
   * @param reason why, for people
   * @param owner who answers for it
   * @param until the last day on which it holds, in UTC
   */
  public record Waiver(String reason, String owner, LocalDate until) {
    /** {@code excepted until 2026-12-31 (J. Doe)}; the owner as it stands in the policy. */
    public String text() {
      return "excepted until " + until + " (" + owner + ")";
    }
  }

  /** Copies the list. */
  public Finding {
    evidence = List.copyOf(evidence);
  }

  /** One whose sentence is known. */
  public Finding(
      RuleId rule,
      Severity severity,
      Confidence confidence,
      String summary,
      List<FindingEvidence> evidence,
      Optional<Remedy> remedy,
      Optional<String> enforced,
      Optional<Waiver> exception,
      Optional<Waiver> expired) {
    this(
        rule,
        severity,
        confidence,
        new Sentence(summary),
        evidence,
        remedy,
        enforced,
        exception,
        expired);
  }

  /** One sentence: what happened, on which evidence, with what confidence. */
  public String summary() {
    return sentence.toString();
  }

  /** What happened, without the client and the service, for where these stand beside it. */
  public String happened() {
    return sentence.happened();
  }

  /** This finding with another severity. */
  public Finding withSeverity(Severity other) {
    return new Finding(
        rule, other, confidence, sentence, evidence, remedy, enforced, exception, expired);
  }

  /** This finding with something else that helps. */
  public Finding withRemedy(Remedy other) {
    return new Finding(
        rule,
        severity,
        confidence,
        sentence,
        evidence,
        Optional.of(other),
        enforced,
        exception,
        expired);
  }

  /** This finding, excepted. */
  public Finding excepted(Waiver waiver) {
    return new Finding(
        rule,
        severity,
        confidence,
        sentence,
        evidence,
        remedy,
        enforced,
        Optional.of(waiver),
        Optional.empty());
  }

  /** The same without what it says and where to look: where nobody reads it, many share one. */
  public Finding bare() {
    return new Finding(
        rule, severity, confidence, Sentence.NONE, List.of(), remedy, enforced, exception, expired);
  }

  /** This finding with the same sentence in other words, or in less room. */
  public Finding withSentence(Sentence other) {
    return with(other, expired);
  }

  /** Returns whether it is what another is without its details. */
  public boolean isBareOf(Finding other) {
    return rule == other.rule
        && severity == other.severity
        && confidence == other.confidence
        && evidence.isEmpty()
        && remedy.equals(other.remedy)
        && enforced.equals(other.enforced)
        && exception.equals(other.exception)
        && expired.equals(other.expired);
  }

  /** This finding, which an exception covered for as long as it held; its sentence says so. */
  public Finding expired(Waiver waiver) {
    return with(
        sentence.and("the exception of " + waiver.owner() + " expired on " + waiver.until()),
        Optional.of(waiver));
  }

  private Finding with(Sentence other, Optional<Waiver> ended) {
    return new Finding(
        rule, severity, confidence, other, evidence, remedy, enforced, exception, ended);
  }
}
