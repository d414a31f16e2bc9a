TITLE="DTLS"
SHOWS="DTLS to Teams media addresses on UDP 3478 and 3479: 1.0 established (by OpenSSL, with a small MTU too, and by GnuTLS), 1.0 refused
with protocol_version, 1.2 established. The servers answer the first hello with HelloVerifyRequest, so each client sends two; messages
longer than the MTU come in fragments."
EXPECT="Teams by address (52.112.0.0/14) or certificate, medium. .191, .194, .195, .196: DTLS 1.0 established, critical. .192: refused, high. .193: DTLS 1.2, no finding. Two hellos each."
WITH="gnutls-cli"

dtls_client() { # host server port [s_client options]
  { sleep 0.3; echo hello; sleep 0.3; } | LIMIT=4 on "$1" openssl s_client -connect "$2:$3" -quiet "${@:4}" >>"$WORK/clients.log" 2>&1 || true
}
dtls_server() { # address port [s_server options]
  local cert
  cert=$(certificate relay.teams.microsoft.com)
  address "$1"
  serve openssl s_server -accept "$1:$2" -cert "$cert" -key "$cert" "${@:3}"
  listening "$1:$2"
}
scenario() {
  dtls_server 52.112.2.10 3478 -dtls -min_protocol DTLSv1 -cipher $OLD
  dtls_server 52.112.2.11 3478 -dtls1_2
  dtls_server 52.112.2.12 3479 -dtls -min_protocol DTLSv1 -cipher $OLD -listen
  dtls_server 52.112.2.13 3478 -dtls -min_protocol DTLSv1 -cipher $OLD -mtu 300
  dtls_server 52.112.2.14 3478 -dtls -min_protocol DTLSv1 -cipher $OLD
  capture_start
  dtls_client 10.20.3.191 52.112.2.10 3478 -dtls1 -cipher $OLD
  dtls_client 10.20.3.192 52.112.2.11 3478 -dtls1 -cipher $OLD
  dtls_client 10.20.3.193 52.112.2.11 3478 -dtls1_2
  dtls_client 10.20.3.194 52.112.2.12 3479 -dtls1 -cipher $OLD
  dtls_client 10.20.3.195 52.112.2.13 3478 -dtls1 -cipher $OLD -mtu 300
  { sleep 0.3; echo hello; sleep 0.5; } | LIMIT=4 on 10.20.3.196 gnutls-cli --udp --no-ca-verification --port=3478 \
    --priority='NORMAL:-VERS-ALL:+VERS-DTLS1.0:%COMPAT' 52.112.2.14 >>"$WORK/clients.log" 2>&1 || true
}
