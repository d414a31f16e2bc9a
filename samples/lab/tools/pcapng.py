"""The little of pcapng that the lab's tools need: dumpcap's own files, little-endian, one section."""

import struct

SECTION, INTERFACE, STATISTICS, ENHANCED = 0x0A0D0D0A, 1, 5, 6
COMMENT_OR_END, HARDWARE, SYSTEM = (0, 1), 2, 3


def blocks(path):
    """Yields (type, whole block)."""
    with open(path, "rb") as file:
        data = file.read()
    at = 0
    while at < len(data):
        kind, length = struct.unpack_from("<II", data, at)
        yield kind, data[at:at + length]
        at += length


def without_machine(section):
    """The section header without the options that name the machine's processor and kernel."""
    body, at = section[8:24], 24
    while at < len(section) - 4:
        code, length = struct.unpack_from("<HH", section, at)
        option = section[at:at + 4 + (length + 3) // 4 * 4]
        if code not in (HARDWARE, SYSTEM):
            body += option
        at += len(option)
    length = struct.pack("<I", len(body) + 12)
    return section[:4] + length + body + length
