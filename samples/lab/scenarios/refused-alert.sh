TITLE="refused by alert, protocol_version"
SHOWS="A client whose highest version is TLS 1.1 asks SharePoint; the server takes 1.2 and newer and answers with a fatal
protocol_version alert."
EXPECT="SharePoint by SNI; offered TLS 1.1, nothing negotiated, refused by the server with protocol_version; high offered-below-floor."

scenario() {
  openssl_server 52.104.1.10 443 '*.sharepoint.com'
  capture_start
  openssl_client 10.20.3.77 52.104.1.10 443 -servername contoso.sharepoint.com -tls1_1 -cipher $OLD
}
