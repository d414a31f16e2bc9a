"""Copies a capture without what it says of the machine that made it. usage: tidy.py raw.pcapng out.pcapng"""

import sys

import pcapng

with open(sys.argv[2], "wb") as out:
    for kind, block in pcapng.blocks(sys.argv[1]):
        out.write(pcapng.without_machine(block) if kind == pcapng.SECTION else block)
