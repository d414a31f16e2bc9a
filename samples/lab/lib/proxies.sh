# What stands between clients and servers: proxies that the office speaks to, beyond the gateway.

# Squid; clients CONNECT through it. With USERS=yes it wants the user alex with the password lab.
squid_proxy() { # address port
  local a=$1 dir=$WORK/squid-$1
  address "$a"
  mkdir -p "$dir"
  chmod 777 "$dir"
  cat >"$dir/squid.conf" <<CF
http_port $(bracket "$a"):$2
pid_filename none
access_log none
cache_log $dir/cache.log
cache deny all
coredump_dir $dir
shutdown_lifetime 1 second
hosts_file $WORK/names
dns_nameservers 127.0.0.1
acl CONNECT method CONNECT
CF
  if [ "${USERS:-}" ]; then
    echo "alex:$(openssl passwd -apr1 lab)" >"$dir/users"
    cat >>"$dir/squid.conf" <<CF
auth_param basic program /usr/lib/squid/basic_ncsa_auth $dir/users
auth_param basic realm office
acl known proxy_auth REQUIRED
http_access allow known
CF
  fi
  echo "http_access ${USERS:+deny}${USERS:-allow} all" | sed 's/denyyes/deny/' >>"$dir/squid.conf"
  serve squid -N -f "$dir/squid.conf"
  listening "$(bracket "$a"):$2"
}

tiny_proxy() { # address port
  local dir=$WORK/tinyproxy-$1
  address "$1"
  mkdir -p "$dir"
  printf 'Port %s\nListen %s\nTimeout 30\nLogFile "%s/log"\nMaxClients 20\n' "$2" "$1" "$dir" >"$dir/conf"
  serve tinyproxy -d -c "$dir/conf"
  listening "$1:$2"
}

# OpenSSH as a SOCKS 4, 4a and 5 proxy: an ssh client beyond the gateway with a dynamic forward.
ssh_socks() { # address port
  address "$1"
  address 203.0.113.22
  ssh-keygen -q -t ed25519 -N '' -f "$WORK/socks-key-$2"
  cp "$WORK/socks-key-$2.pub" "$WORK/socks-users"
  mkdir -p /run/sshd
  serve /usr/sbin/sshd -D -f /dev/null -h "$WORK/socks-key-$2" -o ListenAddress=203.0.113.22 -o PidFile=none -o UsePAM=no \
    -o AuthorizedKeysFile="$WORK/socks-users" -o StrictModes=no
  listening 203.0.113.22:22
  serve ssh -N -q -F none -i "$WORK/socks-key-$2" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
    -D "$1:$2" root@203.0.113.22
  listening "$1:$2"
}

# microsocks: SOCKS 5 with the user alex and the password lab.
micro_socks() { # address port
  address "$1"
  serve microsocks -i "$1" -p "$2" -u alex -P lab
  listening "$1:$2"
}
