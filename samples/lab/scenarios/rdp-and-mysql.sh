TITLE="RDP and MySQL with TLS"
SHOWS="TLS behind two dialogues that do not speak of it in text: a desktop session by FreeRDP to xrdp, and a query by MariaDB's client to its
server, once with TLS 1.2 and once with 1.3. Beside them a client of MariaDB that does not use TLS."
EXPECT="Each hello found by its bytes, no preface named, no service, no finding. .201 (RDP), .202 and .203 (MariaDB) established; .204 in clear is no connection."
WITH="mariadbd xrdp xfreerdp3 Xvfb"

scenario() {
  local dir cert
  address 203.0.113.31
  # RDP
  cert=$(certificate desktop.contoso.com)
  dir=$WORK/xrdp
  mkdir -p "$dir"
  openssl pkey -in "$cert" -out "$dir/key.pem" 2>/dev/null
  openssl x509 -in "$cert" -out "$dir/cert.pem" 2>/dev/null
  sed -e "s#^port=3389#port=tcp://203.0.113.31:3389#; s#^certificate=.*#certificate=$dir/cert.pem#; s#^key_file=.*#key_file=$dir/key.pem#" \
    -e "s#^security_layer=.*#security_layer=tls#; s#^LogFile=.*#LogFile=$dir/log#; s#^runtime_user=.*##; s#^runtime_group=.*##" \
    /etc/xrdp/xrdp.ini >"$dir/xrdp.ini"
  serve xrdp --nodaemon --config "$dir/xrdp.ini"
  # MySQL
  dir=$WORK/mariadb
  mkdir -p "$dir/data"
  cp "$(certificate sql.contoso.com)" "$dir/pem"
  chown -R mysql "$dir"
  mariadb-install-db --no-defaults --user=mysql --datadir="$dir/data" --skip-test-db --auth-root-authentication-method=normal >/dev/null 2>&1
  serve mariadbd --no-defaults --user=mysql --datadir="$dir/data" --bind-address=203.0.113.31 --socket="$dir/sock" --pid-file="$dir/pid" \
    --ssl-cert="$dir/pem" --ssl-key="$dir/pem" --skip-name-resolve --innodb-buffer-pool-size=16M
  listening 203.0.113.31:3306
  listening 203.0.113.31:3389
  ip netns exec tfl-net mariadb --no-defaults --skip-ssl -S "$dir/sock" -e "create user lab identified by 'lab'" >>"$WORK/servers.log" 2>&1
  capture_start
  LIMIT=3 on 10.20.3.201 env HOME="$WORK" xvfb-run -a xfreerdp3 /v:203.0.113.31 /size:320x200 /u:lab /p:lab /sec:tls /cert:ignore /timeout:4000 >>"$WORK/clients.log" 2>&1 || true
  sql() { # host [options]
    LIMIT=6 on "$1" mariadb --no-defaults -h 203.0.113.31 -u lab -plab "${@:2}" -e 'select 1' >>"$WORK/clients.log" 2>&1 || true
  }
  sql 10.20.3.202 --ssl --skip-ssl-verify-server-cert --tls-version=TLSv1.2
  sql 10.20.3.203 --ssl --skip-ssl-verify-server-cert
  sql 10.20.3.204 --skip-ssl
}
