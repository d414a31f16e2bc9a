TITLE="SSLv2-format hellos of real clients"
SHOWS="JSSE with SSLv2Hello sends its hello in SSLv2 format: once with TLS 1.0 as highest, established; once refused by a server that
takes 1.2 and newer; once with TLS 1.2 as highest, established. JSSE also lists the SSL 2.0 numbers of RC4, DES and 3DES suites that
it has (it does not speak SSL 2.0 all the same)."
EXPECT="Format sslv2 on all. .74: TLS 1.0 established, critical. .75: TLS 1.0 refused, high offered-below-floor (by address). .76: TLS 1.2 established, low offers-below-floor. min SSL 2.0 on all three."
WITH="java mvn"

scenario() {
  java_clients >/dev/null
  openssl_server 52.96.1.10 443 outlook.office365.com -min_protocol TLSv1 -cipher $OLD
  openssl_server 52.96.1.11 443 outlook.office365.com
  capture_start
  java_client 10.20.3.74 jsse 52.96.1.10 443 - TLSv1,SSLv2Hello
  java_client 10.20.3.75 jsse 52.96.1.11 443 - TLSv1,SSLv2Hello
  java_client 10.20.3.76 jsse 52.96.1.10 443 - TLSv1.2,TLSv1.1,TLSv1,SSLv2Hello
}
