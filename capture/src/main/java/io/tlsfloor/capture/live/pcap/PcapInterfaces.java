package io.tlsfloor.capture.live.pcap;

import io.tlsfloor.capture.live.CaptureException;
import io.tlsfloor.capture.live.InterfaceInfo;
import io.tlsfloor.capture.live.LinkState;
import io.tlsfloor.parser.observation.IpAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.pcap4j.core.PcapAddress;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface;
import org.pcap4j.core.Pcaps;

/** Lists what libpcap can capture. */
public final class PcapInterfaces {
  private PcapInterfaces() {}

  /**
   * The interfaces that can carry the traffic looked for, in libpcap's order. No rights are needed.
   *
   * @throws CaptureException if libpcap is missing or fails
   */
  public static List<InterfaceInfo> list() throws CaptureException {
    try {
      List<InterfaceInfo> all = new ArrayList<>();
      for (PcapNetworkInterface one : Pcaps.findAllDevs()) {
        if (carriesTraffic(one.getName())) {
          all.add(info(one));
        }
      }
      return all;
    } catch (PcapNativeException e) {
      throw new CaptureException(
          CaptureException.Obstacle.OTHER,
          "libpcap cannot list the interfaces: "
              + PcapErrors.oneLine(String.valueOf(e.getMessage())),
          "",
          e);
    } catch (LinkageError e) {
      throw PcapErrors.noLibrary(e);
    }
  }

  private static InterfaceInfo info(PcapNetworkInterface one) {
    List<String> addresses = new ArrayList<>();
    for (PcapAddress address : one.getAddresses()) {
      InetAddress ip = address.getAddress();
      if (ip != null) {
        String text = ip.getHostAddress();
        int zone = text.indexOf('%');
        addresses.add(IpAddress.parse(zone < 0 ? text : text.substring(0, zone)).toString());
      }
    }
    String name = one.getName();
    String description = one.getDescription() == null ? "" : one.getDescription();
    return new InterfaceInfo(
        name, description, addresses, one.isUp() && one.isRunning(), linkType(name));
  }

  /** Not: USB, Bluetooth, D-Bus, netfilter's log and queue. */
  private static boolean carriesTraffic(String name) {
    return !(name.startsWith("bluetooth")
        || name.startsWith("usbmon")
        || name.startsWith("dbus-")
        || name.equals("nflog")
        || name.equals("nfqueue"));
  }

  /** ARPHRD_ numbers of linux/if_arp.h, in words. */
  private static String linkType(String name) {
    if (name.equals("any")) {
      return "Linux cooked";
    }
    return switch (LinkState.hardwareType(name)) {
      case 1 -> "Ethernet";
      case 772 -> "loopback";
      case 512 -> "PPP";
      case 519, 65534 -> "raw IP";
      case 768, 769, 776, 778, 823 -> "tunnel";
      default -> "unknown";
    };
  }
}
