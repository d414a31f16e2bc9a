package io.tlsfloor.capture.live.ring;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.live.LiveCapture;
import io.tlsfloor.parser.packet.PacketView;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Walks the blocks of a TPACKET_V3 ring (Documentation/networking/packet_mmap.rst, struct
 * tpacket_block_desc and struct tpacket3_hdr of linux/if_packet.h). The kernel fills a block and
 * hands it over; the process hands it back when its last frame has been read. Confined to one
 * thread.
 */
final class Ring {
  // Block: version u32, offset to private u32, then the header of version 1
  private static final int BLOCK_STATUS = 8;
  private static final int BLOCK_PACKETS = 12;
  private static final int BLOCK_FIRST = 16;
  private static final int STATUS_KERNEL = 0;
  private static final int STATUS_USER = 1;

  // Packet
  private static final int NEXT = 0;
  private static final int SECONDS = 4;
  private static final int NANOSECONDS = 8;
  private static final int CAPTURED = 12;
  private static final int ORIGINAL = 16;
  private static final int STATUS = 20;
  private static final int MAC = 24; // u16, offset of the link header from the packet's start
  private static final int VLAN_TCI = 32;
  private static final int VLAN_TYPE = 36; // u16
  private static final int ADDRESS = 48; // struct sockaddr_ll, after the aligned header
  private static final int PACKET_TYPE = ADDRESS + 10;
  private static final int VLAN_VALID = 1 << 4;
  private static final int VLAN_TYPE_VALID = 1 << 6;
  private static final int CUSTOMER_TAG = 0x8100;
  private static final int OUTGOING = 4; // PACKET_OUTGOING of linux/if_packet.h

  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private final ByteBuffer headers; // in the machine's order
  private final ByteBuffer frames; // big-endian, the same memory
  private final int blockBytes;
  private final int blocks;
  private final boolean skipOutgoing;
  private int block;
  private int left; // packets of the block that were not looked at yet
  private int packet; // index of the next one
  private boolean held; // whether the block is ours

  /**
   * Begins at the first block.
   *
   * @param memory the whole ring, in the machine's byte order
   */
  Ring(ByteBuffer memory, int blockBytes, boolean skipOutgoing) {
    headers = memory;
    frames = memory.duplicate().order(ByteOrder.BIG_ENDIAN);
    this.blockBytes = blockBytes;
    this.skipOutgoing = skipOutgoing;
    blocks = memory.capacity() / blockBytes;
  }

  /** Time of the next frame, or {@link LiveCapture#NOTHING}. */
  long nextNanos() {
    return find() ? time() : LiveCapture.NOTHING;
  }

  /** Points {@code frame} at the next frame; what the one before pointed at may be overwritten. */
  boolean poll(Frame frame, long number, int linkType) {
    if (!find()) {
      return false;
    }
    int at = packet;
    int mac = headers.getShort(at + MAC) & 0xFFFF;
    frame.bytes(frames, at + mac, headers.getInt(at + CAPTURED), headers.getInt(at + ORIGINAL));
    frame.about(number, linkType, time(), true);
    frame.vlanTci(tag(at));
    advance();
    return true;
  }

  /** The tag that the kernel took out of a frame. */
  private int tag(int at) {
    int status = headers.getInt(at + STATUS);
    if ((status & VLAN_VALID) == 0) {
      return Frame.NO_TCI;
    }
    int tci = headers.getInt(at + VLAN_TCI) & 0xFFFF;
    boolean service =
        (status & VLAN_TYPE_VALID) != 0
            && (headers.getShort(at + VLAN_TYPE) & 0xFFFF) != CUSTOMER_TAG;
    return service ? tci | PacketView.SERVICE_TAG : tci;
  }

  private long time() {
    return (headers.getInt(packet + SECONDS) & 0xFFFF_FFFFL) * 1_000_000_000L
        + headers.getInt(packet + NANOSECONDS);
  }

  private void advance() {
    packet += headers.getInt(packet + NEXT);
    left--;
  }

  private boolean find() {
    while (true) {
      while (left > 0) {
        if (!skipOutgoing || headers.get(packet + PACKET_TYPE) != OUTGOING) {
          return true;
        }
        advance();
      }
      release();
      int base = block * blockBytes;
      if (((int) INT.getAcquire(headers, base + BLOCK_STATUS) & STATUS_USER) == 0) {
        return false;
      }
      held = true;
      left = headers.getInt(base + BLOCK_PACKETS);
      packet = base + headers.getInt(base + BLOCK_FIRST);
    }
  }

  private void release() {
    if (held) {
      INT.setRelease(headers, block * blockBytes + BLOCK_STATUS, STATUS_KERNEL);
      held = false;
      block = block + 1 == blocks ? 0 : block + 1;
    }
  }
}
