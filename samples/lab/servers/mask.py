"""A firewall that hides STARTTLS: relays SMTP and writes XXXXXXXX over the word in what the server says.

usage: mask.py address port server-address server-port
"""

import socket
import sys
import threading

address, port, server, server_port = sys.argv[1:]


def relay(source, sink, mask):
    try:
        while data := source.recv(65536):
            sink.sendall(data.replace(b"STARTTLS", b"XXXXXXXX") if mask else data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def serve(client):
    upstream = socket.create_connection((server, int(server_port)), 5)
    back = threading.Thread(target=relay, args=(upstream, client, True))
    back.start()
    relay(client, upstream, False)
    back.join(10)
    upstream.close()
    client.close()


listener = socket.create_server((address, int(port)))
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
