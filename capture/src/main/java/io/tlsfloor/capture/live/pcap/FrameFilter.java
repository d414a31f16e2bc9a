package io.tlsfloor.capture.live.pcap;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.live.CaptureException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.pcap4j.core.BpfProgram;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.namednumber.DataLinkType;

/**
 * A filter of pcap-filter(7) over frames that were captured before, by libpcap: compiled for the
 * link type of each frame. Confined to one thread.
 */
public final class FrameFilter {
  private static final int SNAPLEN = 262_144;
  private static final int NULL_LINK = 0; // BSD loopback: the family in the capturer's byte order
  private static final int NULL_HEADER = 4;
  private static final int MIN_ROOM = 2048;
  private static final Inet4Address ANY_NET = address();
  private static final Object COMPILER = new Object(); // libpcap before 1.8 knows no threads

  /** Link types that a filter is first tried with: that of most captures, then special ones. */
  private static final int[] FIRST = {1, 101, 113, 276, 105, 127, 0};

  private final String text;
  private final Consumer<String> notes;
  private final Map<Integer, Optional<BpfProgram>> programs = new HashMap<>();
  private byte[] room = new byte[MIN_ROOM];

  private FrameFilter(String text, Consumer<String> notes) {
    this.text = text;
    this.notes = notes;
  }

  /**
   * Checks that a filter can be used at all.
   *
   * @throws CaptureException if it compiles for no usual link type, or libpcap is not there
   */
  public static void check(String text) throws CaptureException {
    PcapNativeException failure = null;
    for (int linkType : FIRST) {
      try {
        compile(text, linkType).free();
        return;
      } catch (PcapNativeException e) {
        failure = failure == null ? e : failure;
      } catch (LinkageError e) {
        throw PcapErrors.noLibraryForFiles(e);
      }
    }
    throw PcapErrors.filter(text, failure == null ? new PcapNativeException(text) : failure);
  }

  /**
   * A filter that has been checked.
   *
   * @param notes takes a sentence for each link type that it cannot be compiled for
   */
  public static FrameFilter of(String text, Consumer<String> notes) {
    return new FrameFilter(text, notes);
  }

  private static BpfProgram compile(String text, int linkType) throws PcapNativeException {
    synchronized (COMPILER) {
      try (PcapHandle handle = Pcaps.openDead(DataLinkType.getInstance(dlt(linkType)), SNAPLEN)) {
        return handle.compileFilter(text, BpfCompileMode.OPTIMIZE, ANY_NET);
      } catch (NotOpenException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static Inet4Address address() {
    try {
      return (Inet4Address) InetAddress.getByAddress(new byte[] {-1, -1, -1, -1});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four bytes are an address
    }
  }

  /**
   * The number that libpcap uses inside for a LINKTYPE_ number of files (pcap-linktype(7)): they
   * differ where systems did not agree.
   */
  private static int dlt(int linkType) {
    return switch (linkType) {
      case 101 -> 12; // raw IP; 14 on OpenBSD
      case 100 -> 11; // LLC-encapsulated ATM
      case 102 -> 15; // SLIP of BSD/OS
      case 103 -> 16; // PPP of BSD/OS
      default -> linkType;
    };
  }

  /**
   * Returns whether the filter lets a frame through. What it cannot be compiled for it does not.
   */
  public boolean admits(Frame frame) {
    Optional<BpfProgram> program = programs.get(frame.linkType());
    if (program == null) {
      program = program(frame.linkType());
      programs.put(frame.linkType(), program);
    }
    if (program.isEmpty()) {
      return false;
    }
    int length = frame.capturedLength();
    if (room.length < length) {
      room = new byte[Integer.highestOneBit(length) << 1];
    }
    frame.buffer().get(frame.offset(), room, 0, length);
    if (frame.linkType() == NULL_LINK && length >= NULL_HEADER) {
      familyInOurOrder();
    }
    return program.get().applyFilter(room, Math.max(length, frame.originalLength()), length);
  }

  private Optional<BpfProgram> program(int linkType) {
    try {
      return Optional.of(compile(text, linkType));
    } catch (PcapNativeException e) {
      notes.accept(
          "--filter does not apply to link type "
              + linkType
              + ", none of whose frames is looked at: "
              + PcapErrors.oneLine(String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  /** A filter is compiled for the byte order of this machine. */
  private void familyInOurOrder() {
    boolean big = room[0] == 0 && room[1] == 0;
    if (big == (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN)) {
      return;
    }
    byte first = room[0];
    byte second = room[1];
    room[0] = room[3];
    room[1] = room[2];
    room[2] = second;
    room[3] = first;
  }
}
