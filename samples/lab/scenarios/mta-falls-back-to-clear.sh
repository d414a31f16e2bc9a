TITLE="a mail server that falls back to clear"
SHOWS="The office's Postfix, held to TLS 1.0, delivers to Exchange Online with opportunistic TLS. Its handshake is refused, so it
connects again and delivers the mail in clear."
EXPECT="Exchange Online by the mail greeting. First: TLS 1.0 offered, refused with protocol_version, high offered-below-floor. Second: no-tls, medium cleartext-fallback."
WITH="postfix swaks"

scenario() {
  BANNER="AMS0EPF000001A7.mail.protection.outlook.com $EXO_GREETING" postfix_server 104.47.11.10 AMS0EPF000001A7.mail.protection.outlook.com \
    "smtpd_tls_protocols = >=TLSv1.2"
  host 10.20.3.10
  NS=tfl-h10.20.3.10 postfix_server 10.20.3.10 mail.contoso.com "default_transport = smtp" "relayhost = [104.47.11.10]" \
    "smtp_tls_security_level = may" "smtp_tls_protocols = <=TLSv1" "smtp_tls_mandatory_ciphers = low" "smtp_tls_ciphers = low" \
    "inet_interfaces = 10.20.3.10"
  capture_start
  swaks_client 10.20.3.10 10.20.3.10:25
  sleep 4 # the queue delivers
}
