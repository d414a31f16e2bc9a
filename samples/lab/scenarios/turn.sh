TITLE="TURN over UDP, over TLS and over DTLS"
SHOWS="coturn plays a media relay at Teams' addresses: a client allocates and sends over plain UDP, over TLS on TCP 443 and over DTLS on the
UDP port that also takes STUN in clear. TLS 1.2 throughout."
EXPECT="Teams by certificate or address. The TLS and the DTLS connection with 1.2, no finding; STUN, channel data and media give no connection."
WITH="turnserver turnutils_uclient"

scenario() {
  local cert
  cert=$(certificate relay.teams.microsoft.com)
  address 52.112.2.30
  address 198.51.100.77
  serve turnserver -n -L 52.112.2.30 -E 52.112.2.30 -p 3478 --tls-listening-port=443 --cert="$cert" --pkey="$cert" -u alex:lab -r contoso.com \
    --lt-cred-mech --no-cli --log-file=stdout --pidfile="$WORK/turn.pid" --userdb="$WORK/turndb" --allow-loopback-peers --no-multicast-peers --min-port=49160 --max-port=49200
  serve turnutils_peer -L 198.51.100.77 -p 3480
  listening 52.112.2.30:443
  listening 52.112.2.30:3478
  # turnutils_uclient picks one of its TLS contexts by chance: all are to offer the same
  printf 'openssl_conf = i\n[i]\nssl_conf = s\n[s]\nsystem_default = d\n[d]\nMinProtocol = TLSv1.2\nMaxProtocol = TLSv1.2\n' >"$WORK/turn.cnf"
  capture_start
  LIMIT=8 on 10.20.3.245 turnutils_uclient -u alex -w lab -e 198.51.100.77 -r 3480 -n 4 -m 1 -l 60 -p 3478 52.112.2.30 >>"$WORK/clients.log" 2>&1 || true
  LIMIT=8 on 10.20.3.246 env OPENSSL_CONF="$WORK/turn.cnf" turnutils_uclient -t -S -u alex -w lab -e 198.51.100.77 -r 3480 -n 4 -m 1 -l 60 -p 443 52.112.2.30 >>"$WORK/clients.log" 2>&1 || true
  LIMIT=8 on 10.20.3.247 env OPENSSL_CONF="$WORK/turn.cnf" turnutils_uclient -S -u alex -w lab -e 198.51.100.77 -r 3480 -n 4 -m 1 -l 60 -p 3478 52.112.2.30 >>"$WORK/clients.log" 2>&1 || true
}
