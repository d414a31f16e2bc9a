TITLE="post-quantum hellos in two segments"
SHOWS="Two current clients whose hello does not fit one segment: OpenSSL 3.5, and Chromium with GREASE, a permuted list of extensions
and an encrypted_client_hello GREASE. A third lists 1.0 to 1.3 as well as the large key share."
EXPECT="Offered TLS 1.3 (GREASE left out), negotiated TLS 1.3, established; no finding for .82 and .83, low offers-below-floor for .84."
WITH="nginx chromium"

scenario() {
  site 52.112.1.10 teams.microsoft.com "ssl_ciphers $OLD;"
  nginx_start
  capture_start
  openssl_client 10.20.3.82 52.112.1.10 443 -servername teams.microsoft.com
  chromium_client 10.20.3.83 https://teams.microsoft.com/index.html
  openssl_client 10.20.3.84 52.112.1.10 443 -servername teams.microsoft.com -min_protocol TLSv1 -cipher $OLD
}
