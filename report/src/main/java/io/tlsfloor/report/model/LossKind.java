package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Basis;
import io.tlsfloor.rules.Hiding;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every kind of loss, by the name that it has in a run line: how it is said, whether it could hide
 * a finding, and what to do about it. What is in braces is said of one, and of several.
 */
public enum LossKind {
  DAMAGED_INPUTS(
      true, "capture{|s} damaged or not readable", "check the files; copy or capture them again"),
  KERNEL_DROPS(
      "packet{|s} dropped by the kernel", "capture with a larger buffer, or with a filter"),
  INTERFACE_DROPS(
      "packet{|s} dropped by the interface",
      "mirror less traffic to the interface, or use a faster one"),
  QUEUE_DROPS("packet{|s} dropped for lack of time", "use a faster machine, or a filter"),
  BLIND_SECONDS(
      "second{|s} in which an interface was not captured", "find out why the interface was down"),
  UNSUPPORTED_LINK_TYPES(
      "{frame of a link type that is|frames of link types that are} not read",
      "capture on Ethernet, or on the interface `any`"),
  UNSUPPORTED_TUNNELS(
      "{packet in a tunnel that is|packets in tunnels that are} not read",
      "capture where the traffic leaves the tunnel"),
  TUNNELS_TOO_DEEP("packet{|s} nested too deep", "capture where the traffic leaves the tunnel"),
  OPAQUE_TUNNELS(
      "{packet in an encrypted tunnel|packets in encrypted tunnels}",
      "capture where the traffic leaves the tunnel"),
  MALFORMED_PACKETS("malformed packet{|s}", ""),
  TRUNCATED_PACKETS("packet{|s} cut before {its|their} payload", "capture whole packets (`-s 0`)"),
  INCOMPLETE_FRAGMENTS(
      "IP {datagram with a fragment|datagrams with fragments} missing",
      "capture where every packet passes, without drops"),
  EVICTED_FLOWS("flow{|s} given up for lack of room", "capture less at a time, or with a filter"),
  CUT_HELLOS(
      "{connection with a hello|connections with hellos} cut short",
      "capture whole packets (`-s 0`)"),
  CUT_CONNECTIONS(
      "connection{|s} cut too short to tell what {it|they} {is|are}",
      "capture whole packets (`-s 0`)"),
  HOLES("connection{|s} with packets missing", "capture where every packet passes, without drops"),
  ONE_SIDED("connection{|s} seen from one side", "mirror both directions"),
  FROM_MIDDLE(
      "connection{|s} seen from {its|their} middle", "capture from before the connections begin"),
  UNFINISHED("connection{|s} undecided at the end", "capture for longer"),
  OVERFLOWED(
      "connection{|s} with more bytes than are kept", "capture less at a time, or with a filter"),
  BUDGET_EXCEEDED(
      "packet{|s} or connection{|s} given up because {it|they} took too much work",
      "find out who sends it: normal traffic does not"),
  CONFLICTS(
      "connection{|s} with two contents of what decides",
      "find out who sends packets in the name of others"),
  LONG_LINES("line{|s} before TLS too long to be looked at", ""),
  EVICTED_NAMES(
      "address{|es} whose name{|s} {was|were} forgotten for lack of room",
      "capture less at a time, or with a filter"),
  CROWDED_NAMES("name{|s} that gave way to others of {its|their} address", ""),
  EVICTED_CLIENT_NAMES("{client's|clients'} own name{|s} forgotten for lack of room", ""),
  QUIC_UNDECRYPTED("QUIC packet{|s} not decrypted", ""),
  GOOGLE_QUIC("packet{|s} of Google QUIC", ""),
  ENCRYPTED_CLIENT_HELLO("encrypted ClientHello{|s}", ""),
  WITHOUT_FINGERPRINTS("long hello{|s} without fingerprints", ""),
  HALF_SEEN_HELLOS(
      true,
      "connection{|s} that may be the service's with hello or certificate cut or not seen",
      "capture whole packets (`-s 0`) of both directions, from before the connections begin"),
  CLIENTS_FORGOTTEN(false, "client{|s} forgotten for lack of room", ""),
  AMENDED_LATE(
      false,
      "connection{|s} that changed after {it was|they were} counted in the client's day",
      ""),
  FILTERED_FRAMES(false, "frame{|s} filtered out", "scan without the filter"),
  LOST_LINES(true, "line{|s} not written", "make room, or look at what receives the results"),
  LOST_EVIDENCE(
      false, "finding{|s} without evidence", "make room, or look at what receives the results"),
  LOG_CONNECTIONS(false, "connection{ is from a log|s are from logs}: " + Basis.ZEEK.limits(), ""),
  EVE_CONNECTIONS(
      false,
      "of them {is|are} from Suricata: " + Basis.EVE.limits(),
      "log with Zeek, or capture packets there"),
  LOG_UNDECIDED(
      false,
      "log {entry|entries} without a version",
      "let Zeek or Suricata log JA4, which holds the version offered"),
  LOG_UNJUDGED(
      true,
      "{log|logs} without a single version of TLS: nothing in {it|them} could be judged",
      "let Suricata log TLS with JA3 and JA4 (`extended: yes`), or give Zeek's `ssl.log`"),
  LOG_UNREADABLE_LINES(true, "{line of a log|lines of logs} not readable", "capture packets there"),
  LOG_BROKEN_TLS(
      true,
      "flow{ of TLS that a log has|s of TLS that logs have} no version of",
      "let Suricata log TLS and flows, or capture packets there"),
  LOG_FORGOTTEN(true, "{entry|entries} next to the connections forgotten for lack of room", ""),
  REPORT_ENTRA(false, "{sign-in is|sign-ins are} from Entra's log, " + Basis.ENTRA.limits(), ""),
  REPORT_EXCHANGE(
      false,
      "{sender is|senders are} from Exchange's report on SMTP AUTH, " + Basis.EXCHANGE.limits(),
      ""),
  REPORT_DEFENDER(
      false,
      "{connection is|connections are} from Microsoft Defender, " + Basis.DEFENDER.limits(),
      ""),
  REPORT_UNDECIDED(
      true,
      "{entry of Microsoft's reports does|entries of Microsoft's reports do} not tell the version",
      "export them with their details: docs/microsoft-reports.md says how"),
  TORN_LINES(true, "{line is torn: what it|lines are torn: what they} said is not known", ""),
  MISSING_LINES(
      true,
      "flagged connection{ is|s are} counted that no line of a client has: lines are missing",
      ""),
  NO_RUN_LINE(
      true,
      "{file ends without a run line: what it|files end without a run line: what they} could not see is not known",
      ""),
  NO_CLIENT_LINES(
      true,
      "{client has no line, though the run line counts it|clients have no line, though the run line counts them}: lines are missing",
      ""),
  WATCHES_WITHOUT_END(
      true,
      "{watch has no end: what it|watches have no end: what they} could not see is not known",
      ""),
  SILENT_SECONDS(
      true,
      "second{|s} of which a watch left no line: a file is missing, or the clock was set",
      ""),
  UNWATCHED_SECONDS(true, "second{|s} in which no watch ran", ""),
  GOES_ON(
      true,
      "run{ goes|s go} on: {its last line counts what it|their last lines count what they} missed",
      "");

  private static final Map<String, LossKind> BY_ID =
      Stream.of(values()).collect(Collectors.toMap(LossKind::id, Function.identity()));

  private static final Pattern EITHER = Pattern.compile("\\{([^|}]*)\\|([^}]*)}");

  private final boolean hides;
  private final String words;
  private final String advice;

  LossKind(boolean hides, String words, String advice) {
    this.hides = hides;
    this.words = words;
    this.advice = advice;
  }

  /** For what analyzers count under the same name. */
  LossKind(String words, String advice) {
    this.hides = Hiding.couldHide(Loss.valueOf(name()));
    this.words = words;
    this.advice = advice;
  }

  /** For programs: {@code evicted_flows}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of what analyzers count. */
  static LossKind of(Loss loss) {
    return valueOf(loss.name());
  }

  /** The kind of this name; empty for one of a later version. */
  static Optional<LossKind> of(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  /** So many of it, in words. */
  String text(long count) {
    return Words.number(count) + " " + EITHER.matcher(words).replaceAll(count == 1 ? "$1" : "$2");
  }

  /** Returns whether it could hide a finding. */
  boolean hides() {
    return hides;
  }

  /** Returns what to do about it, as an imperative clause; empty where nothing helps. */
  String advice() {
    return advice;
  }
}
