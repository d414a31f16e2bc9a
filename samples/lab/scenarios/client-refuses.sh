TITLE="the client refuses an old ServerHello"
SHOWS="A client that takes TLS 1.2 only (no supported_versions in its hello) meets a server or middlebox that chooses 1.0; the client
ends it with a protocol_version alert."
EXPECT="Exchange Online by SNI; offered TLS 1.2, negotiated TLS 1.0, refused by the client with protocol_version; high negotiated-below-floor that names the server or a middlebox."

scenario() {
  openssl_server 52.96.1.10 443 outlook.office365.com -tls1 -cipher $OLD
  capture_start
  openssl_client 10.20.3.78 52.96.1.10 443 -servername outlook.office365.com -tls1_2 -cipher $OLD
}
