package io.tlsfloor.parser.observation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Holds what a report of Microsoft's says of a connection that it counts, besides what any log
 * says: who and what, and not which machine.
 *
 * @param user who signed in or sent mail: a user principal name, or an address of mail
 * @param application that was used
 * @param device as the report names it
 * @param agent what the client called itself, or its system
 * @param percent of the sender's mail that was sent at this version, of a report on mail
 * @param messages that were sent at this version, of a report that counts mail
 * @param mark what the report says where it names no version
 * @param precisionSeconds how exact its time is; {@link #NO_TIME} where it has none
 * @param daysBefore days before its own that it is about, too: 6 of a report on a week; 0 for one
 * @param machines that may be the client, the likeliest first; empty where nothing was compared
 */
public record Reported(
    Optional<String> user,
    Optional<String> application,
    Optional<String> device,
    Optional<String> agent,
    OptionalInt percent,
    OptionalLong messages,
    Mark mark,
    int precisionSeconds,
    int daysBefore,
    List<Machine> machines) {
  /** The precision of a report without times. */
  public static final int NO_TIME = -1;

  /** RFC 6666: a prefix that no client has. The upper half of it stands for devices. */
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
    return new Reported(
        user,
        application,
        device,
        agent,
        percent,
        messages,
        mark,
        precisionSeconds,
        daysBefore,
        found);
  }

  /** The same of a user and a device that are called otherwise. */
  public Reported called(Optional<String> otherUser, Optional<String> otherDevice) {
    return new Reported(
        otherUser,
        application,
        otherDevice,
        agent,
        percent,
        messages,
        mark,
        precisionSeconds,
        daysBefore,
        machines);
  }

  /** Returns whether the device that it names is the machine with this address, for sure. */
  public boolean isOf(IpAddress address) {
    return device.isPresent()
        && !machines.isEmpty()
        && machines.get(0).fit() == Fit.HIGH
        && machines.get(0).address().equals(address);
  }

  /** How many messages or sign-ins the entry stands for, at the least. */
  public long times() {
    return messages.orElse(1);
  }

  /** Who signed in or sent mail; a program that did so for itself, where no user did. */
  public Optional<String> account() {
    return user.or(() -> application);
  }

  /** The address that stands for an account, of which a report gives none. */
  public static IpAddress ofAccount(String user) {
    return standIn(user).orElseGet(() -> IpAddress.v6(DISCARD_ONLY, hash(user) >>> 1));
  }

  /** The address that stands for a device that a report names, wherever it was. */
  public static IpAddress ofDevice(String name) {
    return standIn(name).orElseGet(() -> IpAddress.v6(DISCARD_ONLY, hash(name) | Long.MIN_VALUE));
  }

  /** The address that a text is, where it stands for one whose name is not known. */
  private static Optional<IpAddress> standIn(String text) {
    return text.startsWith("100::")
        ? IpAddress.find(text).filter(Reported::isStandIn)
        : Optional.empty();
  }

  /**
   * The machine that fits best, where one alone does: a guess, but for the machine of a device that
   * it names.
   */
  public Optional<IpAddress> likeliest() {
    boolean alone =
        !machines.isEmpty()
            && machines.get(0).fit() != Fit.LOW
            && (machines.size() == 1 || machines.get(1).fit() != machines.get(0).fit());
    return alone ? Optional.of(machines.get(0).address()) : Optional.empty();
  }

  /** The same for a name in whatever case. */
  private static long hash(String of) {
    try {
      byte[] name = of.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(name);
      long high = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        high = high << 8 | hash[i] & 0xFF;
      }
      return high;
    } catch (NoSuchAlgorithmException e) { // which every Java has
      throw new IllegalStateException(e);
    }
  }

  /** The address of a server that the report does not give. */
  public static IpAddress nowhere() {
    return NOWHERE;
  }

  /** Returns whether an address stands for an account. */
  public static boolean isAccount(IpAddress address) {
    return !address.v4() && address.high() == DISCARD_ONLY && address.low() >= 0;
  }

  /** Returns whether an address stands for a device that a report names. */
  public static boolean isDevice(IpAddress address) {
    return !address.v4() && address.high() == DISCARD_ONLY && address.low() < 0;
  }

  /** Returns whether an address is one of these three, and no machine's. */
  public static boolean isStandIn(IpAddress address) {
    return address.v4() ? address.low() == 0 : address.high() == DISCARD_ONLY;
  }
}
