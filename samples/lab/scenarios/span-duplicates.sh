TITLE="every packet twice, from a SPAN of both ways"
SHOWS="A switch port mirrored in both directions delivers each frame of a connection twice within microseconds: a TLS 1.0 connection
and a refused one."
EXPECT="Two connections, not four: TLS 1.0 established, critical, and TLS 1.1 refused, high; each frame's duplicate dropped and counted; no retransmission conflicts."
WITH="nft"
MADE="The gateway mirrors with nftables (\`dup to\`), at the port of the office host and again at the bridge, as a switch that mirrors two ports does."

scenario() {
  local dev
  openssl_server 52.96.1.10 443 outlook.office365.com -tls1 -cipher $OLD
  openssl_server 52.104.1.10 443 '*.sharepoint.com'
  host 10.20.3.101
  ip -n tfl-gw link add span0 type veth peer name span1
  ip -n tfl-gw link set span0 up
  ip -n tfl-gw link set span1 up
  ip netns exec tfl-gw sysctl -qw net.ipv6.conf.span0.disable_ipv6=1 net.ipv6.conf.span1.disable_ipv6=1
  ip netns exec tfl-gw nft add table netdev span
  for dev in p101 lan0; do
    for way in ingress egress; do
      ip netns exec tfl-gw nft "add chain netdev span $dev-$way { type filter hook $way device $dev priority 0; }"
      ip netns exec tfl-gw nft "add rule netdev span $dev-$way dup to span0"
    done
  done
  IFACE=span1 capture_start
  openssl_client 10.20.3.101 52.96.1.10 443 -servername outlook.office365.com -tls1 -cipher $OLD
  openssl_client 10.20.3.101 52.104.1.10 443 -servername contoso.sharepoint.com -tls1_1 -cipher $OLD
}
