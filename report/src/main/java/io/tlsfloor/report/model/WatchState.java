package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.PolicyInForce;
import io.tlsfloor.rules.RuleId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A watch at one moment: when it begins, every ten minutes, after a file of results was rotated,
 * and before it ends. Who reads the results later pairs beginnings with ends by the id; a watch
 * without an end counts to the last of these.
 *
 * @param id of the watch, the same in its run line
 * @param begun when the watch began
 * @param at when this was so, by the clock of this machine
 * @param ran for how long, whatever the clock was set to meanwhile
 * @param options as given, without what is secret in them
 * @param narrowedBy names of options that keep frames out, without dashes
 * @param interfaces how each of them is doing
 * @param counts by name, in the order in which they are reported: what was read, and what was lost
 * @param days what was seen of each UTC day so far, the earliest first
 * @param floor versions before it are below
 * @param list version of the endpoint list, or where it was read from
 * @param listDate of the endpoint list, where known
 * @param policy that is in force
 */
public record WatchState(
    String id,
    Instant begun,
    Instant at,
    Duration ran,
    List<String> options,
    List<String> narrowedBy,
    List<Interface> interfaces,
    Map<String, Long> counts,
    List<Run.Day> days,
    TlsVersion floor,
    String list,
    Optional<String> listDate,
    InForce policy) {
  /** Names of the losses that a watch counts while it runs; all others it learns of at its end. */
  public static final Set<String> LOSSES =
      Set.of(
          Loss.KERNEL_DROPS.id(),
          Loss.INTERFACE_DROPS.id(),
          Loss.QUEUE_DROPS.id(),
          Loss.EVICTED_FLOWS.id(),
          Loss.BLIND_SECONDS.id(),
          LossKind.LOST_LINES.id());

  /** Copies the lists; the map is not written to any more. */
  public WatchState {
    options = List.copyOf(options);
    narrowedBy = List.copyOf(narrowedBy);
    interfaces = List.copyOf(interfaces);
    days = List.copyOf(days);
  }

  /** Where the policy is not known. */
  public WatchState(
      String id,
      Instant begun,
      Instant at,
      Duration ran,
      List<String> options,
      List<String> narrowedBy,
      List<Interface> interfaces,
      Map<String, Long> counts,
      List<Run.Day> days,
      TlsVersion floor,
      String list,
      Optional<String> listDate) {
    this(
        id,
        begun,
        at,
        ran,
        options,
        narrowedBy,
        interfaces,
        counts,
        days,
        floor,
        list,
        listDate,
        InForce.UNKNOWN);
  }

  /**
   * The policy that a watch judges by.
   *
   * @param digest of it; empty where it is not known
   * @param changed what is otherwise than before, where it was just read again
   * @param rules that are on, by their ids; empty but where it was just read again
   * @param exceptions likewise
   */
  public record InForce(
      Optional<String> digest,
      List<String> changed,
      List<RuleId> rules,
      List<PolicyInForce.AgreedException> exceptions) {
    static final InForce UNKNOWN = of(Optional.empty());

    /** Copies the lists. */
    public InForce {
      changed = List.copyOf(changed);
      rules = List.copyOf(rules);
      exceptions = List.copyOf(exceptions);
    }

    /** One that was not read again. */
    public static InForce of(Optional<String> digest) {
      return new InForce(digest, List.of(), List.of(), List.of());
    }
  }

  /** Returns whether it is the first one: nothing was counted yet. */
  public boolean isStart() {
    return counts.isEmpty() && !isChange();
  }

  /** Returns whether it says that the policy was read again, and is another one. */
  public boolean isChange() {
    return !policy.changed().isEmpty();
  }

  /** The same where the policy was read again. */
  public WatchState changed(List<String> changed, PolicyInForce after) {
    return new WatchState(
        id,
        begun,
        at,
        ran,
        options,
        narrowedBy,
        interfaces,
        Map.of(),
        List.of(),
        after.floor(),
        list,
        listDate,
        new InForce(Optional.of(after.digest()), changed, after.rules(), after.exceptions()));
  }

  /** The same before anything was counted. */
  public WatchState atStart() {
    return new WatchState(
        id,
        begun,
        at,
        ran,
        options,
        narrowedBy,
        interfaces,
        Map.of(),
        List.of(),
        floor,
        list,
        listDate,
        policy);
  }

  /** The names of its interfaces. */
  public String place() {
    return String.join(",", interfaces.stream().map(Interface::name).toList());
  }

  /**
   * An interface of a watch.
   *
   * @param name of it
   * @param engine that captures it; empty for none yet
   * @param up whether frames can come
   * @param packets read
   * @param bytes of them on the wire
   * @param dropped packets that were lost before they were read
   * @param blindSeconds in which no frame could come
   */
  public record Interface(
      String name,
      String engine,
      boolean up,
      long packets,
      long bytes,
      long dropped,
      long blindSeconds) {}
}
