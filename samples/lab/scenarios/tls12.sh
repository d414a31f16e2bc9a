TITLE="TLS 1.2 established"
SHOWS="A client that speaks TLS 1.2 and nothing newer signs in: the oldest that is still welcome."
EXPECT="Sign-in (login.microsoftonline.com) by SNI; offered and negotiated TLS 1.2, established; no finding."

scenario() {
  openssl_server 20.190.128.10 443 login.microsoftonline.com -tls1_2
  capture_start
  openssl_client 10.20.3.43 20.190.128.10 443 -servername login.microsoftonline.com -tls1_2
}
