# Tunnels between the gateway and the internet, over the outer link. What goes to a server's address takes the tunnel, and so
# do the answers.

GW_MAC=02:00:c0:00:02:01
NET_MAC=02:00:c0:00:02:02

# A tunnel of servers/tunnel.py, from the gateway to the internet.
tunnel_up() { # device kind [id…]
  local dev=$1 kind=$2 from=${FROM:-192.0.2.1} to=${TO:-192.0.2.2}
  shift 2
  case $kind in vlan | qinq | mpls | pppoe) from=$GW_MAC to=$NET_MAC ;; esac
  NS=tfl-gw serve python3 "$LAB/servers/tunnel.py" "$kind" "$dev" "$from" "$to" "$@"
  [ "$kind" = erspan2 ] || serve python3 "$LAB/servers/tunnel.py" "$kind" "$dev" "$to" "$from" "$@"
  device_up tfl-gw "$dev"
  [ "$kind" = erspan2 ] || device_up tfl-net "$dev"
}

device_up() { # namespace device
  local i
  for i in $(seq 50); do
    ip -n "$1" link show "$2" >/dev/null 2>&1 && break
    sleep 0.1
  done
  [ "${INNER:-4}" = 6 ] || ip netns exec "$1" sysctl -qw "net.ipv6.conf.$2.disable_ipv6=1" # no chatter
  ip -n "$1" link set "$2" mtu 1400 up || die "no device $2; see $WORK/servers.log: $(tail -3 "$WORK/servers.log")"
  ip netns exec "$1" sysctl -qw "net.ipv4.conf.$2.rp_filter=0"
}

# Sends a server's traffic through the tunnel: both ends get an address of a transfer network.
through() { # device number server host
  ip -n tfl-gw addr replace 172.31.$2.1/24 dev "$1"
  ip -n tfl-net addr replace 172.31.$2.2/24 dev "$1"
  ip -n tfl-gw route replace "$3/32" via 172.31.$2.2 dev "$1"
  ip -n tfl-net route replace "$4/32" via 172.31.$2.1 dev "$1"
}
