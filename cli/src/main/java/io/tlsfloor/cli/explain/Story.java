package io.tlsfloor.cli.explain;

import io.tlsfloor.capture.record.LocatedMessage;
import io.tlsfloor.report.model.Pivot;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.judge.Reasoning.RuleReason;
import java.util.List;
import java.util.Optional;

/**
 * All there is to say about a connection. Text is as it was sent: each writer escapes it.
 *
 * @param head what it is, and what is wrong with it
 * @param facts what was seen, in sentences
 * @param packets in the order of the file
 * @param morePackets what is left out of them, in a sentence; empty for nothing
 * @param assembly how they were put together, in sentences
 * @param messages with their fields and bytes
 * @param verdict what was made of it, and why
 * @param unseen what could not be seen, in sentences
 * @param pivot leads to it in other programs
 */
record Story(
    Head head,
    List<String> facts,
    List<Packet> packets,
    String morePackets,
    List<String> assembly,
    List<LocatedMessage> messages,
    Verdict verdict,
    List<String> unseen,
    Pivot pivot) {

  /**
   * Holds what it is, and what is wrong with it.
   *
   * @param id of the event, as in the JSON Lines
   * @param communityId of the flow
   * @param title both ends, protocol, time, file and frame
   * @param severity the worst; empty without a finding
   * @param headline what is wrong, in a sentence, or that nothing is
   */
  record Head(
      String id, String communityId, String title, Optional<Severity> severity, String headline) {}

  /**
   * Holds what was made of it, and why.
   *
   * @param tried names and addresses that were looked up
   * @param service whose it is, in a sentence
   * @param direction which way it goes and why, in a sentence
   * @param rules those that found something or looked, each with what became of it
   * @param flagged why it is flagged or not, in a sentence
   */
  record Verdict(
      List<LookUp> tried,
      String service,
      String direction,
      List<RuleReason> rules,
      String flagged) {}

  /**
   * A packet.
   *
   * @param frame number
   * @param time of day, UTC, to the microsecond
   * @param from {@code client} or {@code server}
   * @param bytes of the frame on the wire
   * @param what flags, payload, and the messages that it holds bytes of
   */
  record Packet(long frame, String time, String from, int bytes, String what) {}

  /**
   * A name or address that was looked up.
   *
   * @param evidence its kind
   * @param subject the name or address
   * @param port it was looked up with
   * @param chosen whether it decided the service
   * @param results what the list says of it, in clauses
   */
  record LookUp(String evidence, String subject, int port, boolean chosen, List<String> results) {}
}
