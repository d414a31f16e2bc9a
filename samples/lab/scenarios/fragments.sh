TITLE="IP fragments"
SHOWS="The way out carries 576 bytes and the hosts leave DF unset, so a large hello that lists 1.0 to 1.3 and a TLS 1.0 client's large
certificate cross it in IPv4 fragments; messages of a DTLS 1.0 handshake too, in both directions. Captured outside."
EXPECT="Nothing lost to fragments: .205: lists 1.0 along with 1.3, low. .206: TLS 1.0 established, critical. .207: DTLS 1.0 established, critical (Teams by address)."

scenario() {
  local cert
  cert=$(certificate relay.teams.microsoft.com)
  openssl_server 52.112.1.10 443 teams.microsoft.com
  openssl_server 52.96.1.10 443 outlook.office365.com -tls1 -cipher $OLD -verify 1
  address 52.112.2.10
  serve openssl s_server -accept 52.112.2.10:3478 -cert "$cert" -key "$cert" -dtls -min_protocol DTLSv1 -cipher $OLD -mtu 1400
  listening 52.112.2.10:3478
  # a locked MTU on the route makes the gateway cut what it forwards, and the DTLS server what it sends
  ip -n tfl-gw route replace default via 192.0.2.2 mtu lock 576 advmss 1460
  ip -n tfl-net route replace 10.20.0.0/16 via 192.0.2.1 mtu lock 576 advmss 1460
  for h in 205 206 207; do
    host 10.20.3.$h
    ip netns exec tfl-h10.20.3.$h sysctl -qw net.ipv4.ip_no_pmtu_disc=1
  done
  IFACE=wan0 FILTER=ip capture_start
  openssl_client 10.20.3.205 52.112.1.10 443 -servername teams.microsoft.com -min_protocol TLSv1 -cipher $OLD
  cert=$(certificate device17.contoso.com $(seq -f 'device%g.contoso.com' 40))
  openssl_client 10.20.3.206 52.96.1.10 443 -servername outlook.office365.com -tls1 -cipher $OLD -cert "$cert" -key "$cert"
  { sleep 0.3; echo hello; sleep 0.3; } | LIMIT=4 on 10.20.3.207 openssl s_client -connect 52.112.2.10:3478 -quiet -dtls1 -cipher $OLD -mtu 1400 \
    -cert "$cert" -key "$cert" >>"$WORK/clients.log" 2>&1 || true
}
