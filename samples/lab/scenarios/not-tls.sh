TITLE="traffic that is not TLS"
SHOWS="On ports where TLS is usual, to addresses of the service and others: plain HTTP on 443, SSH on 443,
bytes at random (some begin
like a record or like an SSLv2 length), the pseudo-TLS of Microsoft's media relays, and DNS."
EXPECT="No TLS connection in the output and nothing flagged."
WITH="nginx curl sshd dnsmasq"
MADE="The pseudo-TLS and the random bytes are played by \`samples/lab/clients/say.py\` over real sockets: no relay client is to be had."

scenario() {
  site 52.96.1.12 outlook.office365.com
  sed -i 's/52.96.1.12:443 ssl/52.96.1.12:443/' "$WORK/nginx/sites"
  nginx_start
  dns_server
  address 52.112.2.20
  address 203.0.113.50
  serve python3 "$LAB/servers/talk_back.py" 52.112.2.20 443 pseudo-tls
  serve python3 "$LAB/servers/talk_back.py" 203.0.113.50 443 random
  address 203.0.113.22
  ssh-keygen -q -t ed25519 -N '' -f "$WORK/hostkey" && mkdir -p /run/sshd
  serve /usr/sbin/sshd -D -f /dev/null -h "$WORK/hostkey" -p 443 -o ListenAddress=203.0.113.22 -o PidFile=none -o UsePAM=no
  listening 203.0.113.22:443
  listening 52.112.2.20:443
  capture_start
  curl_client 10.20.3.121 http://outlook.office365.com:443/index.html
  on 10.20.3.122 ssh -q -F none -p 443 -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null nobody@203.0.113.22 true 2>/dev/null || true
  on 10.20.3.123 python3 "$LAB/clients/say.py" 52.112.2.20 443 pseudo-tls || true
  for seed in 1 2 3 4 5 6; do on 10.20.3.124 python3 "$LAB/clients/say.py" 203.0.113.50 443 random $seed || true; done
}
