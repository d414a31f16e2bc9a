TITLE="two mirrored links, merged"
SHOWS="The gateway has two links to the internet: requests leave by one, answers come by the other. Each link is mirrored to a recorder of
its own, the second recorder's clock is 70 ms behind, and mergecap made one file of both. TLS 1.0 established; TLS 1.1 refused; TLS 1.3."
EXPECT="Three connections, not more, both sides seen. .116: Exchange Online by SNI, TLS 1.0 established, critical. .117: SharePoint by SNI, TLS 1.1 refused, high. .118: Teams by SNI, TLS 1.3, no finding."
WITH="editcap mergecap"

scenario() {
  openssl_server 52.96.1.10 443 outlook.office365.com -tls1 -cipher $OLD
  openssl_server 52.104.1.10 443 '*.sharepoint.com'
  openssl_server 52.112.1.10 443 teams.microsoft.com
  ip -n tfl-gw link add wan1 address 02:00:c0:00:02:05 type veth peer name eth1 address 02:00:c0:00:02:06 netns tfl-net
  ip -n tfl-gw link set wan1 up
  ip -n tfl-net link set eth1 up
  ip -n tfl-gw addr add 192.0.2.5/30 dev wan1
  ip -n tfl-net addr add 192.0.2.6/30 dev eth1
  offload_off tfl-gw wan1
  offload_off tfl-net eth1
  ip -n tfl-net route replace 10.20.0.0/16 via 192.0.2.5 # the way back
  ip netns exec tfl-gw sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.wan1.rp_filter=0
  ip netns exec tfl-net sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.eth0.rp_filter=0
  record wan1 "$WORK/back.pcapng"
  IFACE=wan0 capture_start
  openssl_client 10.20.3.116 52.96.1.10 443 -servername outlook.office365.com -tls1 -cipher $OLD
  openssl_client 10.20.3.117 52.104.1.10 443 -servername contoso.sharepoint.com -tls1_1 -cipher $OLD
  openssl_client 10.20.3.118 52.112.1.10 443 -servername teams.microsoft.com -tls1_3 -groups X25519
}

finish() { merge "$1" "$WORK/back.pcapng" -0.07 "$2"; }
