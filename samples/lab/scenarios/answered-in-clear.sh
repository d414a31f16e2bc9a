TITLE="answered in clear"
SHOWS="A TLS 1.0 client speaks to port 80 and gets an HTTP error in clear; another starts TLS at once on 587 and meets a mail greeting."
EXPECT="Both Exchange Online by SNI: offered TLS 1.0, answered-in-clear, high offered-below-floor."
WITH="nginx postfix"

scenario() {
  site 52.96.1.10 outlook.office365.com
  nginx_start
  postfix_server 52.96.2.20 PR3P195CA0012.outlook.office365.com
  capture_start
  openssl_client 10.20.3.127 52.96.1.10 80 -servername outlook.office365.com -tls1 -cipher $OLD
  openssl_client 10.20.3.128 52.96.2.20 587 -servername smtp.office365.com -tls1 -cipher $OLD
}
