TITLE="DNS seen before the connection"
SHOWS="TLS 1.0 clients that send no server name and are refused, to addresses that are not in any published prefix: the name comes from a
DNS answer seen just before, by UDP, by a CNAME chain, by TCP and for IPv6. One client never asked: for it the address tells nothing."
EXPECT=".211, .212, .213, .214: Microsoft 365 by DNS, refused, high offered-below-floor, medium. .215 (no DNS of its own): no service, not flagged."
WITH="dnsmasq dig"

scenario() {
  local h
  openssl_server 203.0.113.91 443 portal.office.com
  openssl_server 2001:db8:91::91 443 portal.office.com
  echo "203.0.113.91 edge.cdn.example" >>"$WORK/names"
  echo "203.0.113.91 www.office.com" >>"$WORK/names"
  echo "2001:db8:91::91 substrate.office.com" >>"$WORK/names"
  dns_server --cname=portal.office.com,portal.alias.example,edge.cdn.example
  for h in 211 212 213 214 215; do host 10.20.3.$h; done
  capture_start
  openssl_client 10.20.3.211 www.office.com 443 -noservername -tls1 -cipher $OLD
  openssl_client 10.20.3.212 portal.office.com 443 -noservername -tls1_1 -cipher $OLD
  on 10.20.3.213 dig +tcp +short www.office.com @$GATEWAY >>"$WORK/clients.log" 2>&1 || true
  openssl_client 10.20.3.213 203.0.113.91 443 -noservername -tls1 -cipher $OLD
  openssl_client 10.20.3.214 substrate.office.com 443 -noservername -tls1 -cipher $OLD
  openssl_client 10.20.3.215 203.0.113.91 443 -noservername -tls1 -cipher $OLD
}
