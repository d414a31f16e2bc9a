TITLE="SSL 3.0 established"
SHOWS="Two clients that speak SSL 3.0 only and a server that lets them: Node.js 0.10 (OpenSSL 1.0.1, no extensions, so no
server name) and Java's JSSE with SSLv3 allowed (which sends extensions even so)."
EXPECT="Offered SSL 3.0, negotiated SSL 3.0, established; critical negotiated-below-floor on both. .71: Exchange Online by certificate, medium. .72: by SNI, high."
WITH="java mvn"
EXTRA_VERSIONS="Node.js 0.10.48 (OpenSSL 1.0.1u), as client and server"

scenario() {
  java_clients >/dev/null
  old_node_server 0.10.48 52.96.1.10 443 outlook.office365.com '{"secureProtocol":"SSLv3_method","ciphers":"AES128-SHA"}' --enable-ssl3
  capture_start
  node_client 10.20.3.71 0.10.48 52.96.1.10 443 outlook.office365.com '{"secureProtocol":"SSLv3_method","ciphers":"AES128-SHA"}' --enable-ssl3
  java_client 10.20.3.72 jsse 52.96.1.10 443 outlook.office365.com SSLv3
}
