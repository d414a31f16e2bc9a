"""One end of a tunnel in user space, for encapsulations that a kernel may lack.

usage: tunnel.py kind device local remote [id…]

Makes the device (TUN for IP inside, TAP for Ethernet inside) and carries what is sent to it to the other end:

  ipip, 6in4            IP in IP, protocols 4 and 41 (RFC 2003, RFC 4213)
  gre KEY SEQUENCE      GRE with IP inside (RFC 2784, RFC 2890); key 0 and sequence 0 leave the fields out
  gretap KEY            GRE with Ethernet inside
  erspan2 SESSION       ERSPAN type II: GRE with sequence number and a mirrored frame; one way
  geneve VNI            GENEVE with an option, Ethernet inside (RFC 8926)
  vlan ID, qinq S C     802.1Q tags; local and remote are Ethernet addresses, the wire is $WIRE, or wan0 or eth0
  mpls LABEL LABEL      MPLS with IP inside (RFC 3032), likewise
  pppoe SESSION         PPPoE session with PPP and IP inside (RFC 2516), likewise
"""

import fcntl
import os
import select
import socket
import struct
import sys

kind, device, local, remote, *ids = sys.argv[1:]
ids = [int(i) for i in ids]
TUN, TAP, NO_PI = 1, 2, 0x1000
SOL_PACKET, PACKET_AUXDATA, PACKET_OUTGOING, VLAN_VALID = 263, 8, 4, 1 << 4
ETHERNET_INSIDE = kind in ("gretap", "geneve", "erspan2")
WIRE = os.environ.get("WIRE") or ("wan0" if os.path.exists("/sys/class/net/wan0") else "eth0")


def open_device():
    fd = os.open("/dev/net/tun", os.O_RDWR)
    flags = (TAP if ETHERNET_INSIDE else TUN) | NO_PI
    fcntl.ioctl(fd, 0x400454CA, struct.pack("16sH22x", device.encode(), flags))
    return fd


sequence = 0


def ethertype(packet):
    return 0x86DD if packet[0] >> 4 == 6 else 0x0800


def wrap(inner):
    """The encapsulation, from after the outer IP header, or the whole frame for the kinds on Ethernet."""
    global sequence
    sequence += 1
    if kind in ("ipip", "6in4"):
        return inner
    if kind in ("gre", "gretap"):
        key, numbered = ids[0], len(ids) > 1 and ids[1]
        flags = (0x2000 if key else 0) | (0x1000 if numbered else 0)
        head = struct.pack(">HH", flags, 0x6558 if kind == "gretap" else ethertype(inner))
        return head + (struct.pack(">I", key) if key else b"") + (struct.pack(">I", sequence) if numbered else b"") + inner
    if kind == "erspan2":
        return struct.pack(">HHI", 0x1000, 0x88BE, sequence) + struct.pack(">HHI", 0x1000, ids[0], 0) + inner
    if kind == "geneve":
        option = struct.pack(">HBBI", 0x0101, 0x01, 1, 0x6C616220)  # class, type, length in words, "lab "
        return struct.pack(">BBHI", len(option) // 4, 0, 0x6558, ids[0] << 8) + option + inner
    macs = bytes.fromhex(remote.replace(":", "") + local.replace(":", ""))
    if kind == "vlan":
        return macs + struct.pack(">HHH", 0x8100, ids[0], ethertype(inner)) + inner
    if kind == "qinq":
        return macs + struct.pack(">HHHHH", 0x88A8, ids[0], 0x8100, ids[1], ethertype(inner)) + inner
    if kind == "mpls":
        labels = [struct.pack(">I", label << 12 | (label == ids[-1]) << 8 | 64) for label in ids]
        return macs + struct.pack(">H", 0x8847) + b"".join(labels) + inner
    if kind == "pppoe":
        return macs + struct.pack(">HBBHHH", 0x8864, 0x11, 0, ids[0], len(inner) + 2, 0x0021) + inner
    sys.exit("tunnel: unknown kind " + kind)


def unwrap(packet):
    """What is inside, or None for a packet that is not this tunnel's."""
    if kind in ("ipip", "6in4"):
        return packet[(packet[0] & 15) * 4:]
    if kind in ("gre", "gretap"):
        packet = packet[(packet[0] & 15) * 4:]
        flags = struct.unpack_from(">H", packet)[0]
        return packet[4 + (4 if flags & 0x2000 else 0) + (4 if flags & 0x1000 else 0):]
    if kind == "geneve":
        return packet[8 + (packet[0] & 63) * 4:]
    if kind == "erspan2":
        return None
    at, kinds = 12, {0x8100: 4, 0x88A8: 4}
    protocol = struct.unpack_from(">H", packet, at)[0]
    while protocol in kinds:
        at += kinds[protocol]
        protocol = struct.unpack_from(">H", packet, at)[0]
    at += 2
    if protocol == 0x8847 and kind == "mpls":
        while not packet[at + 2] & 1:
            at += 4
        return packet[at + 4:]
    if protocol == 0x8864 and kind == "pppoe":
        return packet[at + 8:]
    # the kernel has taken the outer tag off
    return packet[at:] if kind in ("vlan", "qinq") and protocol in (0x0800, 0x86DD) else None


def main():
    fd = open_device()
    if kind in ("vlan", "qinq", "mpls", "pppoe"):
        wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        wire.bind((WIRE, 3))
        wire.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
        send = wire.send
    elif kind == "geneve":
        wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        wire.bind((local, 6081))
        send = lambda data: wire.sendto(data, (remote, 6081))
    else:
        protocol = {"ipip": 4, "6in4": 41}.get(kind, 47)
        wire = socket.socket(socket.AF_INET, socket.SOCK_RAW, protocol)
        wire.bind((local, 0))
        send = lambda data: wire.sendto(data, (remote, 0))
    while True:
        ready, _, _ = select.select([fd, wire], [], [])
        if fd in ready:
            send(wrap(os.read(fd, 65536)))
        if wire in ready:
            packet, auxiliary, _, sender = wire.recvmsg(65536, 64)
            if len(sender) > 2 and sender[2] == PACKET_OUTGOING:
                continue
            if kind in ("vlan", "qinq") and not any(
                    struct.unpack_from("I", data)[0] & VLAN_VALID for _, _, data in auxiliary):
                continue  # without a tag: not for us
            inner = unwrap(packet)
            if inner:
                try:
                    os.write(fd, inner)
                except OSError:
                    pass  # the device is not up yet


main()
