package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.TlsVersion;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the records of one connection said that are no handshake messages: alerts in clear, where
 * encryption began, and the versions in the headers of what is encrypted. {@link TlsFacts} writes,
 * each method here says whether it learned something.
 */
final class RecordFacts {
  /** Records of application data that are counted, a direction: more are no early end. */
  static final int MAX_EARLY_RECORDS = 4;

  private static final int UNKNOWN = -1;
  private static final Optional<TlsVersion> MODERN = Optional.of(TlsVersion.TLS_1_2);

  private static final int RECORDS = 0; // of application data, one more than MAX_EARLY_RECORDS
  private static final int BYTES = 2; // of these
  private static final int VERSION = 4;

  private final MessageHistory history = new MessageHistory();
  private int changeCipherSpec; // a bit for each direction
  private int encrypted; // a bit for each direction
  private int encryptedAlert; // a bit for each direction
  private final int[] numbers = {0, 0, 0, 0, UNKNOWN, UNKNOWN}; // of both directions
  private Optional<TlsVersion> inferred = Optional.empty();
  private @Nullable AlertSeen alert;
  private int alertDirection = UNKNOWN;
  private @Nullable FrameRef alertFrame;
  private @Nullable FrameRef inferredFrame;

  /** Begins again: of another connection nothing is known yet. */
  void begin() {
    history.begin();
    changeCipherSpec = 0;
    encrypted = 0;
    encryptedAlert = 0;
    Arrays.fill(numbers, RECORDS, VERSION, 0);
    Arrays.fill(numbers, VERSION, VERSION + 2, UNKNOWN);
    inferred = Optional.empty();
    alertDirection = UNKNOWN;
    alert = null;
    alertFrame = null;
    inferredFrame = null;
  }

  /** The first fatal alert counts, or the first warning where no fatal one came. */
  boolean alert(int direction, FrameRef frame, int level, int description) {
    history.add(direction, MessageHistory.ALERT);
    if (alert != null && (alert.isFatal() || level != AlertSeen.FATAL)) {
      return false;
    }
    alert = new AlertSeen(Side.SERVER, level, description); // whose side is known at the end
    alertDirection = direction;
    alertFrame = frame;
    return true;
  }

  /** What was taken for an alert of {@code direction} may not have been taken by the other end. */
  void voidAlert(int direction) {
    if (alertDirection == direction) {
      alert = null;
      alertFrame = null;
    }
  }

  void changeCipherSpec(int direction) {
    history.add(direction, MessageHistory.CHANGE_CIPHER_SPEC);
    changeCipherSpec |= 1 << direction;
  }

  /** Two records that follow each other in one direction and agree show the version. */
  boolean version(int direction, int value, FrameMark frame) {
    boolean agrees = numbers[VERSION + direction] == value && inferred.isEmpty();
    if (agrees) {
      inferred = value == TlsVersion.TLS_1_2.value() ? MODERN : Optional.of(new TlsVersion(value));
      inferredFrame = frame.toRef();
    }
    numbers[VERSION + direction] = value;
    return agrees;
  }

  /** A record of application data, with the length of its fragment. */
  boolean applicationData(int direction, int length) {
    if (numbers[RECORDS + direction] > MAX_EARLY_RECORDS) {
      return false;
    }
    numbers[RECORDS + direction]++;
    numbers[BYTES + direction] += length;
    return true;
  }

  /** An alert that is encrypted: of what, is not known; its sender ends or gives up. */
  boolean encryptedAlert(int direction) {
    boolean news = !has(encryptedAlert, direction);
    encryptedAlert |= 1 << direction;
    return news;
  }

  boolean encrypted(int direction) {
    boolean news = !has(encrypted, direction);
    encrypted |= 1 << direction;
    return news;
  }

  /** What was sent in clear; readers of handshake messages add to it. */
  MessageHistory history() {
    return history;
  }

  private static boolean has(int bits, int direction) {
    return (bits & 1 << direction) != 0;
  }

  // What others ask.

  /** Whether any alert in clear was seen. */
  boolean alertSeen() {
    return alert != null;
  }

  /** The alert, and by whom, where it is known who the client is. */
  Optional<AlertSeen> alert(int clientDirection) {
    AlertSeen seen = alert;
    if (seen == null) {
      return Optional.empty();
    }
    Side by = alertDirection == clientDirection ? Side.CLIENT : Side.SERVER;
    return Optional.of(new AlertSeen(by, seen.level(), seen.description()));
  }

  Optional<FrameRef> alertFrame() {
    return Optional.ofNullable(alertFrame);
  }

  boolean sentChangeCipherSpec(int direction) {
    return has(changeCipherSpec, direction);
  }

  /** Whether a record of {@code direction} was encrypted. */
  boolean isEncrypted(int direction) {
    return has(encrypted, direction);
  }

  /** Whether {@code direction} sent an alert that is encrypted. */
  boolean sentEncryptedAlert(int direction) {
    return has(encryptedAlert, direction);
  }

  /** The version of the latest record of {@code direction} after which encryption begins. */
  Optional<TlsVersion> latestVersion(int direction) {
    int latest = direction < 0 ? UNKNOWN : numbers[VERSION + direction];
    return latest == UNKNOWN ? Optional.empty() : Optional.of(new TlsVersion(latest));
  }

  /** Whether the latest record of either end says less than 0x0303. */
  boolean areOld() {
    return isOld(numbers[VERSION]) || isOld(numbers[VERSION + 1]);
  }

  private static boolean isOld(int value) {
    return value != UNKNOWN
        && value != TlsVersion.TLS_1_2.value() // nearly all, for which nothing is made
        && new TlsVersion(value).isBefore(TlsVersion.TLS_1_2);
  }

  /** The version that records agree on; 0x0303 included, which says "1.2 or later". */
  Optional<TlsVersion> inferred() {
    return inferred;
  }

  /** The frame of the record that made them agree. */
  Optional<FrameRef> inferredFrame() {
    return Optional.ofNullable(inferredFrame);
  }

  /** Records of application data so far; {@link #MAX_EARLY_RECORDS} and one for more than that. */
  int applicationRecords(int direction) {
    return numbers[RECORDS + direction];
  }

  /** Bytes of the fragments of these records, as they are encrypted. */
  int applicationBytes(int direction) {
    return numbers[BYTES + direction];
  }
}
