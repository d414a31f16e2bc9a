# Mail servers that play Exchange Online: Postfix for submission and MX, Dovecot for IMAP and POP3.

EXO_GREETING='Microsoft ESMTP MAIL Service ready'

# Postfix on ports 25 and 587 of one address. Takes mail from the office, encrypted only on 587, and throws it away.
postfix_server() { # address name [main.cf line…]
  local a=$1 n=$2 dir=$WORK/postfix-${1//[:.]/_} cert service
  shift 2
  cert=$(certificate "$n" "${EXTRA_NAME:-smtp.office365.com}")
  [ -n "${NS:-}" ] || address "$a" # else the namespace has it: an office host
  mkdir -p "$dir/etc" "$dir/queue" "$dir/data"
  chown postfix "$dir/data"
  cat >"$dir/etc/main.cf" <<CF
compatibility_level = 3.6
queue_directory = $dir/queue
data_directory = $dir/data
maillog_file = $dir/log
maillog_file_prefixes = $dir
inet_interfaces = $a
inet_protocols = all
myhostname = $n
mydestination =
local_recipient_maps =
alias_maps =
mynetworks = 10.0.0.0/8, [2001:db8:20::]/48
smtpd_banner = ${BANNER:-$n $EXO_GREETING}
smtpd_helo_required = yes
smtpd_peername_lookup = no
smtpd_relay_restrictions = permit_mynetworks, reject
default_transport = discard
smtpd_tls_chain_files = $cert
smtpd_tls_security_level = may
smtpd_tls_loglevel = 1
smtpd_tls_protocols = >=TLSv1
smtpd_tls_mandatory_protocols = >=TLSv1
smtpd_tls_mandatory_ciphers = low
smtpd_tls_ciphers = low
tls_low_cipherlist = ALL:@SECLEVEL=0
CF
  printf '%s\n' "$@" >>"$dir/etc/main.cf"
  cat >"$dir/etc/master.cf" <<CF
smtp       inet n - n - - smtpd
submission inet n - n - - smtpd
  -o smtpd_tls_security_level=${SUBMISSION_LEVEL:-encrypt}
pickup     unix n - n 60 1 pickup
cleanup    unix n - n - 0 cleanup
qmgr       unix n - n 300 1 qmgr
tlsmgr     unix - - n 1000? 1 tlsmgr
proxymap   unix - - n - - proxymap
rewrite    unix - - n - - trivial-rewrite
bounce     unix - - n - 0 bounce
defer      unix - - n - 0 bounce
trace      unix - - n - 0 bounce
discard    unix - - n - - discard
smtp       unix - - n - - smtp
error      unix - - n - - error
anvil      unix - - n - 1 anvil
postlog    unix-dgram n - n - 1 postlogd
CF
  for service in active bounce corrupt defer deferred flush hold incoming private saved trace; do
    mkdir -p "$dir/queue/$service"
    chown postfix "$dir/queue/$service"
  done
  mkdir -p "$dir/queue/maildrop" "$dir/queue/public" "$dir/queue/pid"
  chown postfix:postdrop "$dir/queue/maildrop" "$dir/queue/public"
  chmod 730 "$dir/queue/maildrop"
  chmod 710 "$dir/queue/public"
  # in the foreground and as a child of the lab, so that it ends with its namespace
  serve env MAIL_CONFIG="$dir/etc" /usr/lib/postfix/sbin/master -c "$dir/etc" -d
  listening "$(bracket "$a"):587"
  listening "$(bracket "$a"):25"
}

# Dovecot on 143, 993, 110 and 995 of one address; any user gets in with the password "lab".
dovecot_server() { # address name lowest-version
  local a=$1 dir=$WORK/dovecot-${1//[:.]/_} cert
  cert=$(certificate "$2")
  address "$a"
  mkdir -p "$dir/run" "$dir/mail"
  chmod 777 "$dir/mail"
  cat >"$dir/dovecot.conf" <<CF
dovecot_config_version = 2.4.1
dovecot_storage_version = 2.4.1
base_dir = $dir/run
log_path = $dir/log
protocols = imap pop3
listen = $a
login_greeting = ${GREETING:-The Microsoft Exchange IMAP4 service is ready. [$(bracketed "$2")]}
auth_allow_cleartext = no
mail_driver = maildir
mail_path = $dir/mail/%{user}
mail_uid = nobody
mail_gid = nogroup
first_valid_uid = 1
ssl = yes
ssl_server_cert_file = $cert
ssl_server_key_file = $cert
ssl_min_protocol = $3
ssl_cipher_list = ALL:@SECLEVEL=0
passdb static {
  password = lab
}
userdb static {
  fields {
    uid = nobody
    gid = nogroup
    home = $dir/mail/%{user}
  }
}
CF
  serve dovecot -F -c "$dir/dovecot.conf"
  listening "$(bracket "$a"):993"
}

# The host as Exchange names it in IMAP and POP3 greetings: base64 of UTF-16LE.
bracketed() { printf '%s' "$1" | tr a-z A-Z | iconv -t UTF-16LE | base64 -w0; }
