# Servers of the internet. Each takes the address and port that it listens on.

OLD='ALL:@SECLEVEL=0' # OpenSSL 3 speaks TLS 1.0 and 1.1 at security level 0 only

# A web server by OpenSSL: answers each request with a small page and closes.
openssl_server() { # address port name [s_server options]
  local a=$1 p=$2 cert
  cert=$(certificate "$3")
  shift 3
  address "$a"
  serve openssl s_server -accept "$(bracket "$a"):$p" -cert "$cert" -key "$cert" -WWW "$@"
  listening "$(bracket "$a"):$p"
}

# A server that reads a ClientHello and then does as it is told: reset, close, silent.
hello_then() { # action address port
  address "$2"
  serve python3 "$LAB/servers/hello_then.py" "$@"
  listening "$(bracket "$2"):$3"
}

bracket() { case $1 in *:*) echo "[$1]" ;; *) echo "$1" ;; esac; }

# A TLS server by an old Node.js; options as of tls.createServer.
old_node_server() { # version address port name options [node flags]
  local node cert
  node=$(old_node "$1")
  cert=$(certificate "$4")
  address "$2"
  serve "$node" "${@:6}" "$LAB/servers/serve.js" "$2" "$3" "$cert" "$5"
  listening "$2:$3"
}

# The gateway puts its own outer address in place of the office's.
masquerade() {
  ip netns exec tfl-gw nft add table ip nat
  ip netns exec tfl-gw nft 'add chain ip nat post { type nat hook postrouting priority 100; }'
  ip netns exec tfl-gw nft 'add rule ip nat post oifname wan0 masquerade'
}
