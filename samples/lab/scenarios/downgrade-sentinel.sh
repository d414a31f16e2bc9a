TITLE="a middlebox lowers the offer; the sentinel tells"
SHOWS="A middlebox beyond the gateway rewrites ClientHellos on their way to a real server that speaks 1.0 to 1.3. One client offers 1.3
and gets 1.1: the server's random ends in the sentinel 44 4f 57 4e 47 52 44 00, and the client refuses with illegal_parameter. Another offers 1.3
and gets 1.2 with the sentinel …01, and refuses too."
EXPECT="First: offered TLS 1.3, negotiated TLS 1.1, refused by the client; downgrade critical, negotiated-below-floor high, and low offers-below-floor (its list ends at 1.1). Second: offered TLS 1.3, negotiated TLS 1.2, refused by the client; downgrade medium."
MADE="The middlebox is \`samples/lab/servers/downgrade.py\`: it changes version numbers and renames the supported_versions extension; every other byte, and all of the server's, is left alone."

scenario() {
  openssl_server 198.51.100.10 4433 outlook.office365.com -min_protocol TLSv1 -cipher $OLD
  address 52.96.1.10
  address 52.96.1.11
  serve python3 "$LAB/servers/downgrade.py" 52.96.1.10 443 198.51.100.10 4433 0302
  serve python3 "$LAB/servers/downgrade.py" 52.96.1.11 443 198.51.100.10 4433 0303
  listening 52.96.1.10:443
  listening 52.96.1.11:443
  capture_start
  openssl_client 10.20.3.80 52.96.1.10 443 -servername outlook.office365.com -min_protocol TLSv1.1 -cipher $OLD -groups X25519
  openssl_client 10.20.3.81 52.96.1.11 443 -servername outlook.office365.com -groups X25519
}
