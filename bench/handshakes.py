"""Captures of many real TLS handshakes: what OpenSSL said, with randoms, addresses and ports of each connection's own.

A few hundred handshakes are made by OpenSSL in memory: names of Microsoft 365 and of others, each with a certificate for
that name, versions from TLS 1.0 to 1.3, accepted and refused. Each connection of the capture repeats one of them with its
own randoms, session id, client, port and sequence numbers, and with application data of random bytes. Checksums are right.
The same options give the same traffic but for OpenSSL's own randoms.
"""
import os, random, ssl, struct, subprocess

MICROSOFT = ['outlook.office365.com', 'smtp.office365.com', 'login.microsoftonline.com', 'contoso.sharepoint.com',
             'teams.microsoft.com', 'graph.microsoft.com', 'contoso-my.sharepoint.com', 'substrate.office.com']
OTHERS = ['www.example.com', 'cdn.example.net', 'api.shop.example', 'mail.example.org', 'static.news.example',
          'updates.vendor.example', 'tiles.maps.example', 'login.bank.example', 'video.example.com', 'git.example.org']
V = ssl.TLSVersion
# What the client offers, what the server takes, and whether a connection to Microsoft is below the floor.
KINDS = [('tls13', (V.TLSv1_2, V.TLSv1_3), (V.TLSv1_2, V.TLSv1_3), False),
         ('tls12', (V.TLSv1_2, V.TLSv1_2), (V.TLSv1_2, V.TLSv1_3), False),
         ('tls10', (V.TLSv1, V.TLSv1), (V.TLSv1, V.TLSv1_2), True),
         ('tls11', (V.TLSv1_1, V.TLSv1_1), (V.TLSv1, V.TLSv1_2), True),
         ('refused', (V.TLSv1, V.TLSv1_1), (V.TLSv1_2, V.TLSv1_3), True)]
MSS = 1448
ETHERNET = bytes.fromhex('020000000001020000000002') + b'\x08\x00'


def context(side, versions, folder=None, name=None):
    made = ssl.SSLContext(side)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    made.minimum_version, made.maximum_version = versions
    made.set_ciphers('DEFAULT:@SECLEVEL=0')
    if name:
        made.load_cert_chain('%s/%s.pem' % (folder, name))
    return made


def certificate(folder, name):
    path = '%s/%s.pem' % (folder, name)
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days',
                    '90', '-subj', '/O=Example/CN=' + name, '-addext', 'subjectAltName=DNS:%s,DNS:*.%s' % (name, name),
                    '-keyout', path + '.key', '-out', path], check=True, stderr=subprocess.DEVNULL)
    with open(path + '.key') as key, open(path, 'a') as out:
        out.write(key.read())


def handshake(folder, name, kind):
    """The flights of one handshake by OpenSSL: (0 for the client or 1 for the server, bytes) in turn."""
    _, offers, takes, _ = kind
    links = [(ssl.MemoryBIO(), ssl.MemoryBIO()) for _ in range(2)]
    ends = [context(ssl.PROTOCOL_TLS_CLIENT, offers).wrap_bio(*links[0], server_hostname=name),
            context(ssl.PROTOCOL_TLS_SERVER, takes, folder, name).wrap_bio(*links[1], server_side=True)]
    flights, open_ends = [], [True, True]
    while any(open_ends):
        said = False
        for side in (0, 1):
            if open_ends[side]:
                try:
                    ends[side].do_handshake()
                    open_ends[side] = False
                except ssl.SSLWantReadError:
                    pass
                except ssl.SSLError:
                    open_ends[side] = False
            data = links[side][1].read()
            if data:
                said = True
                flights.append((side, data))
                links[1 - side][0].write(data)
        if not said:
            break
    return flights


def own_randoms(flights, rng):
    """The same handshake with other randoms and session ids; the end of a server's random stays (RFC 8446 §4.1.3)."""
    hello = bytearray(flights[0][1])
    session = rng.randbytes(hello[43])
    hello[11:43] = rng.randbytes(32)
    hello[44:44 + len(session)] = session
    own = [(0, bytes(hello))]
    for side, data in flights[1:]:
        if side == 1 and data[0] == 22 and data[5] == 2:
            answer = bytearray(data)
            answer[11:35] = rng.randbytes(24)
            length = answer[43]
            answer[44:44 + length] = session if length == len(session) else rng.randbytes(length)
            data = bytes(answer)
        own.append((side, data))
    return own


def address(name):
    """Of Exchange Online's published range, or one of the documentation's."""
    return 0x34600100 + MICROSOFT.index(name) if name in MICROSOFT else 0xcb007101 + OTHERS.index(name)


def folded(data):
    return int.from_bytes(data + b'\0' * (len(data) & 1), 'big') % 65535


class Connection:
    """A TCP connection, packet by packet (RFC 9293)."""

    def __init__(self, rng, client, port, server, flights, data, pool):
        self.rng, self.data, self.pool = rng, data, pool
        self.ends = (struct.pack('>I', client), struct.pack('>I', server))
        self.ports = (port, 443)
        self.next = [rng.getrandbits(32), rng.getrandbits(32)]
        self.packets = self.run(flights)

    def packet(self, side, flags, payload=b''):
        source, target = self.ends[side], self.ends[1 - side]
        seq, ack = self.next[side], self.next[1 - side] if flags & 16 else 0
        tcp = struct.pack('>HHIIBBHHH', self.ports[side], self.ports[1 - side], seq, ack, 80, flags, 65535, 0, 0)
        total = (folded(source + target) + 6 + len(tcp) + len(payload) + folded(tcp) + folded(payload)) % 65535
        tcp = tcp[:16] + struct.pack('>H', 65535 - total) + tcp[18:]
        ip = struct.pack('>BBHHHBBH', 69, 0, 40 + len(payload), self.rng.getrandbits(16), 0x4000, 64, 6, 0) + source + target
        ip = ip[:10] + struct.pack('>H', 65535 - folded(ip)) + ip[12:]
        self.next[side] = seq + len(payload) + bool(flags & 3) & 0xffffffff
        return ETHERNET + ip + tcp + payload

    def run(self, flights):
        yield self.packet(0, 2)
        yield self.packet(1, 18)
        yield self.packet(0, 16)
        for side, data in flights:
            for at in range(0, len(data), MSS):
                yield self.packet(side, 24, data[at:at + MSS])
            yield self.packet(1 - side, 16)
        refused = flights[-1][1][0] == 21
        for _ in range(0 if refused else self.data):
            side = self.rng.random() < 0.7
            size = self.rng.choice((120, 600, MSS - 5, MSS - 5))
            at = self.rng.randrange(len(self.pool) - size)
            yield self.packet(side, 24, b'\x17\x03\x03' + struct.pack('>H', size) + self.pool[at:at + size])
        yield self.packet(0, 17)
        yield self.packet(1, 17)
        yield self.packet(0, 16)


def write(path, folder, connections, data, planted_every, together=1000, seed=1):
    """Writes a capture, and returns how many of its connections are to Microsoft and below TLS 1.2."""
    rng = random.Random(seed)
    for name in MICROSOFT + OTHERS:
        certificate(folder, name)
    made = {(name, kind[0]): handshake(folder, name, kind) for name in MICROSOFT + OTHERS for kind in KINDS}
    pool = os.urandom(1 << 20)
    below = [kind[0] for kind in KINDS if kind[3]]
    planted, open_now, now = 0, [], 1_793_610_000_000_000
    with open(path, 'wb', 1 << 20) as out:
        out.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1))
        number = 0
        while number < connections or open_now:
            while number < connections and len(open_now) < together:
                old = number % planted_every == 0
                name = rng.choice(MICROSOFT if old or rng.random() < 0.5 else OTHERS)
                kind = rng.choice(below) if old else rng.choice(('tls13', 'tls13', 'tls12'))
                planted += old
                segments = int(rng.expovariate(1 / data)) if data else 0
                open_now.append(Connection(rng, 0x0a000000 + 256 + rng.randrange(60000), 1024 + number % 64000,
                                           address(name),
                                           own_randoms(made[name, kind], rng), segments, pool).packets)
                number += 1
            at = rng.randrange(len(open_now))
            packet = next(open_now[at], None)
            if packet is None:
                open_now[at] = open_now[-1]
                open_now.pop()
                continue
            now += rng.randrange(2, 20)
            out.write(struct.pack('<IIII', now // 1_000_000, now % 1_000_000, len(packet), len(packet)) + packet)
    return planted
