TITLE="the clients' own names"
SHOWS="Four TLS 1.0 clients that say who they are in the same capture: one asks for its address by DHCP with a host name, one registers a
NetBIOS name, one announces itself by mDNS, one greets a mail server. Each then reaches Exchange Online and is let in."
EXPECT="Critical on all. The client lines carry the names: .241 MFP-2ND-FLOOR (DHCP), .242 ACCT-PC-07 (NetBIOS), .243 alex-notebook (mDNS), .244 pc-244.contoso.com (EHLO), each with its MAC address."
WITH="dnsmasq udhcpc avahi-daemon nmbd postfix swaks sslperl"

scenario() {
  local h pid
  openssl_server 52.96.1.10 443 outlook.office365.com -tls1 -cipher $OLD
  postfix_server 52.96.2.20 PR3P195CA0012.outlook.office365.com
  dns_server --dhcp-range=10.20.3.241,10.20.3.241,1h --dhcp-authoritative --no-ping --dhcp-leasefile="$WORK/leases"
  for h in 241 242 243 244; do host 10.20.3.$h; done
  mkdir -p "$WORK/nmbd"
  cat >"$WORK/nmbd/conf" <<CF
[global]
  netbios name = ACCT-PC-07
  workgroup = CONTOSO
  bind interfaces only = no
  lock directory = $WORK/nmbd
  state directory = $WORK/nmbd
  cache directory = $WORK/nmbd
  pid directory = $WORK/nmbd
  private dir = $WORK/nmbd
  log file = $WORK/nmbd/log
  local master = no
CF
  printf '[server]\nhost-name=alex-notebook\nenable-dbus=no\nuse-ipv6=no\n[publish]\npublish-workstation=no\n' >"$WORK/avahi.conf"
  capture_start
  on 10.20.3.241 udhcpc -f -q -n -i eth0 -x hostname:MFP-2ND-FLOOR -s /bin/true >>"$WORK/clients.log" 2>&1 || true
  NS=tfl-h10.20.3.242 serve nmbd -F --no-process-group -s "$WORK/nmbd/conf"
  NS=tfl-h10.20.3.243 serve avahi-daemon --no-drop-root --no-chroot --no-rlimits -f "$WORK/avahi.conf"
  sleep 4
  for h in 241 242 243; do openssl_client 10.20.3.$h 52.96.1.10 443 -servername outlook.office365.com -tls1 -cipher $OLD; done
  swaks_client 10.20.3.244 52.96.2.20:587 --tls --tls-protocol tlsv1 --tls-cipher $OLD
}
