TITLE="name and address disagree"
SHOWS="The name of the service at an address that is not its (a proxy, a hosts file or a disguise); and a vanity name,
autodiscover.contoso.com, at an address of the service. TLS 1.0, established."
EXPECT="First: Exchange Online by SNI, the disagreement stated, critical, high. Second: Exchange Online by address or certificate, the vanity name stated, critical, medium."

scenario() {
  openssl_server 203.0.113.80 443 outlook.office365.com -tls1 -cipher $OLD
  openssl_server 52.96.1.10 443 autodiscover.contoso.com -tls1 -cipher $OLD
  capture_start
  openssl_client 10.20.3.109 203.0.113.80 443 -servername outlook.office365.com -tls1 -cipher $OLD
  openssl_client 10.20.3.110 52.96.1.10 443 -servername autodiscover.contoso.com -tls1 -cipher $OLD
}
