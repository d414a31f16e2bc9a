# Captures on the gateway with dumpcap: pcapng, nanosecond times.

CAPTURE_PID=
RECORD_PID=

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
  [ -z "$RECORD_PID" ] || { kill -INT "$RECORD_PID" 2>/dev/null && wait "$RECORD_PID" 2>/dev/null; } || true
  RECORD_PID=
  kill -INT "$CAPTURE_PID" 2>/dev/null || true
  wait "$CAPTURE_PID" 2>/dev/null || true
  CAPTURE_PID=
}

# A second recorder, of another interface, that ends with the first.
record() { # interface file
  local i
  ip netns exec tfl-gw dumpcap -q -i "$1" -f tcp -w "$2" >"$WORK/record.log" 2>&1 </dev/null &
  RECORD_PID=$!
  for i in $(seq 50); do
    [ -s "$2" ] && break
    sleep 0.1
  done
  [ -s "$2" ] || die "the second recorder did not start: $(cat "$WORK/record.log")"
}

# One file of two recorders', the second with a clock that is so many seconds ahead.
merge() { # file other seconds out
  editcap -t "$3" "$2" "$WORK/shifted.pcapng"
  mergecap -w "$WORK/merged.pcapng" "$1" "$WORK/shifted.pcapng"
  python3 "$LAB/tools/tidy.py" "$WORK/merged.pcapng" "$4"
}
