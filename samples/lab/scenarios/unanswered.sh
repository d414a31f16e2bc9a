TITLE="unanswered for longer than the time-out"
SHOWS="A TLS 1.0 client sends its hello to the sign-in service; the server acknowledges it and stays silent. Another client
makes a TLS 1.2 connection 13 seconds later, so the capture's clock goes on."
EXPECT="Sign-in by SNI: first client offered TLS 1.0, unanswered, ended by time-out; high offered-below-floor. Second client: TLS 1.2 established, no finding."

scenario() {
  hello_then silent 20.190.128.10 443
  openssl_server 20.190.128.11 443 login.microsoftonline.com -tls1_2
  capture_start
  LIMIT=30 openssl_client 10.20.3.45 20.190.128.10 443 -servername login.microsoftonline.com -tls1 -cipher $OLD &
  sleep 13
  openssl_client 10.20.3.43 20.190.128.11 443 -servername login.microsoftonline.com -tls1_2
}
