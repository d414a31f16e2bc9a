package io.tlsfloor.capture.connection;

/**
 * What the records of one direction said, beside the handshake in clear. A part of {@link
 * HandshakeFacts}, used again.
 */
final class SideSaid {
  /** Records of application data that are counted: more are no early end. */
  static final int MAX_EARLY_RECORDS = 4;

  private static final int MODERN = 0x0303;

  private boolean encrypted;
  private boolean changeCipherSpec;
  private boolean encryptedAlert;
  private int version; // of the latest record that may tell; 0 for none
  private int earlyRecords;
  private int earlyBytes;

  /** Nothing was said. */
  void clear() {
    encrypted = false;
    changeCipherSpec = false;
    encryptedAlert = false;
    version = 0;
    earlyRecords = 0;
    earlyBytes = 0;
  }

  /** A record that is encrypted; false if there was one before. */
  boolean encrypts() {
    boolean first = !encrypted;
    encrypted = true;
    return first;
  }

  /** A ChangeCipherSpec record. */
  void changesCipherSpec() {
    changeCipherSpec = true;
  }

  /** An alert record that is encrypted: its sender ends or gives up. */
  void alertsEncrypted() {
    encryptedAlert = true;
  }

  /** The version in the header of a record; whether the one before has the same. */
  boolean records(int ofRecord) {
    boolean agrees = version == ofRecord;
    version = ofRecord;
    return agrees;
  }

  /** A record of application data, with the length of its fragment. */
  void data(int length) {
    if (earlyRecords <= MAX_EARLY_RECORDS) {
      earlyRecords++;
      earlyBytes += length;
    }
  }

  boolean isEncrypted() {
    return encrypted;
  }

  boolean isCipherSpecChanged() {
    return changeCipherSpec;
  }

  boolean isAlertEncrypted() {
    return encryptedAlert;
  }

  /** Returns whether the latest record says less than 0x0303. */
  boolean isOld() {
    return version != 0 && version < MODERN;
  }

  /** Records of application data so far; one more than {@link #MAX_EARLY_RECORDS} for many. */
  int earlyRecords() {
    return earlyRecords;
  }

  /** Bytes in them. */
  int earlyBytes() {
    return earlyBytes;
  }
}
