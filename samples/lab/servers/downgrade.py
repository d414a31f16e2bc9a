"""A middlebox that lowers the version a ClientHello asks for.

usage: downgrade.py address port server-address server-port version (0302 or 0303)

It relays bytes both ways. In the first record of the client it sets client_version and renames the supported_versions
extension to a number nobody knows, so that the server has only client_version to go by. All else passes unchanged.
"""

import socket
import struct
import sys
import threading

address, port, server, server_port, version = sys.argv[1:]


def exactly(sock, count):
    return sock.recv(count, socket.MSG_WAITALL)


def lowered(hello):
    hello = bytearray(hello)
    hello[4:6] = bytes.fromhex(version)  # after the handshake header
    at = 4 + 2 + 32
    at += 1 + hello[at]
    at += 2 + struct.unpack_from(">H", hello, at)[0]
    at += 1 + hello[at]
    end = at + 2 + struct.unpack_from(">H", hello, at)[0]
    at += 2
    while at < end:
        kind, length = struct.unpack_from(">HH", hello, at)
        if kind == 43:
            struct.pack_into(">H", hello, at, 0xFE2B)
        at += 4 + length
    return bytes(hello)


def relay(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def serve(client):
    upstream = socket.create_connection((server, int(server_port)), 5)
    header = exactly(client, 5)
    upstream.sendall(header + lowered(exactly(client, struct.unpack(">H", header[3:])[0])))
    back = threading.Thread(target=relay, args=(upstream, client))
    back.start()
    relay(client, upstream)
    back.join(10)
    upstream.close()
    client.close()


listener = socket.create_server((address, int(port)))
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
