"""One HTTPS request by Python's ssl module.

usage: fetch.py server port name [lowest [highest]], versions as TLSv1, TLSv1_1, TLSv1_2, TLSv1_3; name - sends none
"""

import socket
import ssl
import sys

server, port, name = sys.argv[1], int(sys.argv[2]), sys.argv[3]
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
if len(sys.argv) > 4:
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion[sys.argv[4]]
if len(sys.argv) > 5:
    context.maximum_version = ssl.TLSVersion[sys.argv[5]]
with socket.create_connection((server, port), 15) as plain:
    with context.wrap_socket(plain, server_hostname=None if name == "-" else name) as tls:
        print(tls.version(), tls.cipher())
        tls.sendall(b"GET /index.html HTTP/1.0\r\n\r\n")
        while tls.recv(4096):
            pass
