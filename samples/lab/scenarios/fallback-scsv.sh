TITLE="fallback with FALLBACK_SCSV"
SHOWS="A client that retries with TLS 1.1 and says by FALLBACK_SCSV that it could do more. First against a server that can do more
too and answers inappropriate_fallback (86), then against one that knows 1.1 at most and goes on."
EXPECT="First: offered TLS 1.1, refused with inappropriate_fallback, medium offered-below-floor. Second: TLS 1.1 established, critical negotiated-below-floor. FALLBACK_SCSV stated in both."

scenario() {
  openssl_server 52.96.1.10 443 outlook.office365.com -min_protocol TLSv1 -cipher $OLD
  openssl_server 52.96.1.11 443 outlook.office365.com -min_protocol TLSv1 -max_protocol TLSv1.1 -cipher $OLD
  capture_start
  openssl_client 10.20.3.79 52.96.1.10 443 -servername outlook.office365.com -tls1_1 -fallback_scsv -cipher $OLD
  openssl_client 10.20.3.79 52.96.1.11 443 -servername outlook.office365.com -tls1_1 -fallback_scsv -cipher $OLD
}
