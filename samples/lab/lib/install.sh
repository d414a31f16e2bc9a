# Installs what a scenario needs, at the time it needs it.

declare -A PACKAGE=(
  [openssl]=openssl [ip]=iproute2 [dumpcap]=wireshark-common [tshark]=tshark [editcap]=wireshark-common
  [ethtool]=ethtool [python3]=python3 [nft]=nftables [gnutls-cli]=gnutls-bin [tstclnt]=libnss3-tools
  [curl]=curl [swaks]=swaks [java]=openjdk-17-jdk-headless [node]=nodejs [npm]=npm [mvn]=maven
)

needs() { # command…
  local c missing=
  for c in "$@"; do
    command -v "$c" >/dev/null || missing="$missing ${PACKAGE[$c]:-$c}"
  done
  [ -z "$missing" ] && return
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
