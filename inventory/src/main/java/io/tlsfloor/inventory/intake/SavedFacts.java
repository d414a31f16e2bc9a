package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.rules.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Holds what lines say, as the inventory keeps it. Lines of a watch name it; others belong to the
 * run that ends next.
 */
public final class SavedFacts {
  private SavedFacts() {}

  /**
   * A service, as client lines call it. All parts are empty for connections to no service.
   *
   * @param instance of the list
   * @param area of the list
   * @param name for people
   */
  public record Service(String instance, String area, String name) {
    /** Connections to no service of the list. */
    public static final Service NONE = new Service("", "", "");
  }

  /**
   * Holds what a client did with a service on a day.
   *
   * @param watch id of the watch that saw it; empty for a run that ends by itself
   * @param part when the part of the watch began that the counts are of
   * @param address of the client
   * @param mac its link address, {@code 00-00-5E-00-53-23}; empty where the link has none
   * @param name that it gave itself; empty for none
   * @param service the service
   * @param connections how many
   * @param below how many offered or chose a version below the floor at best
   * @param excepted how many of that kind an exception of the policy covers
   * @param good how many were established at or above the floor
   * @param failed how many failed
   * @param offered counts by version, one a line
   * @param negotiated counts by version, one a line
   * @param stacks what the client looks like, one a line
   * @param used by whom and for what, as reports of Microsoft's say, one a line
   * @param first time of the first packet
   * @param last time of the last packet
   */
  public record Client(
      String watch,
      Instant part,
      String address,
      String mac,
      String name,
      Service service,
      long connections,
      long below,
      long excepted,
      long good,
      long failed,
      String offered,
      String negotiated,
      String stacks,
      String used,
      Instant first,
      Instant last) {
    int day() {
      return Times.day(last);
    }

    /** Both, where a run says it in two lines. */
    Client plus(Client other) {
      return new Client(
          watch,
          part,
          address,
          mac.isEmpty() ? other.mac : mac,
          name.isEmpty() ? other.name : name,
          service,
          connections + other.connections,
          below + other.below,
          excepted + other.excepted,
          good + other.good,
          failed + other.failed,
          Texts.sum(offered, other.offered),
          Texts.sum(negotiated, other.negotiated),
          Texts.union(stacks, Texts.list(other.stacks)),
          Texts.union(used, Texts.list(other.used)),
          first.isBefore(other.first) ? first : other.first,
          last.isAfter(other.last) ? last : other.last);
    }
  }

  /**
   * A finding on one connection: evidence.
   *
   * @param address of the client
   * @param mac its link address; empty where the link has none
   * @param service the service
   * @param seen time of the connection's first packet
   * @param stack what the client looks like; empty when not known
   * @param rule name of the rule
   * @param severity of the finding
   * @param summary one sentence
   * @param remedy what to do; empty for none
   * @param reference to read; empty for none
   * @param enforced since or until when the service refuses it, a date; empty for none
   * @param exception why it is accepted; empty for none
   * @param exceptionUntil last day of that, since 1970; 0 where it is not said
   * @param file capture file, or interface
   * @param frame in it
   */
  public record Finding(
      String address,
      String mac,
      Service service,
      Instant seen,
      String stack,
      String rule,
      Severity severity,
      String summary,
      String remedy,
      String reference,
      String enforced,
      String exception,
      int exceptionUntil,
      String file,
      long frame) {}

  /**
   * A connection with something to tell, or one that has nothing to tell any more.
   *
   * @param watch id of the watch that saw it; empty for a run that ends by itself
   * @param eventId of the connection
   * @param findings what it has
   */
  public record Connection(String watch, String eventId, List<Finding> findings) {}

  /**
   * Holds what a run saw of a day.
   *
   * @param watched seconds
   * @param connections of the service; negative where the lines of its clients say it
   * @param lost of these
   * @param packets that were there
   * @param dropped of these
   */
  public record Day(
      int day, long watched, long connections, long lost, long packets, long dropped) {}

  /**
   * The end of a run.
   *
   * @param id of it; empty when the line has none
   * @param first its first packet
   * @param last its last packet
   * @param narrowed whether options left connections out
   * @param days what it saw of each
   * @param sign what it says as the last line of a watch, where it is one
   */
  public record Run(
      String id,
      Instant first,
      Instant last,
      boolean narrowed,
      List<Day> days,
      Optional<Sign> sign) {}

  /**
   * How a watch is doing: counts since it began.
   *
   * @param watch id
   * @param begun when the watch began
   * @param at when this was so
   * @param narrowed whether options left connections out
   * @param lost connections that a loss hit
   * @param packets that were there
   * @param dropped of these
   * @param blind seconds in which an interface saw nothing
   * @param ending whether it is the run's last line, which any run has
   */
  public record Sign(
      String watch,
      Instant begun,
      Instant at,
      boolean narrowed,
      long lost,
      long packets,
      long dropped,
      long blind,
      boolean ending) {}
}
