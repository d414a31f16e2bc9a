"""A poor link, in user space since not every kernel has netem: two network devices and what is between them.

usage: poor_link.py DEVICE DEVICE LOST REPEATED DELAYED SEED

Makes two TAP devices and carries each one's frames to the other; either may be moved to another network namespace.
Of a hundred IP frames it loses, repeats and delays as many as said, each by up to 60 ms, so that others overtake them.
"""

import fcntl
import heapq
import os
import random
import select
import struct
import sys
import time

first, second, *numbers = sys.argv[1:]
lost, repeated, delayed, seed = (int(number) for number in numbers)
chance = random.Random(seed)
TAP, NO_PI = 2, 0x1000


def open_device(name):
    fd = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(fd, 0x400454CA, struct.pack("16sH22x", name.encode(), TAP | NO_PI))
    return fd


def of_a_hundred(number):
    return chance.random() * 100 < number


def deliver(fd, frame):
    try:
        os.write(fd, frame)
    except OSError:
        pass  # the device is not up yet


def main():
    ends = [open_device(first), open_device(second)]
    waiting = []  # when, which one, to whom, what
    count = 0
    while True:
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            deliver(*heapq.heappop(waiting)[2:])
        ready, _, _ = select.select(ends, [], [], waiting[0][0] - now if waiting else None)
        for end in ready:
            frame = os.read(end, 65536)
            spoiled = frame[12:14] == b"\x08\x00"
            if spoiled and of_a_hundred(lost):
                continue
            for _ in range(2 if spoiled and of_a_hundred(repeated) else 1):
                count += 1
                delay = chance.random() * 0.06 if spoiled and of_a_hundred(delayed) else 0
                heapq.heappush(waiting, (time.monotonic() + delay, count, ends[1 - ends.index(end)], frame))


main()
