TITLE="QUIC"
SHOWS="HTTP/3 to the service: curl against nginx, once plainly and once after a Retry; ngtcp2's client with QUIC version 2 and with a
changed local address."
EXPECT="Format quic, TLS 1.3, Exchange Online by SNI, ALPN h3, no finding on any; nothing that does not decrypt."
WITH="nginx curl gtlsclient gtlsserver"

scenario() {
  local cert
  cert=$(certificate outlook.office.com)
  site 52.96.1.11 outlook.office.com "listen 52.96.1.11:443 quic;"
  site 52.96.1.12 outlook.office365.com "listen 52.96.1.12:443 quic;" "quic_retry on;"
  nginx_start
  address 52.96.1.13
  mkdir -p "$WORK/www"
  serve gtlsserver -q -d "$WORK/www" 52.96.1.13 443 "$cert" "$cert"
  listening 52.96.1.13:443
  capture_start
  curl_client 10.20.3.201 --http3-only https://outlook.office.com/index.html
  curl_client 10.20.3.202 --http3-only https://outlook.office365.com/index.html
  LIMIT=6 on 10.20.3.203 gtlsclient -q --exit-on-all-streams-close --quic-version=v2 --sni=outlook.office.com 52.96.1.13 443 https://outlook.office.com/index.html >>"$WORK/clients.log" 2>&1 || true
  LIMIT=6 on 10.20.3.204 gtlsclient -q --exit-on-all-streams-close --change-local-addr=200ms --delay-stream=400ms --sni=outlook.office.com 52.96.1.13 443 https://outlook.office.com/index.html >>"$WORK/clients.log" 2>&1 || true
}
