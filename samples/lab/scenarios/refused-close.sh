TITLE="refused by closing"
SHOWS="A TLS 1.1 client asks SharePoint; the front end reads the hello and closes the connection without a word of TLS."
EXPECT="SharePoint by SNI; offered TLS 1.1, outcome closed by the server; high offered-below-floor."

scenario() {
  hello_then close 52.104.1.10 443
  capture_start
  openssl_client 10.20.3.77 52.104.1.10 443 -servername contoso.sharepoint.com -tls1_1 -cipher $OLD
}
