TITLE="a mail server that falls back to clear"
SHOWS="The office's Postfix, held to TLS 1.0, delivers to Exchange Online with opportunistic TLS. Its handshake is refused; a moment
later it tries again, is refused again, and delivers the mail in clear."
EXPECT="Exchange Online by the mail greeting. TLS 1.0 offered, refused with protocol_version, high offered-below-floor, once or twice; last: no-tls, medium cleartext-fallback."
WITH="postfix swaks"

scenario() {
  BANNER="AMS0EPF000001A7.mail.protection.outlook.com $EXO_GREETING" postfix_server 104.47.11.10 AMS0EPF000001A7.mail.protection.outlook.com \
    "smtpd_tls_protocols = >=TLSv1.2"
  host 10.20.3.10
  EXTRA_NAME=mail.contoso.com NS=tfl-h10.20.3.10 postfix_server 10.20.3.10 mail.contoso.com "default_transport = smtp" "relayhost = [104.47.11.10]" \
    "smtp_tls_security_level = may" "smtp_tls_protocols = <=TLSv1" "smtp_tls_mandatory_ciphers = low" "smtp_tls_ciphers = low" \
    "minimal_backoff_time = 1s" "maximal_backoff_time = 2s" "queue_run_delay = 2s"
  FILTER="tcp and not host 10.20.3.1" capture_start
  swaks_client 10.20.3.10 10.20.3.10:25
  sleep 12 # the queue tries, and tries again
}
