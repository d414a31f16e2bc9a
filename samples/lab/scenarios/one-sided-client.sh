TITLE="one direction only: the client's packets"
SHOWS="Only packets from the client side were captured. One client speaks TLS 1.0 and is let in, one speaks 1.1 and is refused by alert,
one speaks 1.3."
EXPECT="Exchange Online by SNI, sides client. .95: offered TLS 1.0, established by the client's records, high offered-below-floor and, by those records, high inferred-below-floor (TLS 1.0). .96: offered TLS 1.1, closed by the client, high offered-below-floor. Coverage: three connections seen from one side. .97: offered TLS 1.3, no finding."

scenario() {
  openssl_server 52.96.1.10 443 outlook.office365.com -tls1 -cipher $OLD
  openssl_server 52.97.2.20 443 outlook.office365.com
  FILTER="tcp and src net 10.20.3.0/24" capture_start
  openssl_client 10.20.3.95 52.96.1.10 443 -servername outlook.office365.com -tls1 -cipher $OLD
  openssl_client 10.20.3.96 52.97.2.20 443 -servername outlook.office365.com -tls1_1 -cipher $OLD
  openssl_client 10.20.3.97 52.97.2.20 443 -servername outlook.office365.com -groups X25519
}
