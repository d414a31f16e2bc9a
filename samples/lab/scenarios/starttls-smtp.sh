TITLE="submission and transport with STARTTLS"
SHOWS="Old mail programs submit to Exchange Online's greeting names on 587 and 25: swaks (Perl), a Java application server, a scan-to-mail
device played by Node.js 0.10, OpenSSL; TLS 1.0 and 1.1, let in by one front end and refused with protocol_version by another. A
current one uses 1.3."
EXPECT="Preface starttls-smtp on all, Exchange Online by the mail greeting (or SNI where the client sends it), high confidence. .131, .132, .133: TLS 1.0 established, critical. .134: TLS 1.1 on 25 established, critical. .135: refused by alert, high. .136: TLS 1.3, no finding."
WITH="postfix swaks sslperl java mvn"
EXTRA_VERSIONS="Node.js 0.10.48 (OpenSSL 1.0.1u)"

scenario() {
  local old=(--tls --tls-protocol tlsv1 --tls-cipher $OLD)
  java_clients >/dev/null
  postfix_server 52.96.2.20 PR3P195CA0012.outlook.office365.com
  postfix_server 52.97.2.20 AM0PR01CA0133.outlook.office365.com "smtpd_tls_protocols = >=TLSv1.2" "smtpd_tls_mandatory_protocols = >=TLSv1.2"
  capture_start
  swaks_client 10.20.3.131 52.96.2.20:587 "${old[@]}"
  java_mail 10.20.3.132 52.96.2.20 587 TLSv1
  scan_to_mail 10.20.3.133 0.10.48 52.96.2.20 587 '{"secureProtocol":"TLSv1_method"}'
  starttls_client 10.20.3.134 52.96.2.20 25 smtp QUIT -tls1_1 -cipher $OLD
  swaks_client 10.20.3.135 52.97.2.20:587 "${old[@]}"
  swaks_client 10.20.3.136 52.96.2.20:587 --tls
}
