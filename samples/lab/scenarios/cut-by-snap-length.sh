TITLE="hellos cut by the snap length"
SHOWS="The capture keeps 128 bytes of each packet, so each hello ends after its version. One client offers TLS 1.0 and is refused, one
offers 1.0 and is let in, one offers 1.2, one 1.3."
EXPECT="By address only. .91: offered TLS 1.0 (half a hello, medium), refused, high. .92: TLS 1.0 negotiated by half a ServerHello, critical, medium. .93, .94: what was offered is not known (half a hello of 0303 says nothing), no finding. Coverage counts the cuts: not clean."

scenario() {
  openssl_server 52.96.1.10 443 outlook.office365.com -min_protocol TLSv1 -cipher $OLD
  openssl_server 52.97.2.20 443 outlook.office365.com
  capture_start -s 128
  openssl_client 10.20.3.91 52.97.2.20 443 -servername outlook.office365.com -tls1 -cipher $OLD
  openssl_client 10.20.3.92 52.96.1.10 443 -servername outlook.office365.com -tls1 -cipher $OLD
  openssl_client 10.20.3.93 52.97.2.20 443 -servername outlook.office365.com -tls1_2
  openssl_client 10.20.3.94 52.97.2.20 443 -servername outlook.office365.com
}
