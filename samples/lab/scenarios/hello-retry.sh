TITLE="HelloRetryRequest"
SHOWS="The server wants another group than the client's key share and answers HelloRetryRequest; the client sends a second hello and
TLS 1.3 is established. A second client also lists 1.0."
EXPECT="Sign-in by SNI; two hellos each, negotiated TLS 1.3 by the ServerHello, established; no finding for .85, low offers-below-floor for .86."

scenario() {
  openssl_server 20.190.128.10 443 login.microsoftonline.com -groups P-384
  capture_start
  openssl_client 10.20.3.85 20.190.128.10 443 -servername login.microsoftonline.com -groups X25519:P-384
  openssl_client 10.20.3.86 20.190.128.10 443 -servername login.microsoftonline.com -groups X25519:P-384 -min_protocol TLSv1 -cipher $OLD
}
