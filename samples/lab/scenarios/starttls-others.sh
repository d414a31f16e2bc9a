TITLE="STARTTLS of other protocols"
SHOWS="TLS 1.0 begun inside FTP (AUTH TLS, vsftpd), XMPP (Prosody), PostgreSQL and LDAP (OpenLDAP), to servers that are not the service's."
EXPECT="Each hello found by its bytes, no preface named. No service on any, nothing flagged."
WITH="vsftpd prosody postgres slapd"

scenario() {
  local cert dir pg
  address 203.0.113.30
  # FTP
  cert=$(certificate ftp.fabrikam.example)
  mkdir -p "$WORK/ftp"
  cat >"$WORK/ftp.conf" <<CF
listen=YES
listen_address=203.0.113.30
anonymous_enable=YES
secure_chroot_dir=$WORK/ftp
ssl_enable=YES
allow_anon_ssl=YES
force_local_data_ssl=NO
ssl_tlsv1=YES
ssl_ciphers=$OLD
rsa_cert_file=$cert
seccomp_sandbox=NO
CF
  chown root:root "$WORK/ftp.conf"
  serve vsftpd "$WORK/ftp.conf"
  # XMPP
  dir=$WORK/prosody
  mkdir -p "$dir"
  certificate chat.contoso.com >/dev/null
  cp "$WORK/pki/chat.contoso.com.pem" "$dir/pem"
  chown -R prosody "$dir"
  cat >"$dir/cfg.lua" <<CF
data_path = "$dir"
pidfile = "$dir/pid"
daemonize = false
interfaces = { "203.0.113.30" }
modules_enabled = { "tls", "saslauth", "roster" }
modules_disabled = { "s2s" }
c2s_require_encryption = true
log = { info = "$dir/log" }
ssl = { key = "$dir/pem", certificate = "$dir/pem", protocol = "tlsv1+", ciphers = "$OLD" }
VirtualHost "chat.contoso.com"
CF
  serve setpriv --reuid=prosody --regid=prosody --clear-groups prosody --config "$dir/cfg.lua" -F
  # PostgreSQL
  pg=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
  dir=$WORK/postgres
  mkdir -p "$dir"
  cp "$(certificate db.contoso.com)" "$dir/pem"
  chown -R postgres "$dir"
  chmod 600 "$dir/pem"
  setpriv --reuid=postgres --regid=postgres --clear-groups "$pg/initdb" -D "$dir/data" >/dev/null
  serve setpriv --reuid=postgres --regid=postgres --clear-groups "$pg/postgres" -D "$dir/data" -c listen_addresses=203.0.113.30 \
    -c unix_socket_directories= -c ssl=on -c ssl_cert_file="$dir/pem" -c ssl_key_file="$dir/pem" -c ssl_min_protocol_version=TLSv1 \
    -c ssl_ciphers=$OLD
  # LDAP
  dir=$WORK/slapd
  mkdir -p "$dir"
  cert=$(certificate ldap.contoso.com)
  cat >"$dir/conf" <<CF
include /etc/ldap/schema/core.schema
pidfile $dir/pid
modulepath /usr/lib/ldap
moduleload back_mdb
TLSCertificateFile $cert
TLSCertificateKeyFile $cert
TLSProtocolMin 3.1
TLSCipherSuite $OLD
database mdb
suffix "dc=contoso,dc=com"
directory $dir
CF
  serve slapd -d 256 -f "$dir/conf" -h ldap://203.0.113.30/
  for port in 21 389 5222 5432; do listening 203.0.113.30:$port; done
  capture_start
  starttls_client 10.20.3.236 203.0.113.30 21 ftp QUIT -tls1 -cipher $OLD
  starttls_client 10.20.3.237 203.0.113.30 5222 xmpp '</stream:stream>' -xmpphost chat.contoso.com -tls1 -cipher $OLD
  starttls_client 10.20.3.238 203.0.113.30 5432 postgres Q -tls1 -cipher $OLD
  starttls_client 10.20.3.239 203.0.113.30 389 ldap Q -tls1 -cipher $OLD
}
