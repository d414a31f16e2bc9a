TITLE="over IPv6"
SHOWS="TLS 1.0 established with Exchange Online and TLS 1.1 refused by SharePoint, both over IPv6."
EXPECT="As over IPv4: critical negotiated-below-floor and high offered-below-floor, clients 2001:db8:20:3::125 and ::126. The second has no server name: by address 2620:1ec:8f8::/46, medium. With the default home networks both are outbound."

scenario() {
  openssl_server 2603:1006::10 443 outlook.office365.com -tls1 -cipher $OLD
  openssl_server 2620:1ec:8f8::10 443 '*.sharepoint.com'
  capture_start
  openssl_client 10.20.3.125 2603:1006::10 443 -servername outlook.office365.com -tls1 -cipher $OLD
  openssl_client 10.20.3.126 2620:1ec:8f8::10 443 -noservername -tls1_1 -cipher $OLD
}
