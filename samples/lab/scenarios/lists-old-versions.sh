TITLE="a list that holds old versions and TLS 1.3"
SHOWS="Two clients whose supported_versions lists 1.3, 1.2, 1.1 and 1.0: with one the server negotiates 1.3, with the other
(a server without 1.3) 1.2."
EXPECT="Teams and SharePoint by SNI; offered max TLS 1.3, min TLS 1.0, list of four; negotiated 1.3 and 1.2, established; low offers-below-floor on both."

scenario() {
  openssl_server 52.112.1.10 443 teams.microsoft.com
  openssl_server 52.104.1.10 443 '*.sharepoint.com' -tls1_2
  capture_start
  openssl_client 10.20.3.47 52.112.1.10 443 -servername teams.microsoft.com -min_protocol TLSv1 -cipher $OLD -groups X25519
  openssl_client 10.20.3.48 52.104.1.10 443 -servername contoso.sharepoint.com -min_protocol TLSv1 -cipher $OLD -groups X25519
}
