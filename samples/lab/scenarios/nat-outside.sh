TITLE="seen from outside the NAT"
SHOWS="The office is behind 192.0.2.1 and only the outer interface is captured: three hosts with three stacks share one address."
EXPECT="Client 192.0.2.1 on all: TLS 1.0 established (critical), TLS 1.1 refused (high), TLS 1.3 (no finding)."
WITH="nft gnutls-cli"

scenario() {
  openssl_server 52.96.1.10 443 outlook.office365.com -min_protocol TLSv1 -cipher $OLD
  openssl_server 52.104.1.10 443 '*.sharepoint.com'
  masquerade
  IFACE=wan0 capture_start
  gnutls_client 10.20.3.102 52.96.1.10 443 outlook.office365.com 'NORMAL:-VERS-ALL:+VERS-TLS1.0:%COMPAT'
  python_client 10.20.3.103 52.104.1.10 443 contoso.sharepoint.com TLSv1 TLSv1_1
  openssl_client 10.20.3.104 52.96.1.10 443 -servername outlook.office365.com
}
