TITLE="resumption by session id, by ticket and by PSK"
SHOWS="Three clients that come twice: TLS 1.0 by session id, TLS 1.1 by ticket, TLS 1.3 by PSK. Up to 1.2 the second time has no
certificate: the ChangeCipherSpec follows the ServerHello."
EXPECT="Exchange Online by SNI on all six. .87 and .88: TLS 1.0 and 1.1 established twice each, the second resumed, critical. .89: TLS 1.3 twice, the second resumed, no finding."

resume() { # host server [options]
  openssl_client "$1" "$2" 443 -servername outlook.office365.com -sess_out "$WORK/session-$1" "${@:3}"
  openssl_client "$1" "$2" 443 -servername outlook.office365.com -sess_in "$WORK/session-$1" "${@:3}"
}
scenario() {
  openssl_server 52.96.1.10 443 outlook.office365.com -min_protocol TLSv1 -cipher $OLD
  openssl_server 52.96.1.11 443 outlook.office365.com -min_protocol TLSv1 -cipher $OLD -no_ticket -context lab
  capture_start
  resume 10.20.3.87 52.96.1.11 -tls1 -cipher $OLD
  resume 10.20.3.88 52.96.1.10 -tls1_1 -cipher $OLD
  resume 10.20.3.89 52.96.1.10 -tls1_3 -groups X25519
}
