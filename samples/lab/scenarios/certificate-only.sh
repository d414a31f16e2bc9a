TITLE="only the certificate tells the service"
SHOWS="TLS 1.0 clients without a server name, at addresses that no list has, let in: the certificate is all there is. One names
*.sharepoint.com among others, one has the name only as common name, one is a look-alike."
EXPECT=".216: SharePoint by certificate, critical, medium. .217: Exchange Online by certificate (CN), critical, medium. .218: no service (notsharepoint.com), not flagged."

scenario() {
  local cert
  certificate www.fabrikam.example '*.sharepoint.com' >/dev/null
  openssl_server 203.0.113.92 443 www.fabrikam.example -tls1 -cipher $OLD
  openssl_server 203.0.113.94 443 notsharepoint.com -tls1 -cipher $OLD
  cert=$WORK/pki/cn-only.pem
  openssl req -new -key "$WORK/pki/server.key" -subj "/O=tlsfloor lab/CN=outlook.office365.com" 2>/dev/null \
    | openssl x509 -req -CA "$WORK/pki/ca.pem" -CAkey "$WORK/pki/ca.key" -CAcreateserial -days 30 -out "$WORK/pki/cn.crt" 2>/dev/null
  cat "$WORK/pki/server.key" "$WORK/pki/cn.crt" >"$cert"
  address 203.0.113.93
  serve openssl s_server -accept 203.0.113.93:443 -cert "$cert" -key "$cert" -WWW -tls1 -cipher $OLD
  listening 203.0.113.93:443
  capture_start
  openssl_client 10.20.3.216 203.0.113.92 443 -noservername -tls1 -cipher $OLD
  openssl_client 10.20.3.217 203.0.113.93 443 -noservername -tls1 -cipher $OLD
  openssl_client 10.20.3.218 203.0.113.94 443 -noservername -tls1 -cipher $OLD
}
