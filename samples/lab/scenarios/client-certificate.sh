TITLE="a client certificate"
SHOWS="A server asks for a client certificate and gets one, under TLS 1.0: the client sends a Certificate too, which names no service."
EXPECT="Exchange Online by SNI; TLS 1.0 established, critical; the names are the server's (device17.contoso.com is not among them)."

scenario() {
  local cert
  cert=$(certificate device17.contoso.com)
  openssl_server 52.96.1.10 443 outlook.office365.com -tls1 -cipher $OLD -verify 1
  capture_start
  openssl_client 10.20.3.90 52.96.1.10 443 -servername outlook.office365.com -tls1 -cipher $OLD -cert "$cert" -key "$cert"
}
