TITLE="the server picks a lower version than offered"
SHOWS="A client offers TLS 1.2 as its highest (and takes 1.0); a server or middlebox limited to TLS 1.0 chooses that, and both go on."
EXPECT="Exchange Online by SNI; offered TLS 1.2, negotiated TLS 1.0, established; critical negotiated-below-floor; no downgrade sentinel."

scenario() {
  openssl_server 52.96.1.10 443 outlook.office365.com -tls1 -cipher $OLD
  capture_start
  openssl_client 10.20.3.46 52.96.1.10 443 -servername outlook.office365.com -min_protocol TLSv1 -max_protocol TLSv1.2 -cipher $OLD
}
