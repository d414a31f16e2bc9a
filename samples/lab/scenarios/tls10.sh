TITLE="TLS 1.0 established"
SHOWS="A client that speaks TLS 1.0 only fetches a page from Outlook on the web's address, and the server lets it."
EXPECT="Exchange Online by SNI; offered TLS 1.0, negotiated TLS 1.0, established; critical negotiated-below-floor, high confidence."

scenario() {
  openssl_server 52.96.1.10 443 outlook.office365.com -tls1 -cipher $OLD
  capture_start
  openssl_client 10.20.3.41 52.96.1.10 443 -servername outlook.office365.com -tls1 -cipher $OLD
}
