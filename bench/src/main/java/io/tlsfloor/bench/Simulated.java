package io.tlsfloor.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** One simulated TLS connection, a packet at a time. */
final class Simulated {
  private static final int MAX_SEGMENT_BYTES = 1448; // 1500 less IP and TCP headers with timestamps
  private static final int FIN = 1;
  private static final int SYN = 2;
  private static final int PSH = 8;
  private static final int ACK = 16;
  private static final String[] NAMES = {
    "outlook.office365.com",
    "contoso.sharepoint.com",
    "teams.microsoft.com",
    "www.example.com",
    "cdn.example.net",
    "login.microsoftonline.com"
  };
  private static final int[] ADDRESSES = {
    0x34600A0A, 0x34680A0A, 0x34700A0A, 0xC6336407, 0xC6336408, 0x14BE800A
  };
  private static final byte[] NOISE = new byte[1 << 16];

  static {
    new Random(4711).nextBytes(NOISE);
  }

  private final Random random;
  private final ByteBuffer frame = ByteBuffer.allocate(2048);
  private final int client;
  private final int port;
  private final int service;
  private final boolean tls13;
  private final int version;
  private int segments;
  private int step;
  private int recordLeft;
  private int clientSequence;
  private int serverSequence;
  private int unacknowledged;

  Simulated(Random random, int client, int port, boolean old, int segments) {
    this.random = random;
    this.client = 0x0A140000 + client;
    this.port = port;
    this.service = old ? random.nextInt(3) : random.nextInt(NAMES.length);
    this.tls13 = !old && random.nextInt(4) != 0;
    this.version = old ? 0x0301 : 0x0303;
    this.segments = segments;
    this.clientSequence = random.nextInt();
    this.serverSequence = random.nextInt();
  }

  /** No further data: the next packets close it, after the handshake. */
  void finish() {
    segments = Math.min(segments, 1);
  }

  /** Writes the next packet; false after the last. */
  boolean writeNext(PcapWriter out, long micros) throws IOException {
    switch (step++) {
      case 0 -> clientSends(SYN, 0);
      case 1 -> serverSends(SYN | ACK, 0);
      case 2 -> clientSends(ACK, 0);
      case 3 -> hello();
      case 4 -> serverHello();
      case 5 -> serverRest();
      case 6 -> clientSends(ACK, 0);
      case 7 -> clientFinished();
      case 8 -> serverFinished();
      default -> {
        return dataOrEnd(out, micros);
      }
    }
    out.write(micros, frame);
    return true;
  }

  private boolean dataOrEnd(PcapWriter out, long micros) throws IOException {
    if (segments > 0) {
      if (unacknowledged >= 2) {
        unacknowledged = 0;
        clientSends(ACK, 0);
      } else if (random.nextInt(8) == 0) {
        data(true, 80 + random.nextInt(400));
      } else {
        segments--;
        unacknowledged++;
        data(false, random.nextInt(4) == 0 ? 100 + random.nextInt(900) : MAX_SEGMENT_BYTES);
      }
      step = 9;
      out.write(micros, frame);
      return true;
    }
    switch (step) {
      case 10 -> serverSends(FIN | ACK, 0);
      case 11 -> clientSends(FIN | ACK, 0);
      default -> {
        serverSends(ACK, 0);
        out.write(micros, frame);
        return false;
      }
    }
    out.write(micros, frame);
    return true;
  }

  // ---- payloads

  private void hello() {
    begin(true);
    int record = frame.position();
    frame.put((byte) 22).putShort((short) 0x0301).putShort((short) 0);
    frame.put((byte) 1).put((byte) 0).putShort((short) 0);
    frame.putShort((short) version);
    noise(32);
    frame.put((byte) 32);
    noise(32);
    int[] suites =
        tls13
            ? new int[] {0x1301, 0x1302, 0x1303, 0xC02F, 0xC030, 0xC013, 0xC014}
            : new int[] {0xC02F, 0xC013, 0xC014, 0x2F, 0x35};
    frame.putShort((short) (2 * suites.length));
    for (int suite : suites) {
      frame.putShort((short) suite);
    }
    frame.put((byte) 1).put((byte) 0);
    int block = frame.position();
    frame.putShort((short) 0);
    byte[] name = NAMES[service].getBytes(StandardCharsets.US_ASCII);
    frame
        .putShort((short) 0)
        .putShort((short) (name.length + 5))
        .putShort((short) (name.length + 3));
    frame.put((byte) 0).putShort((short) name.length).put(name);
    frame.putShort((short) 10).putShort((short) 6).putShort((short) 4).putInt(0x001D0017);
    frame.putShort((short) 11).putShort((short) 2).putShort((short) 0x0100);
    if (tls13) {
      frame.putShort((short) 43).putShort((short) 5).put((byte) 4).putInt(0x03040303);
      frame.putShort((short) 51).putShort((short) 38).putShort((short) 36).putShort((short) 0x001D);
      frame.putShort((short) 32);
      noise(32);
    }
    frame.putShort(block, (short) (frame.position() - block - 2));
    closeHandshake(record);
    end(true, ACK | PSH);
  }

  private void serverHello() {
    begin(false);
    int record = frame.position();
    frame.put((byte) 22).putShort((short) version).putShort((short) 0);
    frame.put((byte) 2).put((byte) 0).putShort((short) 0);
    frame.putShort((short) version);
    noise(32);
    frame.put((byte) 0).putShort((short) (tls13 ? 0x1301 : 0xC014)).put((byte) 0);
    if (tls13) {
      frame.putShort((short) 6).putShort((short) 43).putShort((short) 2).putShort((short) 0x0304);
      closeHandshake(record);
      frame.put((byte) 20).putShort((short) 0x0303).putShort((short) 1).put((byte) 1);
      frame.put((byte) 23).putShort((short) 0x0303).putShort((short) 2200);
      recordLeft = 2200 - fill(MAX_SEGMENT_BYTES);
    } else {
      closeHandshake(record);
      frame.put((byte) 22).putShort((short) version).putShort((short) 2204);
      frame.put((byte) 11).put((byte) 0).putShort((short) 2200); // a Certificate that is noise
      recordLeft = 2200 - fill(MAX_SEGMENT_BYTES);
    }
    end(false, ACK);
  }

  private void serverRest() {
    begin(false);
    noise(recordLeft);
    recordLeft = 0;
    if (!tls13) {
      frame.put((byte) 22).putShort((short) version).putShort((short) 4);
      frame.putInt(0x0E000000);
    }
    end(false, ACK | PSH);
  }

  private void clientFinished() {
    begin(true);
    if (!tls13) {
      frame.put((byte) 22).putShort((short) version).putShort((short) 70);
      frame.put((byte) 16).put((byte) 0).putShort((short) 66);
      noise(66);
    }
    frame.put((byte) 20).putShort((short) version).putShort((short) 1).put((byte) 1);
    frame.put((byte) (tls13 ? 23 : 22)).putShort((short) version).putShort((short) 53);
    noise(53);
    end(true, ACK | PSH);
  }

  private void serverFinished() {
    begin(false);
    if (!tls13) {
      frame.put((byte) 20).putShort((short) version).putShort((short) 1).put((byte) 1);
    }
    frame.put((byte) (tls13 ? 23 : 22)).putShort((short) version).putShort((short) 48);
    noise(48);
    end(false, ACK | PSH);
  }

  private void data(boolean fromClient, int length) {
    begin(fromClient);
    if (fromClient) {
      frame.put((byte) 23).putShort((short) version).putShort((short) (length - 5));
      noise(length - 5);
    } else {
      int left = length;
      while (left > 0) {
        if (recordLeft == 0 && left < 6) {
          break;
        }
        if (recordLeft == 0) {
          recordLeft = 1000 + random.nextInt(15_000);
          frame.put((byte) 23).putShort((short) version).putShort((short) recordLeft);
          left -= 5;
        }
        int part = Math.min(left, recordLeft);
        noise(part);
        recordLeft -= part;
        left -= part;
      }
    }
    end(fromClient, ACK);
  }

  private void closeHandshake(int record) {
    int length = frame.position() - record - 5;
    frame.putShort(record + 3, (short) length);
    frame.putShort(record + 7, (short) (length - 4));
  }

  /** Fills the segment with noise; says how many bytes it took. */
  private int fill(int segment) {
    int room = segment - (frame.position() - 54);
    noise(room);
    return room;
  }

  private void noise(int length) {
    frame.put(NOISE, random.nextInt(NOISE.length - 2048), length);
  }

  // ---- headers

  private void clientSends(int flags, int length) {
    begin(true);
    noise(length);
    end(true, flags);
  }

  private void serverSends(int flags, int length) {
    begin(false);
    noise(length);
    end(false, flags);
  }

  private void begin(boolean fromClient) {
    frame.clear();
    frame.putInt(0x02000000).putShort((short) port).putInt(0x02000000).putShort((short) service);
    frame.putShort((short) 0x0800);
    frame.putInt(0x45000000).putInt(0x00004000).putInt(0x40060000);
    frame.putInt(fromClient ? client : ADDRESSES[service]);
    frame.putInt(fromClient ? ADDRESSES[service] : client);
    frame.putShort((short) (fromClient ? port : 443)).putShort((short) (fromClient ? 443 : port));
    frame.putInt(fromClient ? clientSequence : serverSequence);
    frame.putInt(fromClient ? serverSequence : clientSequence);
    frame.putShort((short) 0x5000).putShort((short) 64_000).putInt(0);
  }

  private void end(boolean fromClient, int flags) {
    frame.putShort(16, (short) (frame.position() - 14));
    frame.put(47, (byte) flags);
    int length = frame.position() - 54 + ((flags & (SYN | FIN)) != 0 ? 1 : 0);
    if (fromClient) {
      clientSequence += length;
    } else {
      serverSequence += length;
    }
  }
}
