package io.tlsfloor.parser.quic;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys of Initial packets, which follow from the client's first Destination Connection ID: they
 * protect against accidents, not against readers (RFC 9001 §5.2). By {@link InitialCiphers}.
 */
public final class QuicInitialKeys {
  private static final int SAMPLE_BYTES = 16;
  private static final int KEY_BYTES = 16;
  private static final int IV_BYTES = 12;
  private static final int MAX_PACKET_NUMBER_BYTES = 4;

  private final InitialCiphers ciphers;
  private final QuicVersion version;
  private final byte[] connectionId;
  private final byte[] initialSecret;
  private @Nullable EndKeys client; // derived when asked for: it takes longer than to open a packet
  private @Nullable EndKeys server;
  private long opened;

  /**
   * Derives the keys.
   *
   * @param ciphers of the thread that uses the keys
   * @param connectionId Destination Connection ID of the client's first Initial packet, or of the
   *     first after a Retry; kept
   */
  public QuicInitialKeys(InitialCiphers ciphers, QuicVersion version, byte[] connectionId) {
    this.ciphers = ciphers;
    this.version = version;
    this.connectionId = connectionId;
    initialSecret = ciphers.hmac(version.salt(), connectionId)[0];
  }

  /** Returns whether these keys follow from the packet's version and Destination Connection ID. */
  public boolean areOf(QuicLongHeaderView packet) {
    return packet.version() == version && packet.hasDestinationConnectionId(connectionId);
  }

  /**
   * Opens an Initial packet.
   *
   * @param fromClient who sent it
   * @param largest the largest packet number opened of that sender so far, or -1: a packet holds
   *     only the lower bits of its own (RFC 9000 §A.3)
   * @return its frames in clear; null if it does not decrypt with these keys
   */
  public byte @Nullable [] open(
      ByteBuffer buffer, QuicLongHeaderView packet, boolean fromClient, long largest) {
    int number = packet.packetNumberStart();
    int end = packet.end();
    if (end - number < MAX_PACKET_NUMBER_BYTES + SAMPLE_BYTES) {
      return null;
    }
    try {
      EndKeys keys = fromClient ? client() : server();
      byte[] frames = keys.open(buffer, packet.start(), number, end, largest);
      opened = frames == null ? opened : keys.packetNumber;
      return frames;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES", e);
    }
  }

  private EndKeys client() {
    if (client == null) {
      client = new EndKeys(ciphers.hmac(initialSecret, label("client in", 32))[0]);
    }
    return client;
  }

  private EndKeys server() {
    if (server == null) {
      server = new EndKeys(ciphers.hmac(initialSecret, label("server in", 32))[0]);
    }
    return server;
  }

  /** The packet number of the packet that was opened last. */
  public long packetNumber() {
    return opened;
  }

  /** RFC 9000 §A.3: the number next to the one expected that ends in these bits. */
  static long packetNumber(long largest, long truncated, int bits) {
    long window = 1L << bits;
    long expected = largest + 1;
    long candidate = expected & -window | truncated;
    if (candidate <= expected - window / 2 && candidate < (1L << 62) - window) {
      return candidate + window;
    }
    return candidate > expected + window / 2 && candidate >= window
        ? candidate - window
        : candidate;
  }

  /** The keys of one direction. */
  private final class EndKeys {
    private final SecretKeySpec key;
    private final byte[] iv;
    private final SecretKeySpec headerKey;
    private long packetNumber;

    EndKeys(byte[] secret) {
      byte[][] derived =
          ciphers.hmac(
              secret,
              label(version.label("key"), KEY_BYTES),
              label(version.label("iv"), IV_BYTES),
              label(version.label("hp"), KEY_BYTES));
      key = new SecretKeySpec(derived[0], 0, KEY_BYTES, "AES");
      iv = Arrays.copyOf(derived[1], IV_BYTES);
      headerKey = new SecretKeySpec(derived[2], 0, KEY_BYTES, "AES");
    }

    byte @Nullable [] open(ByteBuffer buffer, int start, int number, int end, long largest)
        throws GeneralSecurityException {
      byte[] sample = new byte[SAMPLE_BYTES];
      buffer.get(number + MAX_PACKET_NUMBER_BYTES, sample);
      byte[] mask = ciphers.encrypt(headerKey, sample);
      byte[] header = new byte[number + MAX_PACKET_NUMBER_BYTES - start];
      buffer.get(start, header);
      header[0] ^= (byte) (mask[0] & 0x0F);
      int numberBytes = (header[0] & 3) + 1;
      int numberAt = number - start;
      long truncated = 0;
      for (int i = 0; i < numberBytes; i++) {
        header[numberAt + i] ^= mask[1 + i];
        truncated = truncated << 8 | header[numberAt + i] & 0xFF;
      }
      packetNumber = packetNumber(largest, truncated, 8 * numberBytes);
      byte[] nonce = iv.clone();
      for (int i = 0; i < Long.BYTES; i++) {
        nonce[nonce.length - 1 - i] ^= (byte) (packetNumber >>> 8 * i);
      }
      header = Arrays.copyOf(header, numberAt + numberBytes);
      byte[] sealed = new byte[end - number - numberBytes];
      buffer.get(number + numberBytes, sealed);
      return ciphers.open(key, nonce, header, sealed);
    }
  }

  /**
   * Returns what HKDF-Expand-Label hashes for one block, with an empty context (RFC 8446 §7.1, RFC
   * 5869 §2.3).
   */
  private static byte[] label(String label, int length) {
    byte[] name = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer info = ByteBuffer.allocate(2 + 1 + name.length + 1 + 1);
    info.putShort((short) length).put((byte) name.length).put(name).put((byte) 0).put((byte) 1);
    return info.array();
  }
}
