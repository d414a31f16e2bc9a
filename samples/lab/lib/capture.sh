# Captures on the gateway with dumpcap: pcapng, nanosecond times.

CAPTURE_PID=

capture_start() { # [dumpcap options]; IFACE=lan0, FILTER=…
  local i
  ip netns exec "${NS:-tfl-gw}" dumpcap -q -i "${IFACE:-lan0}" -f "${FILTER-tcp or udp}" "$@" -w "$WORK/raw.pcapng" \
    >"$WORK/dumpcap.log" 2>&1 </dev/null &
  CAPTURE_PID=$!
  for i in $(seq 50); do # the file has its header once the capture runs
    [ -s "$WORK/raw.pcapng" ] && break
    sleep 0.1
  done
  [ -s "$WORK/raw.pcapng" ] || die "dumpcap did not start: $(cat "$WORK/dumpcap.log")"
  sleep 0.2
}

capture_stop() {
  [ -n "$CAPTURE_PID" ] || return 0
  sleep "${SETTLE:-0.4}" # the last FINs
  kill -INT "$CAPTURE_PID" 2>/dev/null || true
  wait "$CAPTURE_PID" 2>/dev/null || true
  CAPTURE_PID=
}
