TITLE="a mirror by ERSPAN"
SHOWS="The gateway mirrors an office host's port, both ways, to a collector by ERSPAN type II: GRE with sequence numbers, each packet a whole
frame of a TLS 1.0 connection and of a refused TLS 1.1 one. Captured at the collector's side."
EXPECT="Exchange Online by SNI, TLS 1.0 established, critical; SharePoint by SNI, TLS 1.1 refused, high; the tunnel named on both; nothing twice."
WITH="nft"
MADE="The tunnel's ends are played in user space by \`samples/lab/servers/tunnel.py\`: the outer headers are that program's, the inner ones those of
real hosts."

scenario() {
  local way
  openssl_server 52.96.1.10 443 outlook.office365.com -tls1 -cipher $OLD
  openssl_server 52.104.1.10 443 '*.sharepoint.com'
  host 10.20.3.232
  address 198.51.100.66
  TO=198.51.100.66 tunnel_up mirror erspan2 5
  ip netns exec tfl-gw sysctl -qw net.ipv6.conf.mirror.disable_ipv6=1
  ip -n tfl-gw link set mirror mtu 1500
  ip netns exec tfl-gw nft add table netdev span
  for way in ingress egress; do
    ip netns exec tfl-gw nft "add chain netdev span $way { type filter hook $way device p232 priority 0; }"
    ip netns exec tfl-gw nft "add rule netdev span $way dup to mirror"
  done
  ip -n tfl-gw link set wan0 mtu 1600 # the encapsulation needs room, as it does on a real network
  ip -n tfl-net link set eth0 mtu 1600
  IFACE=wan0 FILTER="ip proto 47" capture_start
  openssl_client 10.20.3.232 52.96.1.10 443 -servername outlook.office365.com -tls1 -cipher $OLD
  openssl_client 10.20.3.232 52.104.1.10 443 -servername contoso.sharepoint.com -tls1_1 -cipher $OLD
}
