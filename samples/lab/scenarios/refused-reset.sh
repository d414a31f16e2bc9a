TITLE="refused by TCP reset"
SHOWS="A TLS 1.0 client asks Outlook on the web; the front end reads the hello and resets the connection without a word of TLS."
EXPECT="Exchange Online by SNI; offered TLS 1.0, outcome reset by the server; high offered-below-floor."

scenario() {
  hello_then reset 52.96.1.10 443
  capture_start
  openssl_client 10.20.3.41 52.96.1.10 443 -servername outlook.office365.com -tls1 -cipher $OLD
}
