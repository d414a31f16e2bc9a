# Namespaces: an office behind a gateway, and the internet with the addresses that servers of the real
# services have. Nothing leaves the machine: the namespaces have no route to it.
#
#   tfl-h10.20.3.41 … one for each office host ──┐
#                                               br lan0 ── tfl-gw ── wan0 ── tfl-net (all servers)
#                                                           ▲ captures are taken here, on lan0
#
# Offload is off everywhere, so that a frame is what a wire would carry: at most 1514 bytes, with its checksum.

LAN4=10.20.3
LAN6=2001:db8:20:3
GATEWAY=$LAN4.1

# No proxy, certificate or tool settings of the machine reach a client or server.
CLEAN=(env -i PATH="$PATH" HOME=/nonexistent LANG=C.UTF-8)

offload_off() { # namespace device
  ip netns exec "$1" ethtool -K "$2" tso off gso off gro off tx off rx off >/dev/null 2>&1 || true
}

net_up() {
  for ns in tfl-gw tfl-net; do
    ip netns add $ns
    ip -n $ns link set lo up
    ip netns exec $ns sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 \
      net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0
  done
  ip -n tfl-gw link add lan0 address 02:00:0a:14:03:01 type bridge forward_delay 0
  ip -n tfl-gw link set lan0 up
  ip -n tfl-gw addr add $GATEWAY/24 dev lan0
  ip -n tfl-gw -6 addr add $LAN6::1/64 dev lan0 nodad
  ip -n tfl-gw link add wan0 address 02:00:c0:00:02:01 type veth peer name eth0 address 02:00:c0:00:02:02 netns tfl-net
  ip -n tfl-gw link set wan0 up
  ip -n tfl-net link set eth0 up
  ip -n tfl-gw addr add 192.0.2.1/30 dev wan0
  ip -n tfl-net addr add 192.0.2.2/30 dev eth0
  ip -n tfl-gw -6 addr add 2001:db8:ffff::1/64 dev wan0 nodad
  ip -n tfl-net -6 addr add 2001:db8:ffff::2/64 dev eth0 nodad
  ip -n tfl-gw route add default via 192.0.2.2
  ip -n tfl-gw -6 route add default via 2001:db8:ffff::2
  ip -n tfl-net route add 10.20.0.0/16 via 192.0.2.1
  ip -n tfl-net -6 route add 2001:db8:20::/48 via 2001:db8:ffff::1
  offload_off tfl-gw wan0
  offload_off tfl-net eth0
}

# Ends every process in the namespaces (by pid), then the namespaces, then our files under /etc/netns.
net_down() {
  local ns pid
  for ns in $(ip netns list | awk '$1 ~ /^tfl-/ {print $1}'); do
    for pid in $(ip netns pids "$ns" 2>/dev/null); do kill -9 "$pid" 2>/dev/null || true; done
    ip netns del "$ns" 2>/dev/null || true
    rm -rf "/etc/netns/$ns"
  done
  rmdir /etc/netns 2>/dev/null || true
}

# An office host, made when first named: address 10.20.3.N, MAC 02:00:0a:14:03:NN, and the same N in IPv6.
host() { # address
  local last=${1##*.} ns=tfl-h$1
  [ ! -e "/run/netns/$ns" ] || return 0
  ip netns add "$ns"
  ip netns exec "$ns" sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0
  ip -n "$ns" link set lo up
  ip -n "$ns" link add eth0 address "$(printf '02:00:0a:14:03:%02x' "$last")" type veth peer name "p$last" netns tfl-gw
  ip -n tfl-gw link set "p$last" master lan0 up
  ip -n "$ns" link set eth0 up
  ip -n "$ns" addr add "$1/24" dev eth0
  ip -n "$ns" -6 addr add "$LAN6::$last/64" dev eth0 nodad
  ip -n "$ns" route add default via $GATEWAY
  ip -n "$ns" -6 route add default via $LAN6::1
  offload_off "$ns" eth0
  offload_off tfl-gw "p$last"
  mkdir -p "/etc/netns/$ns"
  known_names >"/etc/netns/$ns/hosts"
  echo "nameserver $GATEWAY" >"/etc/netns/$ns/resolv.conf"
}

# A server address in the internet, and the names that office hosts know it by: from their hosts file, or from DNS once
# there is a dns_server.
address() { # address [name…]
  local a=$1 ns
  shift
  case $a in
    *:*) ip -n tfl-net -6 addr replace "$a/128" dev lo nodad ;;
    *) ip -n tfl-net addr replace "$a/32" dev lo ;;
  esac
  [ $# -eq 0 ] || echo "$a $*" >>"$WORK/names"
  for ns in /etc/netns/tfl-h*; do
    [ ! -d "$ns" ] || known_names >"$ns/hosts"
  done
  mkdir -p /etc/netns/tfl-net # servers know every name, without DNS
  { echo 127.0.0.1 localhost; cat "$WORK/names"; } >/etc/netns/tfl-net/hosts
}

known_names() {
  echo 127.0.0.1 localhost
  [ -e "$WORK/dns" ] || cat "$WORK/names"
}

# The gateway answers DNS queries for the names of all addresses given so far; other names do not exist.
dns_server() { # [dnsmasq options]
  local ns
  touch "$WORK/dns"
  for ns in /etc/netns/tfl-h*; do
    [ ! -d "$ns" ] || known_names >"$ns/hosts"
  done
  NS=tfl-gw serve dnsmasq --keep-in-foreground --no-hosts --no-resolv --conf-file=/dev/null --pid-file= --user=root \
    --addn-hosts="$WORK/names" --local-ttl=300 --interface=lan0 --except-interface=lo --bind-interfaces "$@"
  NS=tfl-gw listening $GATEWAY:53
}

# Runs a client on an office host. Bounded: no client outlives 40 seconds.
on() { # address command…
  local a=$1
  shift
  host "$a"
  timeout -k 1 "${LIMIT:-40}" ip netns exec "tfl-h$a" "${CLEAN[@]}" "$@"
}

# Starts a server in the internet (or in another namespace, NS=…) in the background.
serve() { # command…
  (cd "$WORK/www" && exec ip netns exec "${NS:-tfl-net}" "${CLEAN[@]}" "$@" >>"$WORK/servers.log" 2>&1 0<>"$WORK/never") &
}

# Waits until something listens, at most 10 seconds.
listening() { # address:port
  local i
  for i in $(seq 100); do
    ip netns exec "${NS:-tfl-net}" ss -Hltnu | grep -qF " $1 " && return
    sleep 0.1
  done
  die "nothing listens on $1; see $WORK/servers.log: $(tail -3 "$WORK/servers.log")"
}
