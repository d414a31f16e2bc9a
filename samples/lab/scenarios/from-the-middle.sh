TITLE="captures begun in the middle"
WITH="mergecap"
SHOWS="Three connections that were there before the capture: TLS 1.0, 1.1 and 1.2. Only application data is seen, in both directions."
EXPECT="By address. .98: inferred TLS 1.0, high inferred-below-floor, medium. .99: inferred TLS 1.1, the same. .100: records of 0x0303, cleared, nothing inferred, no finding. Negotiated null on all."

chat() { # host version-option
  { sleep 1; echo one; sleep 3; for line in two three four five; do echo $line; sleep 0.3; done; } \
    | LIMIT=7 on "$1" openssl s_client -connect 52.96.1.10:443 -servername outlook.office365.com -quiet -cipher $OLD "$2" >>"$WORK/clients.log" 2>&1 || true
}
scenario() {
  local cert v chat
  cert=$(certificate outlook.office365.com)
  address 52.96.1.10
  serve openssl s_server -accept 52.96.1.10:443 -cert "$cert" -key "$cert" -rev -min_protocol TLSv1 -cipher $OLD
  listening 52.96.1.10:443
  for v in 98:-tls1 99:-tls1_1 100:-tls1_2; do
    host 10.20.3.${v%%:*}
    chat 10.20.3.${v%%:*} "${v#*:}" &
    chat=$!
    sleep 2.5
    capture_start
    wait $chat
    capture_stop
    mv "$WORK/raw.pcapng" "$WORK/part-${v%%:*}.pcapng"
  done
  mergecap -w "$WORK/raw.pcapng" "$WORK"/part-98.pcapng "$WORK"/part-99.pcapng "$WORK"/part-100.pcapng
}
