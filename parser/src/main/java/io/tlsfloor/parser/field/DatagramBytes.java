package io.tlsfloor.parser.field;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.dtls.DtlsRecordView;
import io.tlsfloor.parser.quic.QuicLongHeaderView;
import io.tlsfloor.parser.quic.QuicPacketType;
import io.tlsfloor.parser.tls.ContentType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds those bytes of a datagram of DTLS or QUIC that tell something: records in clear and Initial
 * packets whole, of what is encrypted the headers.
 *
 * @param runs the bytes that tell something, by their places in the stream
 * @param end of what a reader must find there, encrypted bytes included
 * @param handshake whether any of it is a handshake, and not only encrypted
 */
public record DatagramBytes(List<Run> runs, int end, boolean handshake) {
  private static final int CHANNEL_HEADER = 4; // RFC 8656 §12.4
  private static final int STUN_HEADER = 20; // RFC 8489 §5
  private static final int STUN_PEER_ADDRESS = 0x0012; // RFC 8656 §18.3
  private static final int UNIFIED_HEADER = 5; // with sequence number and length, RFC 9147 §4
  private static final int SHORT_PACKET = 8; // that a short header may be one

  /** Copies the list. */
  public DatagramBytes {
    runs = List.copyOf(runs);
  }

  /** Of DTLS, also inside TURN. */
  public static DatagramBytes dtls(byte[] stream, Datagram datagram) {
    ByteBuffer buffer = ByteBuffer.wrap(stream);
    DtlsRecordView record = new DtlsRecordView();
    List<Run> runs = new ArrayList<>();
    int start = datagram.start();
    int end = start + datagram.length();
    int at = DtlsMessages.firstRecord(buffer, start, end);
    if (at > start) {
      turn(buffer, start, at, runs);
    }
    boolean handshake = false;
    int told = start;
    while (at < end && record.wrap(buffer, at, end - at)) {
      boolean clear =
          !record.isUnified()
              && record.epoch() == 0
              && record.contentType() != ContentType.APPLICATION_DATA;
      handshake |= clear;
      int header = record.isUnified() ? UNIFIED_HEADER : DtlsRecordView.HEADER_BYTES;
      runs.add(new Run(0, at, clear ? record.length() : Math.min(header, record.length())));
      at += record.length();
      told = at;
    }
    return new DatagramBytes(runs, turned(runs, start) ? end : told, handshake);
  }

  private static boolean turned(List<Run> runs, int start) {
    return !runs.isEmpty()
        && runs.get(0).streamOffset() == start
        && runs.get(0).messageOffset() < 0;
  }

  /** Headers of TURN, and who the peer is; no user, realm or nonce. */
  private static void turn(ByteBuffer buffer, int start, int data, List<Run> runs) {
    int header = data - start == CHANNEL_HEADER ? CHANNEL_HEADER : STUN_HEADER;
    runs.add(new Run(-1, start, Math.min(header, data - start)));
    int at = start + header;
    while (at + 4 <= data) {
      int length = Bytes.u16(buffer, at + 2);
      boolean shown = Bytes.u16(buffer, at) == STUN_PEER_ADDRESS;
      runs.add(new Run(0, at, Math.min(4 + (shown ? length : 0), data - at)));
      at += 4 + (length + 3 & ~3);
    }
  }

  /** Of QUIC. */
  public static DatagramBytes quic(byte[] stream, Datagram datagram) {
    ByteBuffer buffer = ByteBuffer.wrap(stream);
    QuicLongHeaderView packet = new QuicLongHeaderView();
    List<Run> runs = new ArrayList<>();
    int at = datagram.start();
    int end = at + datagram.length();
    boolean handshake = false;
    while (at < end
        && QuicLongHeaderView.isLong(Bytes.u8(buffer, at))
        && packet.wrap(buffer, at, end - at)) {
      boolean clear =
          packet.type() == QuicPacketType.INITIAL || packet.type() == QuicPacketType.RETRY;
      handshake |= clear;
      runs.add(new Run(0, at, (clear ? packet.end() : packet.packetNumberStart()) - at));
      at = packet.end();
    }
    if (at < end && QuicLongHeaderView.isShort(Bytes.u8(buffer, at))) {
      runs.add(new Run(0, at, 1));
      at = Math.min(end, Math.max(at + 1, datagram.start() + SHORT_PACKET));
    }
    return new DatagramBytes(runs, at, handshake);
  }
}
