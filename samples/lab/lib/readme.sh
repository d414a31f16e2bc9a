# The README of a sample, and the table of all, from what the scenarios say of themselves:
# TITLE (a few words), SHOWS (what is on the wire), EXPECT (what tlsfloor must say), MADE (details of how).

version_of() { # command
  case $1 in
    openssl) openssl version | cut -d' ' -f1,2 ;;
    gnutls-cli) echo "GnuTLS $(gnutls-cli --version | head -1 | awk '{print $NF}')" ;;
    tstclnt) echo "NSS $(dpkg-query -W -f '${Version}' libnss3)" ;;
    python3) echo "$(python3 --version), ssl of $(python3 -c 'import ssl; print(ssl.OPENSSL_VERSION)' | cut -d' ' -f1,2)" ;;
    curl) curl --version | head -1 | cut -d' ' -f1,2,4 ;;
    java) echo "Java $(java -XshowSettings:properties -version 2>&1 | awk '/java.runtime.version/ {print $3}') (JSSE)" ;;
    node) echo "Node.js $(node --version)" ;;
    swaks) swaks --version | head -1 ;;
    sslperl) echo "Net::SSLeay $(perl -MNet::SSLeay -e 'print "$Net::SSLeay::VERSION, ", Net::SSLeay::SSLeay_version(0)' | cut -d' ' -f1-3)" ;;
    nft | mvn | npm | editcap | mergecap | reordercap | tshark) ;;
    postgres) dpkg-query -W -f 'postgresql ${Version}\n' postgresql ;;
    *) dpkg-query -W -f '${source:Package} ${Version}\n' "$(dpkg -S "$(readlink -f "$(command -v "$1")")" | cut -d: -f1 | head -1)" ;;
  esac
}

# What it was made with: from the commands that it names, or, when only the words are renewed, as the README had it.
made_with() { # name
  if [ -n "${KEEP_VERSIONS:-}" ]; then
    tr '\n' ' ' <"$SAMPLES/$1/README.md" | sed 's/.*Made by `[^`]*` with //; s/\. *$//'
    return
  fi
  {
    for c in openssl $WITH; do version_of "$c"; done | sort -u
    [ -z "${EXTRA_VERSIONS:-}" ] || printf '%s\n' "$EXTRA_VERSIONS"
  } | sed '/^$/d' | paste -sd';' | sed 's/;/; /g'
}

# Prose in lines of 118 characters at most.
filled() { fmt -w 118; }

readme_of() { # name
  printf '# %s\n\n' "$TITLE"
  printf '%s\n\n' "$SHOWS" | filled
  [ -z "$MADE" ] || printf '%s\n\n' "$MADE" | filled
  printf 'Made by `samples/lab/make %s` with %s.\n' "$1" "$(made_with "$1")" | filled
}

# Renews the words of every README from the scenarios, without making a capture.
readmes() {
  local name text
  KEEP_VERSIONS=yes
  for name in $(scenarios); do
    [ -f "$SAMPLES/$name/README.md" ] || continue
    text=$(
      TITLE= SHOWS= EXPECT= MADE= WITH= EXTRA_VERSIONS=
      . "$LAB/scenarios/$name.sh"
      readme_of "$name"
    )
    printf '%s\n' "$text" >"$SAMPLES/$name/README.md"
  done
  readme_table >"$SAMPLES/README.md"
}

readme_table() {
  cat <<'TABLE'
# Samples

Each folder holds a capture of real clients and servers, a README of what it shows, and the lines that tlsfloor must
print for it (`expected.jsonl`). `samples/lab/make NAME` makes a capture again, as root, from `lab/scenarios/NAME.sh`:
other keys and times, the same verdicts. Clients and servers run in network namespaces and are captured on the gateway
between them; hosts inside have the service's addresses, and no packet leaves the machine. The last column is what each
scenario was built to show; expected lines are reviewed against it.

| sample | what it shows | what is expected |
| --- | --- | --- |
TABLE
  local s
  for s in "$LAB"/scenarios/*.sh; do
    (
      TITLE= SHOWS= EXPECT= MADE= WITH=
      . "$s"
      printf '| [%s](%s/) | %s | %s |\n' "$(basename "$s" .sh)" "$(basename "$s" .sh)" "$TITLE" "$(echo $EXPECT)"
    )
  done
}
