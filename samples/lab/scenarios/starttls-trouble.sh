TITLE="STARTTLS refused, stripped, masked, not tried"
SHOWS="Mail in clear to Exchange Online for four reasons: the server answers STARTTLS with 454 and the client goes on; the offer is
missing from the EHLO reply; a firewall masks it as XXXXXXXX; the client does not try. A fifth asks, is refused and gives up."
EXPECT="Exchange Online by the mail greeting, outcome no-tls on all. .151 (454), .152 (not offered), .153 (masked), .154 (not tried): medium cleartext-fallback. .155: no finding, nothing went on in clear."
WITH="postfix swaks sslperl"
MADE="The firewall is \`samples/lab/servers/mask.py\`, a relay that replaces STARTTLS in the server's replies by XXXXXXXX, as some do."

scenario() {
  postfix_server 52.96.2.20 PR3P195CA0012.outlook.office365.com "smtpd_tls_CAfile = $WORK/nothing.pem"
  postfix_server 52.96.2.21 PR3P195CA0013.outlook.office365.com "smtpd_discard_ehlo_keywords = starttls"
  postfix_server 52.96.2.22 PR3P195CA0014.outlook.office365.com
  address 52.96.2.23
  serve python3 "$LAB/servers/mask.py" 52.96.2.23 25 52.96.2.22 25
  listening 52.96.2.23:25
  capture_start
  swaks_client 10.20.3.151 52.96.2.20:25 --tls-optional
  swaks_client 10.20.3.152 52.96.2.21:25 --tls-optional
  swaks_client 10.20.3.153 52.96.2.23:25 --tls-optional
  swaks_client 10.20.3.154 52.96.2.22:25
  swaks_client 10.20.3.155 52.96.2.20:25 --tls
}
