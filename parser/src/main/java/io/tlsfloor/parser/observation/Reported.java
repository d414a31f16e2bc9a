package io.tlsfloor.parser.observation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Holds what a report of Microsoft's says of a connection that it counts, besides what any log
 * says: who and what, and not which machine.
 *
 * @param user who signed in or sent mail: a user principal name, or an address of mail
 * @param application that was used
 * @param device as the report names it
 * @param agent what the client called itself, or its system
 * @param percent of the sender's mail that was sent below TLS 1.2, of a report that counts mail
 * @param mark what the report says where it names no version
 * @param precisionSeconds how exact its time is; {@link #NO_TIME} where it has none
 * @param machines that may be the client, the likeliest first; empty where nothing was compared
 */
public record Reported(
    Optional<String> user,
    Optional<String> application,
    Optional<String> device,
    Optional<String> agent,
    OptionalInt percent,
    Mark mark,
    int precisionSeconds,
    List<Machine> machines) {
  /** The precision of a report without times. */
  public static final int NO_TIME = -1;

  /** RFC 6666: a prefix that no client has. */
  private static final long DISCARD_ONLY = 0x0100_0000_0000_0000L;

  private static final IpAddress NOWHERE = IpAddress.v4(0);

  /** Holds what a report says of a version that it does not name. */
  public enum Mark {
    /** TLS 1.0, TLS 1.1 or 3DES. */
    OLD,
    /** None of these. */
    NOT_OLD,
    /** The entry lacks the field that would say it. */
    UNKNOWN
  }

  /**
   * A machine that was seen on the wire, and may be the client.
   *
   * @param address of it
   * @param frame of its connection that fits best
   * @param fit how well it fits
   * @param reasons for that, as clauses
   */
  public record Machine(IpAddress address, FrameRef frame, Fit fit, List<String> reasons) {
    /** Copies the list. */
    public Machine {
      reasons = List.copyOf(reasons);
    }
  }

  /** How well a machine fits, the least first. */
  public enum Fit {
    LOW,
    MEDIUM,
    HIGH
  }

  /** Copies the list. */
  public Reported {
    machines = List.copyOf(machines);
  }

  /** The same with machines that may be the client. */
  public Reported with(List<Machine> found) {
    return new Reported(user, application, device, agent, percent, mark, precisionSeconds, found);
  }

  /** The same of a user and a device that are called otherwise. */
  public Reported called(Optional<String> otherUser, Optional<String> otherDevice) {
    return new Reported(
        otherUser, application, otherDevice, agent, percent, mark, precisionSeconds, machines);
  }

  /** The address by which a client is counted that has none in the report: one a user. */
  public static IpAddress standIn(String user) {
    try {
      byte[] name = user.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(name);
      long low = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        low = low << 8 | hash[i] & 0xFF;
      }
      return IpAddress.v6(DISCARD_ONLY, low);
    } catch (NoSuchAlgorithmException e) { // which every Java has
      throw new IllegalStateException(e);
    }
  }

  /** The address of a server that the report does not give. */
  public static IpAddress nowhere() {
    return NOWHERE;
  }

  /** Returns whether an address is one of these two, and no machine's. */
  public static boolean isStandIn(IpAddress address) {
    return address.v4() ? address.low() == 0 : address.high() == DISCARD_ONLY;
  }
}
