"""Spreads a capture over an hour: moves the start of each conversation and leaves the times within it as they were.

usage: hour.py raw.pcapng events.tsv out.pcapng

events.tsv has a line for each event of the scenario: when it really began and when in the hour it is to have begun,
both in nanoseconds since 1970. A conversation (TCP from its SYN, UDP by its addresses and ports) belongs to the last
event that began before its first packet and is moved by that event's difference. Packets are then put in the order of
their new times. Nothing else is changed; the statistics block at the end is left out, since its times no longer hold.
"""

import bisect
import struct
import sys

import pcapng

def conversation(frame):
    """Addresses and ports without direction, and whether this packet is the SYN that begins one."""
    if frame[12:14] == b"\x08\x00":
        at, proto = 14 + (frame[14] & 15) * 4, frame[23]
        ends = frame[26:30], frame[30:34]
    else:
        at, proto = 54, frame[20]
        ends = frame[22:38], frame[38:54]
    ports = frame[at:at + 2], frame[at + 2:at + 4]
    begins = proto == 6 and frame[at + 13] & 0x12 == 0x02
    return (proto, *sorted(zip(ends, ports))), begins


def main(raw, events, out):
    pairs = sorted(tuple(map(int, line.split())) for line in open(events))
    began = [real for real, _ in pairs]
    head, packets, shift_of = [], [], {}
    for kind, block in pcapng.blocks(raw):
        if kind == pcapng.STATISTICS:
            continue
        if kind != pcapng.ENHANCED:  # section and interface: one each, with nanosecond resolution
            head.append(pcapng.without_machine(block) if kind == pcapng.SECTION else block)
            continue
        high, low, captured = struct.unpack_from("<III", block, 12)
        time = high << 32 | low
        key, begins = conversation(block[28:28 + captured])
        if begins or key not in shift_of:
            real, moved = pairs[max(0, bisect.bisect(began, time) - 1)]
            shift_of[key] = moved - real
        time += shift_of[key]
        packets.append((time, block[:12] + struct.pack("<II", time >> 32, time & 0xFFFFFFFF) + block[20:]))
    packets.sort(key=lambda packet: packet[0])
    with open(out, "wb") as file:
        file.writelines(head)
        file.writelines(block for _, block in packets)


main(*sys.argv[1:])
