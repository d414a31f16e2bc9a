TITLE="TCP Fast Open"
SHOWS="The kernels' TCP Fast Open (RFC 7413): with a cookie from an earlier connection the ClientHello is in the SYN. A TLS 1.0 connection
and a refused TLS 1.1 one whose SYN-ACK acknowledges the hello, and a TLS 1.0 connection to a server that has changed its
key: its SYN-ACK acknowledges the SYN alone, and the client sends the hello again."
EXPECT="Six connections, not more. .111: Exchange Online by SNI, TLS 1.0 established four times, critical; .112: SharePoint by SNI, TLS 1.1 refused twice, high. No conflicts, nothing lost."

scenario() {
  local ns
  openssl_server 52.96.1.10 443 outlook.office365.com -tls1 -cipher $OLD -tfo
  openssl_server 52.104.1.10 443 '*.sharepoint.com' -tfo
  host 10.20.3.111
  host 10.20.3.112
  for ns in tfl-net tfl-h10.20.3.111 tfl-h10.20.3.112; do
    ip netns exec "$ns" sysctl -qw net.ipv4.tcp_fastopen=3
  done
  capture_start
  for ns in cookie hello; do # the first asks for a cookie, the second uses it
    openssl_client 10.20.3.111 52.96.1.10 443 -tfo -servername outlook.office365.com -tls1 -cipher $OLD
    openssl_client 10.20.3.112 52.104.1.10 443 -tfo -servername contoso.sharepoint.com -tls1_1 -cipher $OLD
  done
  ip netns exec tfl-net sysctl -qw net.ipv4.tcp_fastopen_key=00000001-00000002-00000003-00000004
  for ns in refused renewed; do
    openssl_client 10.20.3.111 52.96.1.10 443 -tfo -servername outlook.office365.com -tls1 -cipher $OLD
  done
}
