# Clients of the office. Each takes the office host's address first. A refused client is no failure of the lab.

# One request by OpenSSL, which waits for the answer and the close.
openssl_client() { # host server port [s_client options]
  local h=$1 s=$2 p=$3
  shift 3
  printf 'GET /index.html HTTP/1.0\r\n\r\n' | on "$h" openssl s_client -connect "$(bracket "$s"):$p" -quiet "$@" >>"$WORK/clients.log" 2>&1 || true
}

# One request by Node.js; options as of tls.connect, in JSON. version: now, or one of the old ones.
node_client() { # host version server port name [options [node flags]]
  local h=$1 v=$2 s=$3 p=$4 n=$5 o=${6:-'{}'} node
  shift 5
  [ $# -eq 0 ] || shift
  if [ "$v" = now ]; then node=$(command -v node); else node=$(old_node "$v"); fi
  on "$h" "$node" "$@" "$LAB/clients/fetch.js" "$s" "$p" "$n" "$o" >>"$WORK/clients.log" 2>&1 || true
}

# Requests by a Java provider (jsse, conscrypt, bc): with its defaults ("-"), or with everything old allowed.
java_client() { # host provider server port name protocols [times]
  local h=$1 old=-Djava.security.properties=$WORK/old.security
  shift
  [ "$5" != - ] || old=-Dlab.defaults
  on "$h" java -XX:TieredStopAtLevel=1 -Xshare:auto "$old" -cp "$(java_clients)" Fetch "$@" >>"$WORK/clients.log" 2>&1 || true
}

# One request by BoringSSL (netty-tcnative).
boring_client() { # host server port name protocols
  local h=$1
  shift
  on "$h" java -XX:TieredStopAtLevel=1 -cp "$(java_clients)" BoringFetch "$@" >>"$WORK/clients.log" 2>&1 || true
}

# One request by GnuTLS; the priority string says what it takes.
gnutls_client() { # host server port name priority
  printf 'GET /index.html HTTP/1.0\r\n\r\n' | on "$1" gnutls-cli --no-ca-verification --sni-hostname="$4" --port="$3" \
    --priority="$5" "$2" >>"$WORK/clients.log" 2>&1 || true
}

# One request by NSS; range as of tstclnt -V. tstclnt does not end by itself, so it gets a second and a half.
nss_client() { # host server port name range
  mkdir -p "$WORK/nss"
  [ -e "$WORK/nss/cert9.db" ] || certutil -N -d "sql:$WORK/nss" --empty-password
  { printf 'GET /index.html HTTP/1.0\r\n\r\n'; sleep 1.5; } \
    | LIMIT=1.5 on "$1" tstclnt -d "sql:$WORK/nss" -h "$2" -p "$3" -a "$4" -V "$5" -o >>"$WORK/clients.log" 2>&1 || true
}

# One request by Python's ssl module, as a script of an administrator would make it.
python_client() { # host server port name [lowest [highest]]
  local h=$1
  shift
  on "$h" python3 "$LAB/clients/fetch.py" "$@" >>"$WORK/clients.log" 2>&1 || true
}

# One request by curl; the name is looked up by the host as any program would.
curl_client() { # host url [curl options]
  local h=$1
  shift
  on "$h" curl -sS -k -o /dev/null --max-time 15 "$@" >>"$WORK/clients.log" 2>&1 || true
}

# One page in a browser, without what it does on its own behalf.
chromium_client() { # host url
  local dir=$WORK/chromium-$1
  mkdir -p "$dir"
  on "$1" env HOME="$dir" /usr/lib/chromium/chromium --headless=new --no-sandbox --disable-gpu --ignore-certificate-errors \
    --disable-background-networking --disable-component-update --disable-sync --no-first-run --disable-dev-shm-usage \
    --user-data-dir="$dir/profile" --timeout=4000 --dump-dom "$2" >>"$WORK/clients.log" 2>&1 || true
}

# One page by wget, which Debian builds with GnuTLS.
wget_client() { # host url
  on "$1" wget -q --no-check-certificate -T 10 -t 1 -O /dev/null "$2" >>"$WORK/clients.log" 2>&1 || true
}

# A mail by swaks (Perl, OpenSSL).
swaks_client() { # host server:port [swaks options]
  local h=$1 s=$2
  shift 2
  on "$h" swaks --server "$s" --from scanner@contoso.com --to office@fabrikam.com --ehlo "pc-${h##*.}.contoso.com" --timeout 10 "$@" \
    >>"$WORK/clients.log" 2>&1 || true
}

# A mail by an old Node.js: a scan-to-mail device.
scan_to_mail() { # host version server port [options]
  local node options=${5:-}
  node=$(old_node "$2")
  on "$1" "$node" "$LAB/clients/scan_to_mail.js" "$3" "$4" "${options:-{\}}" >>"$WORK/clients.log" 2>&1 || true
}

# A mail by JSSE.
java_mail() { # host server port protocols
  local h=$1
  shift
  on "$h" java -XX:TieredStopAtLevel=1 -Djava.security.properties="$WORK/old.security" -cp "$(java_clients)" Submit "$@" \
    >>"$WORK/clients.log" 2>&1 || true
}

# STARTTLS of some protocol by OpenSSL (smtp, imap, pop3), then one line inside.
starttls_client() { # host server port protocol line [s_client options]
  local h=$1 s=$2 p=$3 protocol=$4 line=$5
  shift 5
  { sleep 0.5; printf '%s\r\n' "$line"; sleep 0.5; } \
    | LIMIT=5 on "$h" openssl s_client -connect "$(bracket "$s"):$p" -starttls "$protocol" -quiet "$@" >>"$WORK/clients.log" 2>&1 || true
}
