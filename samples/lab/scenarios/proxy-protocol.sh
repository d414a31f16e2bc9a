TITLE="behind the PROXY protocol"
SHOWS="HAProxy on an office host passes connections on with a PROXY header, version 1 as text and version 2 in binary, to a server that
takes it (nginx). TLS 1.0, let in."
EXPECT="Prefaces proxy-v1 and proxy-v2; Exchange Online by SNI; TLS 1.0 established, critical on both. The client is 10.20.3.181, the sender."
WITH="haproxy nginx"

scenario() {
  local dir=$WORK/haproxy
  site 52.96.1.10 outlook.office365.com "ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_ciphers $OLD;" "listen 52.96.1.10:8443 ssl proxy_protocol;"
  nginx_start
  host 10.20.3.181
  mkdir -p "$dir"
  cat >"$dir/cfg" <<CF
global
  maxconn 20
defaults
  mode tcp
  timeout connect 5s
  timeout client 20s
  timeout server 20s
listen v1
  bind 127.0.0.1:8001
  server exo 52.96.1.10:8443 send-proxy
listen v2
  bind 127.0.0.1:8002
  server exo 52.96.1.10:8443 send-proxy-v2
CF
  NS=tfl-h10.20.3.181 serve haproxy -db -f "$dir/cfg"
  NS=tfl-h10.20.3.181 listening 127.0.0.1:8002
  capture_start
  openssl_client 10.20.3.181 127.0.0.1 8001 -servername outlook.office365.com -tls1 -cipher $OLD
  openssl_client 10.20.3.181 127.0.0.1 8002 -servername outlook.office365.com -tls1 -cipher $OLD
}
