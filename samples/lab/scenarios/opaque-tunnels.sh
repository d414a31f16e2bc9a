TITLE="a tunnel that cannot be read"
SHOWS="A TLS 1.0 connection to Exchange Online inside a WireGuard tunnel from the gateway, captured outside; and next to it the same connection
without the tunnel."
EXPECT="One connection: TLS 1.0 established, critical, for .206. Nothing of .205: WireGuard's packets are counted as an encrypted tunnel."
WITH="wg wireguard-go"

scenario() {
  local end
  openssl_server 52.96.1.10 443 outlook.office365.com -tls1 -cipher $OLD
  openssl_server 52.96.1.11 443 outlook.office365.com -tls1 -cipher $OLD
  host 10.20.3.205
  host 10.20.3.206
  for end in gw net; do
    (umask 077; wg genkey >"$WORK/$end.key")
    wg pubkey <"$WORK/$end.key" >"$WORK/$end.pub"
    NS=tfl-$end serve env WG_PROCESS_FOREGROUND=1 wireguard-go -f "wg-$end"
    device_up "tfl-$end" "wg-$end"
  done
  ip netns exec tfl-gw wg set wg-gw private-key "$WORK/gw.key" listen-port 51820 peer "$(cat "$WORK/net.pub")" \
    allowed-ips 0.0.0.0/0 endpoint 192.0.2.2:51820
  ip netns exec tfl-net wg set wg-net private-key "$WORK/net.key" listen-port 51820 peer "$(cat "$WORK/gw.pub")" \
    allowed-ips 0.0.0.0/0 endpoint 192.0.2.1:51820
  ip -n tfl-gw addr add 172.31.9.1/24 dev wg-gw
  ip -n tfl-net addr add 172.31.9.2/24 dev wg-net
  ip -n tfl-gw route replace 52.96.1.11/32 via 172.31.9.2 dev wg-gw
  ip -n tfl-net route replace 10.20.3.205/32 via 172.31.9.1 dev wg-net
  IFACE=wan0 FILTER="udp port 51820 or tcp port 443" capture_start
  openssl_client 10.20.3.205 52.96.1.11 443 -servername outlook.office365.com -tls1 -cipher $OLD
  openssl_client 10.20.3.206 52.96.1.10 443 -servername outlook.office365.com -tls1 -cipher $OLD
}
