"""The other end of say.py. usage: talk_back.py address port pseudo-tls|random"""

import random
import socket
import sys
import threading

# [MS-TURN] 2.1.1, pseudo-TLS: ServerHello and ServerHelloDone in one record, zero where others have random bytes
PSEUDO_SERVER = (bytes.fromhex("160301004e020000460301") + bytes(32) + b"\x20" + bytes(32)
                 + bytes.fromhex("0018000e000000"))

address, port, kind = sys.argv[1], int(sys.argv[2]), sys.argv[3]
dice = random.Random(7)


def serve(client):
    client.settimeout(3)
    client.recv(4096)
    client.sendall(PSEUDO_SERVER if kind == "pseudo-tls" else dice.randbytes(400))
    try:
        while client.recv(4096):
            client.sendall(dice.randbytes(200))
    except OSError:
        pass
    client.close()


listener = socket.create_server((address, port))
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
