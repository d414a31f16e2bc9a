TITLE="taps that are out of step"
SHOWS="Each direction has a tap of its own, and that with the client's packets is overloaded: they reach the capture up to half a second late, so that
ServerHello, alert, RST and FIN stand before the hello that they answer. TLS 1.0 established; TLS 1.1 refused by alert; TLS 1.0 reset."
EXPECT="Three connections, not more. .113: Exchange Online by SNI, TLS 1.0 established, critical. .114: SharePoint by SNI, TLS 1.1 refused, high. .115: sign-in by SNI, TLS 1.0 reset by the server, high."
WITH="nft tc reordercap"
MADE="nftables mirrors each direction of the bridge to a device of its own (\`dup to\`), and \`tc\` (tbf, since not every kernel has netem) holds back
those of the client."

scenario() {
  local way
  openssl_server 52.96.1.10 443 outlook.office365.com -tls1 -cipher $OLD
  openssl_server 52.104.1.10 443 '*.sharepoint.com'
  hello_then reset 20.190.128.10 443
  ip netns exec tfl-gw nft add table netdev span
  for way in ingress egress; do
    ip -n tfl-gw link add "to-$way" type veth peer name "tap-$way"
    ip -n tfl-gw link set "to-$way" up
    ip -n tfl-gw link set "tap-$way" up
    ip netns exec tfl-gw sysctl -qw "net.ipv6.conf.to-$way.disable_ipv6=1" "net.ipv6.conf.tap-$way.disable_ipv6=1"
    ip netns exec tfl-gw nft "add chain netdev span $way { type filter hook $way device wan0 priority 0; }"
    ip netns exec tfl-gw nft "add rule netdev span $way dup to to-$way"
  done
  ip netns exec tfl-gw tc qdisc add dev to-egress root tbf rate 12kbit burst 300 limit 100000 # the client's way out
  IFACE=tap-egress capture_start -i tap-ingress -f tcp
  openssl_client 10.20.3.113 52.96.1.10 443 -servername outlook.office365.com -tls1 -cipher $OLD
  sleep 1 # until the tap has sent all
  openssl_client 10.20.3.114 52.104.1.10 443 -servername contoso.sharepoint.com -tls1_1 -cipher $OLD
  sleep 1
  openssl_client 10.20.3.115 20.190.128.10 443 -servername login.microsoftonline.com -tls1 -cipher $OLD
  SETTLE=1
}

# dumpcap reads the two interfaces in turns; the order of a file is to be that of the packets
finish() {
  reordercap "$1" "$WORK/ordered.pcapng" >/dev/null
  python3 "$LAB/tools/tidy.py" "$WORK/ordered.pcapng" "$2"
}
