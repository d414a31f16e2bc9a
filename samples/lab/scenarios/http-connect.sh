TITLE="through an HTTP proxy"
SHOWS="Clients reach the service through CONNECT: Squid with TLS 1.0 let in and TLS 1.1 refused; Squid that wants a password (407 first,
then again on the same connection); tinyproxy with a client that sends no server name; an IPv6 literal as target; a current client."
EXPECT="Preface http-connect, target as asked, the proxy's address as the peer, service by SNI or, without, by the target. .161: TLS 1.0 established, critical. .162: TLS 1.1 refused, high. .163: TLS 1.0 after 407, critical. .164: by CONNECT, TLS 1.0, critical. .165: target [2603:1006::10], TLS 1.0, critical. .166: TLS 1.3, no finding."
WITH="squid tinyproxy curl"

scenario() {
  local old="--tlsv1.0 --tls-max 1.0 --ciphers $OLD"
  address 52.96.1.10 outlook.office365.com
  address 52.104.1.10 contoso.sharepoint.com
  openssl_server 52.96.1.10 443 outlook.office365.com -min_protocol TLSv1 -cipher $OLD
  openssl_server 2603:1006::10 443 outlook.office365.com -min_protocol TLSv1 -cipher $OLD
  openssl_server 52.104.1.10 443 '*.sharepoint.com'
  squid_proxy 203.0.113.8 3128
  USERS=yes squid_proxy 203.0.113.7 3128
  tiny_proxy 203.0.113.6 8888
  capture_start
  curl_client 10.20.3.161 -x http://203.0.113.8:3128 $old https://outlook.office365.com/index.html
  curl_client 10.20.3.162 -x http://203.0.113.8:3128 --tlsv1.0 --tls-max 1.1 --ciphers $OLD https://contoso.sharepoint.com/index.html
  curl_client 10.20.3.163 -x http://203.0.113.7:3128 --proxy-anyauth -U alex:lab $old https://outlook.office365.com/index.html
  openssl_client 10.20.3.164 52.96.1.10 443 -proxy 203.0.113.6:8888 -connect outlook.office365.com:443 -noservername -tls1 -cipher $OLD
  curl_client 10.20.3.165 -x http://203.0.113.8:3128 $old 'https://[2603:1006::10]/index.html'
  curl_client 10.20.3.166 -x http://203.0.113.8:3128 https://outlook.office365.com/index.html
}
