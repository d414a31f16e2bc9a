package io.tlsfloor.rules;

import io.tlsfloor.parser.observation.TlsVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What a policy comes to, so that whoever reads results later sees by what they were judged. Two
 * policies that judge alike have one digest, however they are written. Conditions of exceptions,
 * which may name people's machines, are in the digest alone.
 *
 * @param digest of all that is said; 32 hexadecimal digits
 * @param floor versions before this one are below
 * @param rules that are on, in their order
 * @param exceptions those that end first come first
 * @param others what else the policy says, in words
 */
public record PolicyInForce(
    String digest,
    TlsVersion floor,
    List<RuleId> rules,
    List<AgreedException> exceptions,
    List<String> others) {
  private static final int BYTES = 16; // of a hash, that a digest shows

  /**
   * An exception, without what it is for.
   *
   * @param owner who answers for it
   * @param until its last day
   */
  public record AgreedException(String owner, LocalDate until) {
    private static int byEnd(AgreedException one, AgreedException other) {
      int order = one.until.compareTo(other.until);
      return order != 0 ? order : one.owner.compareTo(other.owner);
    }

    private static AgreedException of(Exemption exemption) {
      return new AgreedException(exemption.owner(), exemption.expires());
    }

    String text() {
      return "exception until " + until + " by " + owner;
    }
  }

  /** Copies the lists. */
  public PolicyInForce {
    rules = List.copyOf(rules);
    exceptions = List.copyOf(exceptions);
    others = List.copyOf(others);
  }

  /** Says what a policy comes to. */
  public static PolicyInForce of(Policy policy) {
    List<RuleId> rules = policy.rules().stream().sorted().toList();
    List<String> others = others(policy);
    List<String> all = new ArrayList<>(others);
    all.add("floor " + policy.floor());
    rules.forEach(rule -> all.add("rule " + rule.id()));
    policy.adjustments().exemptions().forEach(each -> all.add(whole(each)));
    return new PolicyInForce(
        digest(all),
        policy.floor(),
        rules,
        policy.adjustments().exemptions().stream()
            .map(AgreedException::of)
            .sorted(AgreedException::byEnd)
            .toList(),
        others);
  }

  private static List<String> others(Policy policy) {
    List<String> others = new ArrayList<>();
    new TreeMap<>(policy.adjustments().floors())
        .forEach((service, floor) -> others.add("floor of " + service + " " + floor));
    new TreeMap<>(policy.adjustments().severities())
        .forEach((rule, severity) -> others.add("severity of " + rule.id() + " " + word(severity)));
    others.add("severity from " + word(policy.minSeverity()) + " on");
    others.add("confidence from " + word(policy.minConfidence()) + " on");
    if (policy.anyService()) {
      others.add("any service");
    }
    new TreeSet<>(policy.directions()).forEach(each -> others.add("direction " + word(each)));
    policy.instances().stream().sorted().forEach(each -> others.add("instance " + each));
    policy.homeNetworks().prefixes().stream()
        .map(Object::toString)
        .sorted()
        .forEach(each -> others.add("home network " + each));
    policy.homeNetworks().nat().stream()
        .map(Object::toString)
        .sorted()
        .forEach(each -> others.add("NAT address " + each));
    return others;
  }

  private static String whole(Exemption exemption) {
    Set<String> stacks = new TreeSet<>(exemption.stacks());
    return String.join(
        "|",
        "exception",
        exemption.client().map(Object::toString).orElse(""),
        exemption.serverName().map(Object::toString).orElse(""),
        String.join(",", stacks),
        exemption.rule().map(RuleId::id).orElse(""),
        exemption.reason(),
        exemption.owner(),
        exemption.expires().toString());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String digest(List<String> all) {
    try {
      String text = String.join("\n", all);
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) { // which every Java has
      throw new IllegalStateException(e);
    }
  }

  /** Returns what is otherwise than before, in words; empty where nothing is. */
  public List<String> changes(PolicyInForce before) {
    List<String> changes = new ArrayList<>();
    if (digest.equals(before.digest)) {
      return changes;
    }
    if (!floor.equals(before.floor)) {
      changes.add("floor " + floor + ", was " + before.floor);
    }
    changes(before.rules, rules, changes, rule -> "rule " + rule.id());
    changes(before.exceptions, exceptions, changes, AgreedException::text);
    changes(before.others, others, changes, each -> each);
    if (changes.isEmpty()) {
      changes.add("what an exception is for");
    }
    return changes;
  }

  private static <T> void changes(
      List<T> before, List<T> after, List<String> changes, Function<T, String> in) {
    List<T> gone = new ArrayList<>(before);
    for (T each : after) {
      if (!gone.remove(each)) {
        changes.add("new: " + in.apply(each));
      }
    }
    gone.forEach(each -> changes.add("no longer: " + in.apply(each)));
  }
}
