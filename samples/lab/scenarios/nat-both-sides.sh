TITLE="both sides of a NAT"
SHOWS="The gateway masquerades the office behind 192.0.2.1 and the capture holds its inner and its outer interface: each connection
appears twice, with two source addresses. TLS 1.0 established, and TLS 1.1 refused."
EXPECT="Two connections, not four, with the home clients 10.20.3.102 and .103; nat 192.0.2.1 with its port; critical and high."
WITH="nft reordercap"

scenario() {
  openssl_server 52.96.1.10 443 outlook.office365.com -tls1 -cipher $OLD
  openssl_server 52.104.1.10 443 '*.sharepoint.com'
  masquerade
  capture_start -i wan0
  openssl_client 10.20.3.102 52.96.1.10 443 -servername outlook.office365.com -tls1 -cipher $OLD
  openssl_client 10.20.3.103 52.104.1.10 443 -servername contoso.sharepoint.com -tls1_1 -cipher $OLD
}

# dumpcap reads the two interfaces in turns; the order of a file is to be that of the packets
finish() {
  reordercap "$1" "$WORK/ordered.pcapng" >/dev/null
  python3 "$LAB/tools/tidy.py" "$WORK/ordered.pcapng" "$2"
}
