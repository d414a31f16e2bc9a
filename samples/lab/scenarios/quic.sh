TITLE="QUIC"
SHOWS="HTTP/3 to the service: curl against nginx, once plainly and once after a Retry; ngtcp2's client with QUIC version 2, with
a changed local address, and twice with a kept session, so that the second one sends 0-RTT data."
EXPECT="Format quic, TLS 1.3, Exchange Online (.201, .202) and SharePoint (.203 to .205) by SNI, ALPN h3, no finding on any; nothing that does not decrypt."
WITH="nginx curl gtlsclient gtlsserver"

scenario() {
  local cert
  cert=$(certificate '*.sharepoint.com')
  site 52.96.1.11 outlook.office.com "listen 52.96.1.11:443 quic;"
  site 52.96.1.12 outlook.office365.com "listen 52.96.1.12:443 quic;" "quic_retry on;"
  nginx_start
  address 52.104.1.13 contoso.sharepoint.com
  mkdir -p "$WORK/www"
  serve gtlsserver -q -d "$WORK/www" 52.104.1.13 443 "$cert" "$cert"
  listening 52.104.1.13:443
  capture_start
  curl_client 10.20.3.201 --http3-only https://outlook.office.com/index.html
  curl_client 10.20.3.202 --http3-only https://outlook.office365.com/index.html
  ng() { # host [gtlsclient options]
    LIMIT=6 on "$1" gtlsclient -q --exit-on-all-streams-close "${@:2}" contoso.sharepoint.com 443 https://contoso.sharepoint.com/index.html \
      >>"$WORK/clients.log" 2>&1 || true
  }
  ng 10.20.3.203 --version=v2
  ng 10.20.3.204 --change-local-addr=200ms --delay-stream=400ms
  ng 10.20.3.205 --session-file="$WORK/quic-session" --tp-file="$WORK/quic-parameters"
  ng 10.20.3.205 --session-file="$WORK/quic-session" --tp-file="$WORK/quic-parameters"
}
