TITLE="captured on the any device"
SHOWS="tcpdump -i any on the gateway, masquerading: link type Linux cooked v2, and each frame of a connection several times: at the bridge's
port, at the bridge, and outside with the gateway's address. TLS 1.0 established, TLS 1.1 refused. A classic pcap file."
EXPECT="Two connections, not more: clients 10.20.3.102 and .103, nat 192.0.2.1, critical and high."
WITH="nft tcpdump"

scenario() {
  local tcpdump i
  openssl_server 52.96.1.10 443 outlook.office365.com -tls1 -cipher $OLD
  openssl_server 52.104.1.10 443 '*.sharepoint.com'
  masquerade
  host 10.20.3.102
  host 10.20.3.103
  ip netns exec tfl-gw tcpdump -q -i any -w "$WORK/any.pcap" -Z root tcp 2>"$WORK/tcpdump.log" </dev/null &
  tcpdump=$!
  for i in $(seq 50); do
    grep -q listening "$WORK/tcpdump.log" && break
    sleep 0.1
  done
  openssl_client 10.20.3.102 52.96.1.10 443 -servername outlook.office365.com -tls1 -cipher $OLD
  openssl_client 10.20.3.103 52.104.1.10 443 -servername contoso.sharepoint.com -tls1_1 -cipher $OLD
  sleep 1.5
  kill -INT $tcpdump
  wait $tcpdump || true
  CAPTURE=capture.pcap
}

finish() { cp "$WORK/any.pcap" "$2"; }
