TITLE="IMAP and POP3, with STARTTLS and with TLS at once"
SHOWS="Old mail programs read mail on 143 and 110 (STARTTLS, STLS) and on 993 and 995, without a server name: curl, GnuTLS and OpenSSL
with TLS 1.0 and 1.1. The greetings carry the host in brackets, as Exchange's do."
EXPECT="Exchange Online on all: on 143 and 110 by the greeting (the base64 name), on 993 and 995 by certificate. Prefaces starttls-imap, starttls-pop3 on the first two. .141 to .144: established at TLS 1.0 or 1.1, critical. .145: TLS 1.3 after STARTTLS, no finding."
WITH="dovecot curl gnutls-cli"

scenario() {
  local old="--tlsv1.0 --tls-max 1.0 --ciphers $OLD"
  dovecot_server 52.96.3.30 AM0PR01CA0133.EURPRD01.PROD.OUTLOOK.COM TLSv1
  capture_start
  curl_client 10.20.3.141 --ssl-reqd $old -u alex:lab imap://52.96.3.30/ -X NOOP
  starttls_client 10.20.3.142 52.96.3.30 110 pop3 QUIT -tls1_1 -cipher $OLD -noservername
  gnutls_client 10.20.3.143 52.96.3.30 993 '' 'NORMAL:-VERS-ALL:+VERS-TLS1.0:%COMPAT'
  curl_client 10.20.3.144 $old -u alex:lab pop3s://52.96.3.30/
  curl_client 10.20.3.145 --ssl-reqd -u alex:lab imap://52.96.3.30/ -X NOOP
}
