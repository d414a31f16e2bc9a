TITLE="one direction only: the server's packets"
SHOWS="Only packets from the server side were captured. One client speaks TLS 1.0 and is let in, one speaks 1.1 and is refused by alert,
one speaks 1.3."
EXPECT="Sides server. .95: negotiated TLS 1.0, Exchange Online by certificate, established by the server's records, critical. .96: refused by the server with protocol_version, nothing offered or negotiated is known, no finding. .97: negotiated TLS 1.3, no finding."

scenario() {
  openssl_server 52.96.1.10 443 outlook.office365.com -tls1 -cipher $OLD
  openssl_server 52.97.2.20 443 outlook.office365.com
  FILTER="tcp and dst net 10.20.3.0/24" capture_start
  openssl_client 10.20.3.95 52.96.1.10 443 -servername outlook.office365.com -tls1 -cipher $OLD
  openssl_client 10.20.3.96 52.97.2.20 443 -servername outlook.office365.com -tls1_1 -cipher $OLD
  openssl_client 10.20.3.97 52.97.2.20 443 -servername outlook.office365.com -groups X25519
}
