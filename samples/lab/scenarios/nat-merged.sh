TITLE="both sides of a NAT, from two recorders"
SHOWS="The gateway translates the office's addresses with nftables; its inside and its outside are recorded by two programs, the outer one's clock
is 250 ms behind, and mergecap made one file of both: the outer side of a connection stands before the inner SYN. TLS 1.0 established twice by one
client, with other ports, and TLS 1.1 refused."
EXPECT="Three connections, not six, with the home clients 10.20.3.119 (critical, twice) and .120 (high); nat 192.0.2.1 with its port on each."
WITH="nft editcap mergecap"

scenario() {
  openssl_server 52.96.1.10 443 outlook.office365.com -tls1 -cipher $OLD
  openssl_server 52.104.1.10 443 '*.sharepoint.com'
  masquerade
  record wan0 "$WORK/outside.pcapng"
  capture_start
  openssl_client 10.20.3.119 52.96.1.10 443 -servername outlook.office365.com -tls1 -cipher $OLD
  openssl_client 10.20.3.120 52.104.1.10 443 -servername contoso.sharepoint.com -tls1_1 -cipher $OLD
  openssl_client 10.20.3.119 52.96.1.10 443 -servername outlook.office365.com -tls1 -cipher $OLD
}

finish() { merge "$1" "$WORK/outside.pcapng" -0.25 "$2"; }
