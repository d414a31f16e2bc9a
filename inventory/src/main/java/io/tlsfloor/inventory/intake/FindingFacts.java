package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.intake.ClientFacts.ServiceKey;
import io.tlsfloor.rules.Severity;
import java.time.Instant;

/**
 * A finding on one connection: the newest of its rule and stack is kept as evidence.
 *
 * @param address of the client
 * @param mac its link address; empty where the link has none
 * @param service the service
 * @param seen time of the connection's first packet
 * @param flagged whether the connection is flagged
 * @param stack what the client looks like; empty when not known
 * @param rule name of the rule
 * @param severity of the finding
 * @param summary one sentence
 * @param advice what to do
 * @param waiver the exception that covers it
 * @param place where to look
 */
public record FindingFacts(
    String address,
    String mac,
    ServiceKey service,
    Instant seen,
    boolean flagged,
    String stack,
    String rule,
    Severity severity,
    String summary,
    Advice advice,
    Waiver waiver,
    Place place) {
  /**
   * What to do.
   *
   * @param remedy in a sentence; empty for none
   * @param reference to read; empty for none
   * @param enforced since or until when the service refuses it, a date; empty for none
   */
  public record Advice(String remedy, String reference, String enforced) {}

  /**
   * The exception that covers a finding.
   *
   * @param reason of it; empty for none
   * @param until its last day, since 1970; 0 where it is not said
   */
  public record Waiver(String reason, int until) {}

  /**
   * Where to look.
   *
   * @param file capture file, or interface
   * @param frame in it
   * @param eventId of the connection
   */
  public record Place(String file, long frame, String eventId) {}

  /** An exception in words. */
  public static String exception(String reason, String owner) {
    return owner.isEmpty() ? reason : reason + " (" + owner + ")";
  }

  /** Whether it makes its client below: medium or more, and flagged or excepted. */
  boolean isBelow() {
    return severity.compareTo(Severity.MEDIUM) >= 0 && (flagged || !waiver.reason.isEmpty());
  }
}
