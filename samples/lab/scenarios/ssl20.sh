TITLE="SSL 2.0"
SHOWS="A client and a server that speak genuine SSL 2.0: CLIENT-HELLO, SERVER-HELLO with certificate, then encrypted records."
EXPECT="Exchange Online by certificate or address; offered SSL 2.0 in SSLv2 format, negotiated SSL 2.0; critical negotiated-below-floor."
EXTRA_VERSIONS="Node.js 0.10.42 (OpenSSL 1.0.1r) with --enable-ssl2, as client and server"

scenario() {
  old_node_server 0.10.42 52.96.1.10 443 outlook.office365.com '{"secureProtocol":"SSLv2_method","ciphers":"SSLv2"}' --enable-ssl2
  capture_start
  node_client 10.20.3.73 0.10.42 52.96.1.10 443 outlook.office365.com '{"secureProtocol":"SSLv2_method","ciphers":"SSLv2"}' --enable-ssl2
}
