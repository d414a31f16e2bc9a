"""Sends a ClientHello (TLS 1.2 at most, 1.0 at least), reads the answer and says nothing more.

usage: stop_after_hello.py server port name seconds [TLSv1]; the hello is OpenSSL's. A fifth argument is the highest version.
"""

import socket
import ssl
import sys
import time

server, port, name, seconds = sys.argv[1], int(sys.argv[2]), sys.argv[3], float(sys.argv[4])
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
context.set_ciphers("DEFAULT:@SECLEVEL=0")
context.minimum_version = ssl.TLSVersion.TLSv1
context.maximum_version = ssl.TLSVersion[sys.argv[5] if len(sys.argv) > 5 else "TLSv1"]
inward, outward = ssl.MemoryBIO(), ssl.MemoryBIO()
tls = context.wrap_bio(inward, outward, server_hostname=name)
try:
    tls.do_handshake()
except ssl.SSLWantReadError:
    pass
with socket.create_connection((server, port), 10) as plain:
    plain.sendall(outward.read())
    plain.recv(65536)
    time.sleep(seconds)
