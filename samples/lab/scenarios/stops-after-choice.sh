TITLE="nothing more after the ServerHello"
SHOWS="The client takes the server's TLS 1.0 ServerHello and says nothing more (a client that crashed or hangs); the capture goes on
for longer than the time-out, with another client's TLS 1.2."
EXPECT="First client: negotiated TLS 1.0, outcome negotiated, ended by time-out; critical negotiated-below-floor. Second: TLS 1.2, no finding."

scenario() {
  openssl_server 52.96.1.10 443 outlook.office365.com -min_protocol TLSv1 -cipher $OLD
  openssl_server 52.96.1.11 443 outlook.office365.com
  capture_start
  LIMIT=30 on 10.20.3.129 python3 "$LAB/clients/stop_after_hello.py" 52.96.1.10 443 outlook.office365.com 20 >>"$WORK/clients.log" 2>&1 &
  sleep 13
  openssl_client 10.20.3.130 52.96.1.11 443 -servername outlook.office365.com -tls1_2
}
