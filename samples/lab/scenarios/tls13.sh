TITLE="TLS 1.3 established"
SHOWS="A current client with its defaults: supported_versions with 1.3 and 1.2, and a key share so large that the hello
needs two segments."
EXPECT="Teams by SNI; offered TLS 1.3 and 1.2, negotiated TLS 1.3 (by supported_versions), established; no finding."

scenario() {
  openssl_server 52.112.1.10 443 teams.microsoft.com
  capture_start
  openssl_client 10.20.3.44 52.112.1.10 443 -servername teams.microsoft.com
}
