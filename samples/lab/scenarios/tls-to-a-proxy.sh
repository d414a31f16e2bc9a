TITLE="TLS to a proxy, TLS inside TLS"
SHOWS="curl reaches the service through a proxy that is itself spoken to over TLS (HAProxy in front of tinyproxy): TLS 1.3 outside, TLS 1.0
inside it, which cannot be seen. A second client speaks TLS 1.0 to the proxy itself."
EXPECT="The outer connections only, no service on either (proxy.contoso.com); nothing flagged: TLS 1.0 to the proxy is an event, critical with --any-service."
WITH="haproxy tinyproxy curl"

scenario() {
  local dir=$WORK/haproxy cert
  cert=$(certificate proxy.contoso.com)
  address 52.96.1.10 outlook.office365.com
  address 203.0.113.4 proxy.contoso.com
  openssl_server 52.96.1.10 443 outlook.office365.com -min_protocol TLSv1 -cipher $OLD
  tiny_proxy 203.0.113.6 8888
  mkdir -p "$dir"
  cat >"$dir/cfg" <<CF
global
  maxconn 20
defaults
  mode tcp
  timeout connect 5s
  timeout client 20s
  timeout server 20s
listen proxy
  bind 203.0.113.4:3129 ssl crt $cert ssl-min-ver TLSv1.0 ciphers $OLD
  server tiny 203.0.113.6:8888
CF
  serve haproxy -db -f "$dir/cfg"
  listening 203.0.113.4:3129
  capture_start
  curl_client 10.20.3.167 --proxy-insecure -x https://proxy.contoso.com:3129 --tlsv1.0 --tls-max 1.0 --ciphers $OLD https://outlook.office365.com/index.html
  openssl_client 10.20.3.168 203.0.113.4 3129 -servername proxy.contoso.com -tls1 -cipher $OLD
}
