TITLE="mail refused inside TLS"
SHOWS="A mail front end that completes the handshake at TLS 1.0 and 1.1, then answers 421 4.7.66 (by IMAP and POP3 likewise) and
closes, as Exchange Online does: a scan-to-mail device and swaks on 587, OpenSSL on 993 and 995. The refusal is encrypted; what can be seen is
that the server closes right after the handshake. swaks at TLS 1.0 to a front end that takes the mail is there too."
EXPECT="Exchange Online by the mail greeting, on 993 and 995 by certificate; established and critical on all, at TLS 1.0 (.147: TLS 1.1). .146 to .149: the sentence says that the server may have refused inside TLS, for .146 and .147 with 421 4.7.66. .150: it does not."
WITH="postfix swaks sslperl"
EXTRA_VERSIONS="Node.js 0.10.48 (OpenSSL 1.0.1u)"
MADE="The front end is played by \`samples/lab/servers/refuse_inside.py\`, with the words that Microsoft publishes: no server that is to be had refuses so."

scenario() {
  local name=PR3P195CA0016.outlook.office365.com
  address 52.96.2.26
  serve python3 "$LAB/servers/refuse_inside.py" 52.96.2.26 "$(certificate "$name" outlook.office365.com)" "$name"
  for port in 587 993 995; do listening 52.96.2.26:$port; done
  postfix_server 52.96.2.20 PR3P195CA0012.outlook.office365.com
  capture_start
  scan_to_mail 10.20.3.146 0.10.48 52.96.2.26 587 '{"secureProtocol":"TLSv1_method"}'
  swaks_client 10.20.3.147 52.96.2.26:587 --tls --tls-protocol tlsv1_1 --tls-cipher $OLD
  openssl_client 10.20.3.148 52.96.2.26 993 -noservername -tls1 -cipher $OLD
  openssl_client 10.20.3.149 52.96.2.26 995 -noservername -tls1 -cipher $OLD
  swaks_client 10.20.3.150 52.96.2.20:587 --tls --tls-protocol tlsv1 --tls-cipher $OLD
}
