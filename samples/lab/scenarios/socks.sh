TITLE="through SOCKS 4, 4a and 5"
SHOWS="Clients reach the service through OpenSSH's SOCKS proxy (4 with an address, 4a with a name, 5 with an address, 5 with a name) and
through microsocks with a user name and password. TLS 1.0, let in, without a server name where curl sends none."
EXPECT="Prefaces socks4, socks4a, socks5, targets as asked, the proxy's address as the peer; Exchange Online by SNI or the target; TLS 1.0 established, critical on .171 to .175."
WITH="ssh sshd microsocks curl"

scenario() {
  local old="--tlsv1.0 --tls-max 1.0 --ciphers $OLD" url=https://outlook.office365.com/index.html
  address 52.96.1.10 outlook.office365.com
  openssl_server 52.96.1.10 443 outlook.office365.com -min_protocol TLSv1 -cipher $OLD
  ssh_socks 203.0.113.9 1080
  micro_socks 203.0.113.5 1080
  capture_start
  curl_client 10.20.3.171 --socks4 203.0.113.9:1080 $old $url
  curl_client 10.20.3.172 --socks4a 203.0.113.9:1080 $old $url
  curl_client 10.20.3.173 --socks5 203.0.113.9:1080 $old https://52.96.1.10/index.html
  curl_client 10.20.3.174 --socks5-hostname 203.0.113.9:1080 $old $url
  curl_client 10.20.3.175 --socks5-hostname 203.0.113.5:1080 -U alex:lab $old $url
}
