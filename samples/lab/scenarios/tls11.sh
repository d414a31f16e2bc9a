TITLE="TLS 1.1 established"
SHOWS="A client that speaks TLS 1.1 only fetches a page from a SharePoint site, and the server lets it."
EXPECT="SharePoint by SNI (*.sharepoint.com); offered TLS 1.1, negotiated TLS 1.1, established; critical negotiated-below-floor, high confidence."

scenario() {
  openssl_server 52.104.1.10 443 '*.sharepoint.com' -tls1_1 -cipher $OLD
  capture_start
  openssl_client 10.20.3.42 52.104.1.10 443 -servername contoso.sharepoint.com -tls1_1 -cipher $OLD
}
