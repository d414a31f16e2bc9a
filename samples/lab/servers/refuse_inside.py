"""A mail front end that completes the handshake at an old version and refuses inside TLS, as Exchange Online does.

usage: refuse_inside.py address certificate name

SMTP with STARTTLS on 587, IMAP on 993, POP3 on 995. The words are those that Microsoft publishes.
"""

import socket
import ssl
import sys
import threading

WHY = "TLS 1.0 and 1.1 are not supported. Please upgrade/update your client to support TLS 1.2. Visit https://aka.ms/"

address, certificate, name = sys.argv[1:]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.minimum_version = ssl.TLSVersion.TLSv1
context.set_ciphers("ALL:@SECLEVEL=0")
context.load_cert_chain(certificate)


def say(where, line):
    where.sendall(line.encode() + b"\r\n")


def smtp(client):
    say(client, f"220 {name} Microsoft ESMTP MAIL Service ready")
    client.recv(1024)
    say(client, f"250-{name} Hello")
    say(client, "250 STARTTLS")
    client.recv(1024)
    say(client, "220 2.0.0 SMTP server ready")
    inside = context.wrap_socket(client, server_side=True)
    inside.recv(1024)
    say(inside, "421 4.7.66 " + WHY + "smtp_auth_tls")
    return inside


def imap(client):
    inside = context.wrap_socket(client, server_side=True)
    say(inside, "* BYE " + WHY + "popimap_tls.")
    return inside


def pop3(client):
    inside = context.wrap_socket(client, server_side=True)
    say(inside, "-ERR " + WHY + "popimap_tls.")
    return inside


def serve(port, play):
    def one(client):
        client.settimeout(5)
        try:
            play(client).close()
        except OSError:
            client.close()

    listener = socket.create_server((address, port))
    while True:
        threading.Thread(target=one, args=(listener.accept()[0],), daemon=True).start()


for port, play in ((993, imap), (995, pop3)):
    threading.Thread(target=serve, args=(port, play), daemon=True).start()
serve(587, smtp)
