TITLE="DTLS 1.3 between two browsers"
SHOWS="Two office hosts meet by WebRTC, as Teams does in a browser: Chromium's data channel over DTLS 1.3, on UDP ports that carry STUN as well. The
hello takes two fragments."
EXPECT="No service (both ends are in the office), direction internal, no finding: DTLS 1.3 offered and negotiated between .221 and .222, established. STUN gives no connection."
WITH="chromium"

scenario() {
  local h first
  address 203.0.113.40
  serve python3 "$LAB/servers/meet.py" 203.0.113.40 8080
  listening 203.0.113.40:8080
  for h in 221 222; do
    host 10.20.3.$h
    ip netns exec tfl-h10.20.3.$h sysctl -qw net.ipv6.conf.all.disable_ipv6=1
  done
  browser() { # host page
    LIMIT=9 on "$1" env HOME="$WORK/chromium-$1" /usr/lib/chromium/chromium --headless=new --no-sandbox --disable-gpu \
      --disable-background-networking --disable-component-update --disable-sync --no-first-run --disable-dev-shm-usage \
      --disable-features=WebRtcHideLocalIpsWithMdns --force-fieldtrials=WebRTC-ForceDtls13/Enabled/ \
      --remote-debugging-port=0 --user-data-dir="$WORK/chromium-$1/profile" "$2" >>"$WORK/clients.log" 2>&1 || true
  }
  FILTER=udp capture_start
  browser 10.20.3.221 http://203.0.113.40:8080/#a &
  first=$!
  browser 10.20.3.222 http://203.0.113.40:8080/#b &
  wait $first $! || true
}
