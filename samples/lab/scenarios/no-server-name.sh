TITLE="no server name, an address of the published prefixes"
SHOWS="A TLS 1.0 client sends no server name. First the server lets it in, so its certificate names the service; then another
front end refuses it with an alert, so nothing but the address tells who it was."
EXPECT="Exchange Online both times. First: by certificate (outlook.office365.com), TLS 1.0 established, critical negotiated-below-floor, medium. Second: by address (52.96.0.0/14), refused, high offered-below-floor, medium."

scenario() {
  openssl_server 52.96.1.10 443 outlook.office365.com -tls1 -cipher $OLD
  openssl_server 52.97.2.20 443 outlook.office365.com
  capture_start
  openssl_client 10.20.3.49 52.96.1.10 443 -noservername -tls1 -cipher $OLD
  openssl_client 10.20.3.49 52.97.2.20 443 -noservername -tls1 -cipher $OLD
}
