TITLE="TLS on ports that the list does not name"
SHOWS="TLS 1.0 to names of the service on 8443 and 2525, and to an address of the service without a name on 8443."
EXPECT="With a name: found by SNI on the odd port, critical, the odd port stated. Without: by certificate (outlook.office365.com), critical, medium. And refused without a name on 9443: by address on a port of none of its sets, low confidence, below the threshold, counted."

scenario() {
  openssl_server 52.96.1.10 8443 outlook.office365.com -tls1 -cipher $OLD
  openssl_server 52.104.1.10 2525 '*.sharepoint.com' -tls1 -cipher $OLD
  openssl_server 52.97.2.20 9443 outlook.office365.com
  capture_start
  openssl_client 10.20.3.105 52.96.1.10 8443 -servername outlook.office365.com -tls1 -cipher $OLD
  openssl_client 10.20.3.106 52.104.1.10 2525 -servername contoso.sharepoint.com -tls1 -cipher $OLD
  openssl_client 10.20.3.107 52.96.1.10 8443 -noservername -tls1 -cipher $OLD
  openssl_client 10.20.3.108 52.97.2.20 9443 -noservername -tls1 -cipher $OLD
}
