TITLE="hybrid mail flow, inbound"
SHOWS="Exchange Online delivers mail to the office's own server, which knows TLS 1.0 only: the client's address is the service's."
EXPECT="Direction inbound: Exchange Online by the client's address; TLS 1.0 negotiated and established: negotiated-below-floor (and low offers-below-floor: OpenSSL set to take all lists 1.0 to 1.3) stated, not flagged by default."
WITH="postfix swaks sslperl"

scenario() {
  host 10.20.3.10
  EXTRA_NAME=mail.contoso.com NS=tfl-h10.20.3.10 postfix_server 10.20.3.10 mail.contoso.com "smtpd_tls_protocols = <=TLSv1" "mynetworks = 0.0.0.0/0"
  address 104.47.11.10
  capture_start
  ip netns exec tfl-net "${CLEAN[@]}" timeout 20 swaks --server 10.20.3.10:25 --local-interface 104.47.11.10 --ehlo EUR05-DB8-obe.outbound.protection.outlook.com \
    --from alex@fabrikam.com --to office@contoso.com --tls --tls-cipher $OLD >>"$WORK/clients.log" 2>&1 || true
}
