TITLE="an hour of an office"
SHOWS="Some fifty hosts of an office between 09:00 and 10:00 on 2026-11-02: browsers, scripts, application servers, phones, mail
programs and devices of ten TLS stacks. They look names up, read mail, sign in, fetch files and visit other sites over TLS,
HTTP and QUIC; some ask for the time, one keeps a shell open. Most of them are fine."
EXPECT="Critical: 10.20.3.41 (mail by STARTTLS on 587, TLS 1.0 established, 12 times) and 10.20.3.62 (IMAP on 993, TLS 1.0 established,
4 times). High: 10.20.3.77 (SharePoint refuses TLS 1.1 with protocol_version, 4 times), 10.20.3.61 (scan-to-mail, STARTTLS on 587 with
TLS 1.0 refused, 3 times), 10.20.3.63 (sign-in resets TLS 1.0, 3 times). Medium: 10.20.3.64 (pop-legacy.office365.com with TLS 1.2, twice),
10.20.3.68 (mail in clear to the service on 25, twice). Low: 10.20.3.65, .66, .67 (set to take old versions as well) and .31 to .34 (wget: GnuTLS lists 1.0 and 1.1 by default), also by
their IPv6 addresses. Not flagged: TLS 1.0 of
10.20.3.41 and .69 to erp.example.com, of 10.20.3.70 to the look-alike outlook.office365.com.example.net."
MADE="The clients ran one after another, within minutes. \`samples/lab/tools/hour.py\` then moved the start of each conversation to its
place in the hour; times within a conversation, addresses, ports and every byte are as captured. The schedule is the scenario's
and the same in every run."
WITH="java mvn node gnutls-cli tstclnt curl wget swaks sslperl nginx postfix dovecot dnsmasq chronyd sshd chromium"
EXTRA_VERSIONS="Node.js 0.10.48 (OpenSSL 1.0.1u), 4.9.1 (1.0.2o), 6.17.1 (1.0.2r)
Conscrypt 2.5.2, BoringSSL of netty-tcnative 2.0.70, Bouncy Castle (bctls 1.80)"

HOUR=1793610000 # 2026-11-02 09:00:00 UTC

# Plans a client's events: COUNT times in the hour, at seconds that depend on the words alone.
plan() { # count function arguments…
  local n=$1 i second
  shift
  for ((i = 0; i < n; i++)); do
    second=$(printf '%s %s' "$i" "$*" | cksum | awk -v i=$i -v n="$n" '{printf "%.3f", 5 + (i + $1 % 1000 / 1000) * 3580 / n}')
    printf '%s\t%s\n' "$second" "$(printf '%q ' "$@")" >>"$WORK/plan"
  done
}

office_servers() {
  local old="ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_ciphers $OLD;" h3='add_header Alt-Svc "h3=\":443\"";'
  local n size=3
  for n in index inbox files team graph; do # pages of 3 to 19 kB
    { echo "<!doctype html><title>$n</title>"; head -c $((size * 750)) /dev/zero | openssl enc -aes-128-ctr -K 00 -iv 00 2>/dev/null | base64; } >"$WORK/www/$n.html"
    size=$((size + 4))
  done
  site 52.96.1.10 outlook.office365.com
  site 52.96.1.11 outlook.office.com "listen 52.96.1.11:443 quic;" "listen [2603:1006::11]:443 ssl;" "$h3"
  address 2603:1006::11 outlook.office.com
  site 52.104.1.10 contoso.sharepoint.com
  SITE_NAMES=fabrikam-my.sharepoint.com site 52.104.1.11 contoso-my.sharepoint.com
  site 20.190.128.10 login.microsoftonline.com
  site 20.190.128.12 graph.microsoft.com
  site 52.112.1.10 teams.microsoft.com
  site 52.108.1.10 word-edit.officeapps.live.com
  site 203.0.113.10 www.example.com
  site 203.0.113.11 cdn.example.net
  site 203.0.113.12 api.fabrikam.example
  site 203.0.113.13 erp.example.com "$old"
  site 203.0.113.66 outlook.office365.com.example.net "$old"
  nginx_start
  postfix_server 52.96.2.20 PR3P195CA0012.outlook.office365.com
  echo "52.96.2.20 smtp.office365.com" >>"$WORK/names"
  postfix_server 52.97.2.20 AM0PR01CA0133.outlook.office365.com "smtpd_tls_protocols = >=TLSv1.2" "smtpd_tls_mandatory_protocols = >=TLSv1.2"
  BANNER="AMS0EPF000001A7.mail.protection.outlook.com $EXO_GREETING" postfix_server 104.47.11.10 AMS0EPF000001A7.mail.protection.outlook.com
  echo "104.47.11.10 contoso-com.mail.protection.outlook.com" >>"$WORK/names"
  dovecot_server 52.96.1.10 outlook.office365.com TLSv1
  dovecot_server 52.96.3.31 pop-legacy.office365.com TLSv1
  echo "52.96.3.31 pop-legacy.office365.com" >>"$WORK/names"
  hello_then reset 20.190.129.20 443
  address 203.0.113.22 shell.example.org
  ssh-keygen -q -t ed25519 -N '' -f "$WORK/sshkey" && cp "$WORK/sshkey.pub" "$WORK/authorized" && mkdir -p /run/sshd
  serve /usr/sbin/sshd -D -f /dev/null -h "$WORK/sshkey" -o ListenAddress=203.0.113.22 -o AuthorizedKeysFile="$WORK/authorized" \
    -o PidFile=none -o UsePAM=no -o StrictModes=no
  address 203.0.113.123 time.example.org
  printf 'local stratum 3\nallow all\nbindaddress 203.0.113.123\ncmdport 0\n' >"$WORK/chrony.conf"
  serve chronyd -x -d -f "$WORK/chrony.conf" -u root
  dns_server --cname=imap.contoso.com,outlook.office365.com
}

# Which program fetches which page, so that the cast below reads as people and machines.
page() { # number
  set -- "$1" outlook.office365.com/inbox outlook.office.com/inbox contoso.sharepoint.com/files login.microsoftonline.com/index \
    teams.microsoft.com/team graph.microsoft.com/graph contoso-my.sharepoint.com/files word-edit.officeapps.live.com/index \
    www.example.com/index cdn.example.net/files api.fabrikam.example/graph
  shift $(($1 % 11 + 1))
  echo "$1.html"
}
by_url() { # program host number
  "$1_client" "$2" "https://$(page "$3")"
}
by_name() { # program host number …
  local p=$1 h=$2 n
  n=$(page "$3")
  shift 3
  case $p in
    java) java_client "$h" "$1" "${n%%/*}" 443 "${n%%/*}" "$2" ;;
    node) node_client "$h" "$1" "${n%%/*}" 443 "${n%%/*}" ;;
    nss) nss_client "$h" "${n%%/*}" 443 "${n%%/*}" tls1.2:tls1.3 ;;
    *) "${p}_client" "$h" "${n%%/*}" 443 "${n%%/*}" "$@" ;;
  esac
}
ntp() { on "$1" chronyd -Q -t 4 -f /dev/null -u root 'server time.example.org iburst maxsamples 1' >>"$WORK/clients.log" 2>&1 || true; }
shell() {
  on "$1" ssh -q -F none -i "$WORK/sshkey" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null root@shell.example.org \
    'seq 200; sleep 1; seq 300' >>"$WORK/clients.log" 2>&1 || true
}
imap() { # host url [curl options]
  curl_client "$1" -u alex:lab "${@:2}"
}

cast() {
  local h n
  # browsers
  plan 2 chromium_client $LAN4.20 https://outlook.office.com/inbox.html
  plan 1 chromium_client $LAN4.20 https://www.example.com/index.html
  plan 2 chromium_client $LAN4.21 https://contoso.sharepoint.com/files.html
  plan 1 chromium_client $LAN4.22 https://login.microsoftonline.com/index.html
  plan 1 chromium_client $LAN4.22 https://teams.microsoft.com/team.html
  # scripts and services, all of them current enough
  for h in 23 24 25 26 27 28 29 30; do for n in 0 2 4 6 8; do plan 1 by_url curl $LAN4.$h $((h + n)); done; done
  for h in 31 32 33 34; do for n in 0 1 3 6; do plan 1 by_url wget $LAN4.$h $((h + n)); done; done
  for h in 35 36 37 38; do for n in 0 2 3 5; do plan 1 by_name nss $LAN4.$h $((h + n)); done; done
  for h in 39 40; do for n in 0 1 2 4; do plan 1 by_name python $LAN4.$h $((h + n)); done; done
  for h in 42 43 44 45; do for n in 0 3 5; do plan 1 by_name java $LAN4.$h $((h + n)) jsse -; done; done
  for h in 46 47; do for n in 0 2 4; do plan 1 by_name java $LAN4.$h $((h + n)) conscrypt TLSv1.3,TLSv1.2; done; done
  for n in 0 1 2; do plan 1 by_name boring $LAN4.48 $n -; plan 1 by_name java $LAN4.49 $((n + 4)) bc TLSv1.3,TLSv1.2; done
  for n in 0 3 5 7; do
    plan 1 by_name node $LAN4.50 $n now
    plan 1 by_name node $LAN4.51 $((n + 1)) now
    plan 1 by_name node $LAN4.52 $n 6.17.1
    plan 1 by_name node $LAN4.53 $((n + 1)) 4.9.1
    plan 1 by_name node $LAN4.54 $n 0.10.48
  done
  plan 3 curl_client $LAN4.72 --http3-only https://outlook.office.com/inbox.html
  # mail that is fine
  plan 4 swaks_client $LAN4.55 smtp.office365.com:587 --tls
  plan 2 swaks_client $LAN4.56 smtp.office365.com:587 --tls
  plan 5 imap $LAN4.57 imaps://outlook.office365.com/ -X NOOP
  plan 3 imap $LAN4.58 --ssl-reqd imap://imap.contoso.com/ -X NOOP
  plan 3 imap $LAN4.59 pop3s://outlook.office365.com/
  plan 3 swaks_client $LAN4.10 contoso-com.mail.protection.outlook.com:25 --tls
  # below the floor
  plan 12 java_mail $LAN4.41 smtp.office365.com 587 TLSv1
  plan 4 python_client $LAN4.77 contoso.sharepoint.com 443 contoso.sharepoint.com TLSv1 TLSv1_1
  plan 3 scan_to_mail $LAN4.61 0.10.48 52.97.2.20 587 '{"secureProtocol":"TLSv1_method"}'
  plan 4 gnutls_client $LAN4.62 outlook.office365.com 993 outlook.office365.com 'NORMAL:-VERS-ALL:+VERS-TLS1.0:%COMPAT'
  plan 3 node_client $LAN4.63 0.10.48 20.190.129.20 443 login.microsoftonline.com '{"secureProtocol":"TLSv1_method"}'
  plan 2 imap $LAN4.64 --tls-max 1.2 pop3s://pop-legacy.office365.com/
  plan 2 swaks_client $LAN4.68 contoso-com.mail.protection.outlook.com:25
  # old versions beside new ones
  plan 2 openssl_client $LAN4.65 teams.microsoft.com 443 -servername teams.microsoft.com -min_protocol TLSv1 -cipher $OLD
  plan 2 boring_client $LAN4.66 outlook.office365.com 443 outlook.office365.com TLSv1,TLSv1.1,TLSv1.2,TLSv1.3
  plan 2 python_client $LAN4.67 contoso.sharepoint.com 443 contoso.sharepoint.com TLSv1
  # old, but not the service's
  plan 3 python_client $LAN4.69 erp.example.com 443 erp.example.com TLSv1 TLSv1
  plan 2 java_client $LAN4.41 jsse erp.example.com 443 erp.example.com TLSv1
  plan 2 python_client $LAN4.70 outlook.office365.com.example.net 443 outlook.office365.com.example.net TLSv1 TLSv1
  # no TLS at all
  for h in 23 26 29 33; do plan 2 curl_client $LAN4.$h http://cdn.example.net/files.html; done
  for h in 10 20 31 42 50; do plan 2 ntp $LAN4.$h; done
  plan 2 shell $LAN4.71
}

scenario() {
  local second command
  java_clients >/dev/null
  for n in 0.10.48 4.9.1 6.17.1; do old_node $n >/dev/null; done
  office_servers
  : >"$WORK/plan"
  cast
  sort -n "$WORK/plan" >"$WORK/plan.sorted"
  : >"$WORK/events"
  capture_start
  while IFS=$'\t' read -r second command; do
    printf '%s\t%s\n' "$(date +%s%N)" "$(awk -v s="$second" -v h=$HOUR 'BEGIN {printf "%d%09d", h + int(s), (s - int(s)) * 1000000000}')" >>"$WORK/events"
    eval "$command" </dev/null
  done <"$WORK/plan.sorted"
}

finish() { python3 "$LAB/tools/hour.py" "$1" "$WORK/events" "$2"; }
