"""Says something that is not TLS where TLS is usual. usage: say.py server port pseudo-tls|random [seed]"""

import random
import socket
import sys

# [MS-TURN] 2.1.1, pseudo-TLS: a constant of 50 bytes
PSEUDO_CLIENT = bytes.fromhex(
    "160301002d010000290301c1fcd5a36d93dd7e0b45673fec7985fbbc3fd660c2ce8485081b8121bcaa10fb00000200180100")

server, port, kind = sys.argv[1], int(sys.argv[2]), sys.argv[3]
seed = int(sys.argv[4]) if len(sys.argv) > 4 else 0
dice = random.Random(seed)
with socket.create_connection((server, port), 5) as plain:
    plain.settimeout(5)
    if kind == "pseudo-tls":
        plain.sendall(PSEUDO_CLIENT)
        plain.recv(4096)
        # a TURN Allocate request follows in clear
        plain.sendall(bytes.fromhex("00030008 2112a442") + dice.randbytes(12) + bytes.fromhex("0019000411000000"))
    else:
        # every second one begins like something that it is not
        begins = [b"", b"\x16\x03\x01", b"", b"\x80\x2e\x01\x03\x01", b"", b"\x16\x03\x03\xff\xff"][seed - 1]
        plain.sendall(begins + dice.randbytes(300))
    plain.recv(4096)
    plain.sendall(dice.randbytes(100))
    plain.recv(4096)
