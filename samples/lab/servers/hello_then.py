"""Reads one TLS record from each client, then resets, closes or stays silent.

Played with plain sockets, because front ends that refuse by reset or silence do so below TLS.
"""

import socket
import struct
import sys
import time

action, address, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
listener = socket.create_server(
    (address, port), family=socket.AF_INET6 if ":" in address else socket.AF_INET)
kept = []
while True:
    client, _ = listener.accept()
    client.settimeout(5)
    header = client.recv(5, socket.MSG_WAITALL)
    if header[:1] == b"\x16":
        client.recv(struct.unpack(">H", header[3:5])[0], socket.MSG_WAITALL)
    if action == "reset":
        # linger of zero: close() sends RST
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
    elif action == "close":
        client.close()
    elif action == "silent":
        kept.append(client)
    else:
        sys.exit("hello_then: unknown action " + action)
