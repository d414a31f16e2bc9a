TITLE="IPv6 inside IPv4"
SHOWS="A TLS 1.0 connection over IPv6 to Exchange Online, let in, in a 6in4 tunnel (protocol 41). Captured outside."
EXPECT="Exchange Online by SNI; TLS 1.0 established, critical; tunnel 6in4; client 2001:db8:20:3::231."
MADE="The tunnel's ends are played in user space by \`samples/lab/servers/tunnel.py\`: the outer headers are that program's, the inner ones those of
real hosts."

scenario() {
  host 10.20.3.231
  openssl_server 2603:1006::10 443 outlook.office365.com -tls1 -cipher $OLD
  INNER=6 tunnel_up six 6in4
  ip -n tfl-gw -6 route replace 2603:1006::10/128 dev six
  ip -n tfl-net -6 route replace 2001:db8:20:3::/64 dev six
  IFACE=wan0 FILTER="ip proto 41" capture_start
  openssl_client 10.20.3.231 2603:1006::10 443 -servername outlook.office365.com -tls1 -cipher $OLD
}
