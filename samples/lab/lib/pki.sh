# A certification authority and certificates that live for one run of the lab.

pki_up() {
  mkdir -p "$WORK/pki"
  openssl req -x509 -newkey rsa:2048 -nodes -days 30 -sha256 -subj "/O=tlsfloor lab/CN=tlsfloor lab CA" \
    -keyout "$WORK/pki/ca.key" -out "$WORK/pki/ca.pem" 2>/dev/null
  openssl genrsa -out "$WORK/pki/server.key" 2048 2>/dev/null
}

# A certificate for the names, the first of which is its common name. Prints the path of key and chain in one file.
certificate() { # name…
  local file=$WORK/pki/${1//\*/_}.pem san
  if [ ! -s "$file" ]; then
    san=$(printf 'DNS:%s,' "$@")
    openssl req -new -key "$WORK/pki/server.key" -subj "/O=tlsfloor lab/CN=$1" -out "$WORK/pki/csr" 2>/dev/null
    openssl x509 -req -in "$WORK/pki/csr" -CA "$WORK/pki/ca.pem" -CAkey "$WORK/pki/ca.key" -CAcreateserial -days 30 \
      -sha256 -extfile <(printf 'subjectAltName=%s\nbasicConstraints=CA:FALSE\n' "${san%,}") \
      -out "$WORK/pki/crt" 2>/dev/null
    cat "$WORK/pki/server.key" "$WORK/pki/crt" >"$file"
  fi
  echo "$file"
}
