package io.tlsfloor.capture.live.ring;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.live.CaptureException;
import io.tlsfloor.capture.live.DeviceDrops;
import io.tlsfloor.capture.live.LinkState;
import io.tlsfloor.capture.live.LiveCapture;
import io.tlsfloor.capture.live.LiveOptions;
import io.tlsfloor.capture.live.LiveStats;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * An interface through a packet ring that kernel and process share. Frames are parsed in the
 * kernel's memory: it is unmapped only by {@link #close}, and a frame must not be used after that.
 */
public final class RingCapture implements LiveCapture {
  /** Three frames of 64 KB, as offload makes them. With the buffer's default there are 256. */
  private static final int BLOCK_BYTES = 256 << 10;

  private static final int MIN_BLOCKS = 4;
  private static final int MAX_BLOCKS = 8191; // what an int can address
  private static final int FRAME_BYTES = 2048; // only its product with the count matters
  private static final int REQUEST_BYTES = 28; // struct tpacket_req3
  private static final int ADDRESS_BYTES = 20; // struct sockaddr_ll
  private static final int INDEX_AT = 4; // sll_ifindex
  private static final int MEMBERSHIP_BYTES = 16; // struct packet_mreq
  private static final int STATISTICS_BYTES = 12; // struct tpacket_stats_v3
  private static final int POLL_BYTES = 8; // struct pollfd
  private static final int ETHERNET = 1; // LINKTYPE_
  private static final int RAW = 101; // LINKTYPE_
  private static final int ARPHRD_LOOPBACK = 772;
  private static final Pattern NEEDS_LIVE_LIBPCAP =
      Pattern.compile("\\b(vlan|inbound|outbound|ifindex|ifname|on)\\b");

  private final String device;
  private final int linkType;
  private final int socket;
  private final long ringBytes;
  private final Pointer memory;
  private final Ring ring;
  private final Memory poll = new Memory(POLL_BYTES);
  private final Memory statistics = new Memory(STATISTICS_BYTES);
  private final Memory length = new Memory(4);
  private final Memory address = new Memory(ADDRESS_BYTES);
  private final DeviceDrops interfaceDrops;
  private LiveStats stats = LiveStats.NONE;
  private boolean closed;
  private boolean wentDown;
  private long packets;
  private long bytes;

  private RingCapture(
      String device,
      int linkType,
      int socket,
      Pointer memory,
      long ringBytes,
      Ring ring,
      DeviceDrops interfaceDrops) {
    this.interfaceDrops = interfaceDrops;
    this.device = device;
    this.linkType = linkType;
    this.socket = socket;
    this.memory = memory;
    this.ringBytes = ringBytes;
    this.ring = ring;
    poll.setInt(0, socket);
    poll.setShort(4, Linux.POLLIN);
  }

  /** Why an interface cannot be captured by a ring; empty if it can. */
  public static Optional<String> obstacle(String device, LiveOptions options) {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.of("it needs Linux");
    }
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN
        || !System.getProperty("sun.arch.data.model", "64").equals("64")) {
      return Optional.of("it needs a little-endian 64-bit machine");
    }
    if (device.equals("any")) {
      return Optional.of("any mixes link types");
    }
    if (NEEDS_LIVE_LIBPCAP.matcher(options.filter().toLowerCase(Locale.ROOT)).find()) {
      return Optional.of("the filter has words that only libpcap's own capture knows");
    }
    int type = LinkState.hardwareType(device);
    return type >= 0 && linkType(type) < 0
        ? Optional.of("the link type of " + device + " (ARPHRD " + type + ") needs libpcap")
        : Optional.empty();
  }

  /** The LINKTYPE_ of an ARPHRD_ number: 1 and 772 have Ethernet headers, 519 and 65534 none. */
  private static int linkType(int hardwareType) {
    return switch (hardwareType) {
      case 1, ARPHRD_LOOPBACK -> ETHERNET;
      case 519, 65534 -> RAW;
      default -> -1;
    };
  }

  /**
   * Begins to capture.
   *
   * @throws CaptureException if that cannot be: no such interface, no right, no filter
   */
  public static RingCapture open(String device, LiveOptions options) throws CaptureException {
    Optional<String> obstacle = obstacle(device, options);
    if (obstacle.isPresent()) {
      throw new CaptureException(
          CaptureException.Obstacle.NOT_SUPPORTED,
          device + ": the ring engine cannot capture it: " + obstacle.get(),
          "Write engine = \"pcap\" below [watch] of the configuration file.",
          null);
    }
    int index = LinkState.of(device).index();
    int hardwareType = LinkState.hardwareType(device);
    if (index == 0 || hardwareType < 0) {
      throw CaptureException.noInterface(device, null);
    }
    int socket = -1;
    try {
      // Protocol 0: nothing arrives before the filter and the ring are there.
      socket = Linux.socket(Linux.AF_PACKET, Linux.SOCK_RAW | Linux.SOCK_CLOEXEC, 0);
      RingCapture capture = open(device, hardwareType, index, socket, options);
      socket = -1;
      return capture;
    } catch (LastErrorException e) {
      throw failure(device, e);
    } catch (LinkageError e) {
      throw CaptureException.noNativeCalls(String.valueOf(e.getMessage()), e);
    } finally {
      if (socket >= 0) {
        Linux.close(socket);
      }
    }
  }

  private static RingCapture open(
      String device, int hardwareType, int index, int socket, LiveOptions options)
      throws CaptureException {
    int linkType = linkType(hardwareType);
    setInt(socket, Linux.PACKET_VERSION, Linux.TPACKET_V3);
    if (!options.filter().isEmpty()) {
      KernelFilter.attach(socket, linkType, options.filter());
    }
    int room = options.bufferBytes() / BLOCK_BYTES;
    int blocks = Math.max(MIN_BLOCKS, Math.min(MAX_BLOCKS, room));
    request(socket, blocks);
    long ringBytes = (long) blocks * BLOCK_BYTES;
    Pointer memory =
        Linux.mmap(Pointer.NULL, ringBytes, Linux.PROT_READ_WRITE, Linux.MAP_SHARED, socket, 0);
    try {
      bind(socket, index);
      if (options.promiscuous()) {
        promiscuous(socket, index);
      }
    } catch (LastErrorException e) {
      Linux.munmap(memory, ringBytes);
      throw e;
    }
    ByteBuffer buffer = memory.getByteBuffer(0, ringBytes).order(ByteOrder.nativeOrder());
    boolean twice = hardwareType == ARPHRD_LOOPBACK; // each frame is sent and received
    Ring ring = new Ring(buffer, BLOCK_BYTES, twice);
    return new RingCapture(
        device, linkType, socket, memory, ringBytes, ring, new DeviceDrops(device));
  }

  private static CaptureException failure(String device, LastErrorException e) {
    return switch (e.getErrorCode()) {
      case Linux.EPERM -> CaptureException.notPermitted(device, e);
      case Linux.ENODEV -> CaptureException.noInterface(device, e);
      case Linux.EINVAL ->
          new CaptureException(
              CaptureException.Obstacle.OTHER,
              device + ": the kernel refuses such a ring: " + e.getMessage(),
              "Write a smaller buffer, or engine = \"pcap\", below [watch] of the configuration file.",
              e);
      default ->
          new CaptureException(
              CaptureException.Obstacle.OTHER,
              device + ": the kernel refuses a packet ring: " + e.getMessage(),
              "Write a smaller buffer, or engine = \"pcap\", below [watch] of the configuration file.",
              e);
    };
  }

  private static void setInt(int socket, int option, int value) {
    try (Memory memory = new Memory(4)) {
      memory.setInt(0, value);
      Linux.setsockopt(socket, Linux.SOL_PACKET, option, memory, 4);
    }
  }

  private static void request(int socket, int blocks) {
    try (Memory request = new Memory(REQUEST_BYTES)) {
      request.clear();
      request.setInt(0, BLOCK_BYTES);
      request.setInt(4, blocks);
      request.setInt(8, FRAME_BYTES);
      request.setInt(12, blocks * (BLOCK_BYTES / FRAME_BYTES));
      request.setInt(16, LiveOptions.TIMEOUT_MILLIS);
      Linux.setsockopt(socket, Linux.SOL_PACKET, Linux.PACKET_RX_RING, request, REQUEST_BYTES);
    }
  }

  private static void bind(int socket, int index) {
    try (Memory address = new Memory(ADDRESS_BYTES)) {
      address.clear();
      address.setShort(0, (short) Linux.AF_PACKET);
      address.setShort(2, Linux.ETH_P_ALL_BE);
      address.setInt(INDEX_AT, index);
      Linux.bind(socket, address, ADDRESS_BYTES);
    }
  }

  private static void promiscuous(int socket, int index) {
    try (Memory membership = new Memory(MEMBERSHIP_BYTES)) {
      membership.clear();
      membership.setInt(0, index);
      membership.setShort(4, (short) Linux.PACKET_MR_PROMISC);
      Linux.setsockopt(
          socket, Linux.SOL_PACKET, Linux.PACKET_ADD_MEMBERSHIP, membership, MEMBERSHIP_BYTES);
    }
  }

  @Override
  public long nextNanos() {
    return closed ? NOTHING : ring.nextNanos();
  }

  @Override
  public boolean poll(Frame frame) {
    if (closed || !ring.poll(frame, packets + 1, linkType)) {
      return false;
    }
    packets++;
    bytes += frame.originalLength() & 0xFFFF_FFFFL;
    return true;
  }

  @Override
  public void await(long nanos) {
    if (closed || ring.nextNanos() != NOTHING) {
      return;
    }
    int millis = (int) Math.max(1, Math.min(nanos / 1_000_000, LiveOptions.TIMEOUT_MILLIS));
    try {
      poll.setShort(6, (short) 0);
      int ready = Linux.poll(poll, 1, millis);
      if (ready > 0 && (poll.getShort(6) & ~Linux.POLLIN) != 0) {
        clearError(); // the interface went down, and poll would return at once for ever
        LockSupport.parkNanos(this, nanos);
      }
    } catch (LastErrorException e) {
      LockSupport.parkNanos(this, nanos); // interrupted by a signal
    }
  }

  /** Takes an error off the socket, so that waiting for it waits again. */
  private void clearError() {
    length.setInt(0, 4);
    Linux.getsockopt(socket, Linux.SOL_SOCKET, Linux.SO_ERROR, statistics, length);
    wentDown |= statistics.getInt(0) == Linux.ENETDOWN;
  }

  @Override
  public boolean wentDown() {
    if (!closed) {
      clearError();
    }
    boolean was = wentDown;
    wentDown = false;
    return was;
  }

  @Override
  public String engine() {
    return "ring";
  }

  /** The kernel unbinds it when the interface vanishes, also if another one has its number now. */
  @Override
  public boolean isOpen() {
    if (closed) {
      return false;
    }
    length.setInt(0, ADDRESS_BYTES);
    Linux.getsockname(socket, address, length);
    return address.getInt(INDEX_AT) > 0;
  }

  @Override
  public LiveStats stats() {
    if (closed) {
      return stats;
    }
    length.setInt(0, STATISTICS_BYTES);
    try { // reading sets them to zero
      Linux.getsockopt(socket, Linux.SOL_PACKET, Linux.PACKET_STATISTICS, statistics, length);
      long received = statistics.getInt(0) & 0xFFFF_FFFFL;
      long dropped = statistics.getInt(4) & 0xFFFF_FFFFL;
      stats = stats.plus(new LiveStats(received, dropped, 0, 0, 0));
    } catch (LastErrorException e) {
      // The counts of before stand.
    }
    long missed = interfaceDrops.count();
    stats = new LiveStats(stats.received(), stats.kernelDrops(), missed, 0, 0);
    return stats;
  }

  @Override
  public String name() {
    return device;
  }

  @Override
  public long packets() {
    return packets;
  }

  /** Bytes that were on the wire. */
  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    stats();
    closed = true;
    Linux.munmap(memory, ringBytes);
    Linux.close(socket);
    poll.close();
    statistics.close();
    length.close();
    address.close();
  }
}
