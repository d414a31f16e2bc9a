# Clients of the office. Each takes the office host's address first. A refused client is no failure of the lab.

# One request by OpenSSL, which waits for the answer and the close.
openssl_client() { # host server port [s_client options]
  local h=$1 s=$2 p=$3
  shift 3
  printf 'GET /index.html HTTP/1.0\r\n\r\n' | on "$h" openssl s_client -connect "$(bracket "$s"):$p" -quiet "$@" >>"$WORK/clients.log" 2>&1 || true
}
