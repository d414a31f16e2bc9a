TITLE="other services' TLS, and look-alike names"
SHOWS="TLS 1.0 to services that are not Microsoft 365: an intranet, a shop, and names made to look like the service
(outlook.office365.com.example.net, notsharepoint.com, xsharepoint.com.example, office365.com-login.example)."
EXPECT="No service on any, nothing flagged by default; with --any-service all are critical."

scenario() {
  local n=10 name
  local names="erp.example.com shop.example.net outlook.office365.com.example.net notsharepoint.com contoso.sharepoint.com.example outlook-office365.com.example"
  for name in $names; do
    openssl_server 203.0.113.$n 443 "$name" -tls1 -cipher $OLD
    n=$((n + 1))
  done
  capture_start
  n=10
  for name in $names; do
    openssl_client 10.20.3.$((n + 105)) 203.0.113.$n 443 -servername "$name" -tls1 -cipher $OLD
    n=$((n + 1))
  done
}
