TITLE="TLS inside tunnels, tags and labels"
SHOWS="Ten TLS 1.0 connections to Exchange Online, each let in and each inside something else: 802.1Q (12), QinQ (100, 12), MPLS (two
labels), PPPoE, GRE with key and sequence number, GRE with Ethernet inside, VXLAN (42, Linux's own), GENEVE with an option (42), IP in
IP, and GRE inside 802.1Q. Captured outside."
EXPECT="Exchange Online by SNI, TLS 1.0 established, critical on all ten; tunnels named in order: vlan:12; qinq:100 and vlan:12; mpls; pppoe:1; gre; gre with Ethernet; vxlan:42; geneve:42; ip-in-ip; vlan:13 and gre."
MADE="Where Linux's own device may be missing, \`samples/lab/servers/tunnel.py\` plays both ends in user space: the outer headers are the
kernel's or that program's, the inner ones those of real hosts."

scenario() {
  local n=221 kind dev
  local kinds="vlan:12 qinq:100:12 mpls:100:200 pppoe:1 gre:7:1 gretap:9 vxlan:42 geneve:42 ipip nested"
  for kind in $kinds; do
    host 10.20.3.$n
    address 52.96.4.$n
    openssl_server 52.96.4.$n 443 outlook.office365.com -tls1 -cipher $OLD
    dev=t$n
    case $kind in
      vxlan:*)
        ip -n tfl-gw link add $dev type vxlan id 42 dstport 4789 local 192.0.2.1 remote 192.0.2.2 dev wan0
        ip -n tfl-net link add $dev type vxlan id 42 dstport 4789 local 192.0.2.2 remote 192.0.2.1 dev eth0
        device_up tfl-gw $dev
        device_up tfl-net $dev
        offload_off tfl-gw $dev
        offload_off tfl-net $dev
        ;;
      nested)
        tunnel_up u$n vlan 13
        through u$n 99 198.51.100.1 198.51.100.2
        FROM=172.31.99.1 TO=172.31.99.2 tunnel_up $dev gre 0
        ;;
      *) tunnel_up $dev ${kind//:/ } ;;
    esac
    through $dev $((n - 220)) 52.96.4.$n 10.20.3.$n
    if [ $n = 221 ]; then IFACE=wan0 FILTER= capture_start; fi
    openssl_client 10.20.3.$n 52.96.4.$n 443 -servername outlook.office365.com -tls1 -cipher $OLD
    n=$((n + 1))
    # one tunnel on Ethernet at a time: the next one's end must not take this one's frames
    for pid in $(pgrep -f "tunnel.py .* $dev "); do kill $pid; done
  done
}
