# Completion for tlsfloor. Made from its table of options by a test; -Dupdate writes it.

_tlsfloor_words() {
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current")
  if [[ ${COMPREPLY[0]-} == *= ]]; then
    compopt -o nospace
  fi
}

_tlsfloor_files() {
  compopt -o filenames
  mapfile -t COMPREPLY < <(compgen "$1" -- "$current")
}

_tlsfloor() {
  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command='' words='' i
  if [[ $current == = ]]; then # bash parts --option=value at the sign
    current=
  elif [[ $before == = ]]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ ${COMP_WORDS[i]} != -* ]]; then
      command=${COMP_WORDS[i]}
      break
    fi
  done
  COMPREPLY=()
  if [[ -z $command ]]; then
    _tlsfloor_words 'scan watch explain report diff inventory serve endpoints remedy archive --help --version'
    return
  fi
  case "$command $before" in
    'scan --format') _tlsfloor_words 'table lines jsonl csv cef'
      return ;;
    'scan --output' | 'scan -o') _tlsfloor_files -f
      return ;;
    'scan --write') _tlsfloor_words 'table= lines= jsonl= csv= cef='
      return ;;
    'scan --evidence') _tlsfloor_files -f
      return ;;
    'scan --evidence-size') :
      return ;;
    'scan --site') :
      return ;;
    'scan --pseudonymize') _tlsfloor_files -f
      return ;;
    'scan --min-severity') _tlsfloor_words 'low medium high critical'
      return ;;
    'scan --min-confidence') _tlsfloor_words 'low medium high'
      return ;;
    'scan --rule') _tlsfloor_words 'negotiated-below-floor downgrade offered-below-floor inferred-below-floor reported-below-floor legacy-endpoint cleartext-fallback no-common-suite offers-below-floor'
      return ;;
    'scan --direction') _tlsfloor_words 'outbound inbound internal external any'
      return ;;
    'scan --home-net') :
      return ;;
    'scan --instance') _tlsfloor_words 'Worldwide China USGovGCCHigh USGovDoD'
      return ;;
    'scan --endpoints') _tlsfloor_files -f
      return ;;
    'scan --floor') _tlsfloor_words '1.0 1.1 1.2 1.3'
      return ;;
    'scan --timeout') :
      return ;;
    'scan --policy') _tlsfloor_files -f
      return ;;
    'scan --from') :
      return ;;
    'scan --to') :
      return ;;
    'scan --client') :
      return ;;
    'scan --server') :
      return ;;
    'scan --service') :
      return ;;
    'scan --stack') :
      return ;;
    'scan --filter' | 'scan -f') :
      return ;;
    'scan --dates') _tlsfloor_words 'dmy mdy'
      return ;;
    'scan --day') :
      return ;;
    'scan --inventory') _tlsfloor_files -f
      return ;;
    'scan --top') :
      return ;;
    'scan --group') _tlsfloor_words 'client fix'
      return ;;
    'scan --fail-on') _tlsfloor_words 'low medium high critical'
      return ;;
    'scan --color') _tlsfloor_words 'auto always never'
      return ;;
    'scan --progress') _tlsfloor_words 'auto always never'
      return ;;
    'watch --interface' | 'watch -i') _tlsfloor_words "any $(ls /sys/class/net 2>/dev/null)"
      return ;;
    'watch --filter' | 'watch -f') :
      return ;;
    'watch --duration') :
      return ;;
    'watch --count') :
      return ;;
    'watch --config') _tlsfloor_files -f
      return ;;
    'watch --user') :
      return ;;
    'watch --write') _tlsfloor_words 'table= lines= jsonl= csv= cef='
      return ;;
    'watch --format') _tlsfloor_words 'table lines jsonl csv cef'
      return ;;
    'watch --output' | 'watch -o') _tlsfloor_files -f
      return ;;
    'watch --evidence') _tlsfloor_files -d
      return ;;
    'watch --min-severity') _tlsfloor_words 'low medium high critical'
      return ;;
    'watch --direction') _tlsfloor_words 'outbound inbound internal external any'
      return ;;
    'watch --policy') _tlsfloor_files -f
      return ;;
    'watch --inventory') _tlsfloor_files -f
      return ;;
    'watch --color') _tlsfloor_words 'auto always never'
      return ;;
    'explain --format') _tlsfloor_words 'text json markdown'
      return ;;
    'explain --min-severity') _tlsfloor_words 'low medium high critical'
      return ;;
    'explain --min-confidence') _tlsfloor_words 'low medium high'
      return ;;
    'explain --rule') _tlsfloor_words 'negotiated-below-floor downgrade offered-below-floor inferred-below-floor reported-below-floor legacy-endpoint cleartext-fallback no-common-suite offers-below-floor'
      return ;;
    'explain --direction') _tlsfloor_words 'outbound inbound internal external any'
      return ;;
    'explain --home-net') :
      return ;;
    'explain --instance') _tlsfloor_words 'Worldwide China USGovGCCHigh USGovDoD'
      return ;;
    'explain --endpoints') _tlsfloor_files -f
      return ;;
    'explain --floor') _tlsfloor_words '1.0 1.1 1.2 1.3'
      return ;;
    'explain --timeout') :
      return ;;
    'explain --policy') _tlsfloor_files -f
      return ;;
    'explain --client') :
      return ;;
    'explain --color') _tlsfloor_words 'auto always never'
      return ;;
    'report --output' | 'report -o') _tlsfloor_files -f
      return ;;
    'report --title') :
      return ;;
    'report --pseudonymize') _tlsfloor_files -f
      return ;;
    'report --min-severity') _tlsfloor_words 'low medium high critical'
      return ;;
    'report --min-confidence') _tlsfloor_words 'low medium high'
      return ;;
    'report --rule') _tlsfloor_words 'negotiated-below-floor downgrade offered-below-floor inferred-below-floor reported-below-floor legacy-endpoint cleartext-fallback no-common-suite offers-below-floor'
      return ;;
    'report --direction') _tlsfloor_words 'outbound inbound internal external any'
      return ;;
    'report --home-net') :
      return ;;
    'report --instance') _tlsfloor_words 'Worldwide China USGovGCCHigh USGovDoD'
      return ;;
    'report --endpoints') _tlsfloor_files -f
      return ;;
    'report --floor') _tlsfloor_words '1.0 1.1 1.2 1.3'
      return ;;
    'report --timeout') :
      return ;;
    'report --policy') _tlsfloor_files -f
      return ;;
    'report --from') :
      return ;;
    'report --to') :
      return ;;
    'report --client') :
      return ;;
    'report --server') :
      return ;;
    'report --service') :
      return ;;
    'report --stack') :
      return ;;
    'report --filter' | 'report -f') :
      return ;;
    'report --dates') _tlsfloor_words 'dmy mdy'
      return ;;
    'report --day') :
      return ;;
    'report --inventory') _tlsfloor_files -f
      return ;;
    'report --progress') _tlsfloor_words 'auto always never'
      return ;;
    'diff --format') _tlsfloor_words 'text json'
      return ;;
    'diff --fail-on') _tlsfloor_words 'new worse again'
      return ;;
    'diff --client') :
      return ;;
    'diff --service') :
      return ;;
    'diff --inventory') _tlsfloor_files -f
      return ;;
    'inventory --site') :
      return ;;
    'inventory --service') :
      return ;;
    'inventory --stack') :
      return ;;
    'inventory --inventory') _tlsfloor_files -f
      return ;;
    'inventory --as-of') :
      return ;;
    'inventory --on') :
      return ;;
    'inventory --window') :
      return ;;
    'inventory --min-coverage') :
      return ;;
    'inventory --target') :
      return ;;
    'inventory --fail-on') _tlsfloor_words 'below new back'
      return ;;
    'inventory --format') _tlsfloor_words 'table json jsonl csv'
      return ;;
    'inventory --state') _tlsfloor_words 'below quiet new fixed retired good back excepted new_below address_used_again changing_address other account'
      return ;;
    'inventory --owner') :
      return ;;
    'inventory --ticket') :
      return ;;
    'inventory --comment') :
      return ;;
    'inventory --accept') :
      return ;;
    'inventory --until') :
      return ;;
    'inventory --before') :
      return ;;
    'serve --inventory') _tlsfloor_files -f
      return ;;
    'serve --window') :
      return ;;
    'serve --target') :
      return ;;
    'serve --listen') :
      return ;;
    'serve --trusted-proxy') :
      return ;;
    'serve --proxy-address') :
      return ;;
    'endpoints --instance') _tlsfloor_words 'Worldwide China USGovGCCHigh USGovDoD'
      return ;;
    'endpoints --endpoints') _tlsfloor_files -f
      return ;;
    'endpoints --policy') _tlsfloor_files -f
      return ;;
    'endpoints --from') _tlsfloor_files -f
      return ;;
    'endpoints --list-version') :
      return ;;
    'endpoints --service') :
      return ;;
    'archive --parquet') _tlsfloor_files -d
      return ;;
    'archive --format') _tlsfloor_words 'table lines jsonl csv cef'
      return ;;
    'archive --output' | 'archive -o') _tlsfloor_files -f
      return ;;
    'archive --write') _tlsfloor_words 'table= lines= jsonl= csv= cef='
      return ;;
    'archive --site') :
      return ;;
    'archive --pseudonymize') _tlsfloor_files -f
      return ;;
    'archive --min-severity') _tlsfloor_words 'low medium high critical'
      return ;;
    'archive --min-confidence') _tlsfloor_words 'low medium high'
      return ;;
    'archive --rule') _tlsfloor_words 'negotiated-below-floor downgrade offered-below-floor inferred-below-floor reported-below-floor legacy-endpoint cleartext-fallback no-common-suite offers-below-floor'
      return ;;
    'archive --direction') _tlsfloor_words 'outbound inbound internal external any'
      return ;;
    'archive --home-net') :
      return ;;
    'archive --instance') _tlsfloor_words 'Worldwide China USGovGCCHigh USGovDoD'
      return ;;
    'archive --endpoints') _tlsfloor_files -f
      return ;;
    'archive --floor') _tlsfloor_words '1.0 1.1 1.2 1.3'
      return ;;
    'archive --timeout') :
      return ;;
    'archive --policy') _tlsfloor_files -f
      return ;;
    'archive --from') :
      return ;;
    'archive --to') :
      return ;;
    'archive --client') :
      return ;;
    'archive --server') :
      return ;;
    'archive --service') :
      return ;;
    'archive --stack') :
      return ;;
    'archive --dates') _tlsfloor_words 'dmy mdy'
      return ;;
    'archive --day') :
      return ;;
    'archive --inventory') _tlsfloor_files -f
      return ;;
    'archive --top') :
      return ;;
    'archive --group') _tlsfloor_words 'client fix'
      return ;;
    'archive --fail-on') _tlsfloor_words 'low medium high critical'
      return ;;
    'archive --color') _tlsfloor_words 'auto always never'
      return ;;
  esac
  if [[ $current == -* ]]; then
    case $command in
      scan) words='--format --output -o --write --evidence --evidence-size --site --pseudonymize --follow --all --min-severity --min-confidence --rule --any-service --direction --home-net --instance --endpoints --floor --timeout --policy --from --to --client --server --service --stack --filter -f --dates --day --inventory --quiet -q --verbose -v --top --group --fail-on --color --progress --debug --help -h --help-all' ;;
      watch) words='--interface -i --list --filter -f --duration --count --config --no-config --check-config --user --write --format --output -o --evidence --all --min-severity --any-service --direction --policy --inventory --quiet -q --color --debug --help -h --help-all' ;;
      explain) words='--format --filter --all --min-severity --min-confidence --rule --any-service --direction --home-net --instance --endpoints --floor --timeout --policy --client --color --debug --help -h --help-all' ;;
      report) words='--output -o --title --pseudonymize --all --min-severity --min-confidence --rule --any-service --direction --home-net --instance --endpoints --floor --timeout --policy --from --to --client --server --service --stack --filter -f --dates --day --inventory --quiet -q --progress --debug --help -h --help-all' ;;
      diff) words='--format --fail-on --client --service --inventory --debug --help -h --help-all' ;;
      inventory) words='--site --service --stack --inventory --as-of --on --window --min-coverage --target --fail-on --format --state --owner --ticket --comment --retired --accept --until --before --apply --debug --help -h --help-all' ;;
      serve) words='--inventory --window --target --listen --trusted-proxy --proxy-address --debug --help -h --help-all' ;;
      endpoints) words='--instance --endpoints --policy --from --list-version --service --verbose -v --debug --help -h --help-all' ;;
      remedy) words='--debug --help -h --help-all' ;;
      archive) words='--submit --parquet --format --output -o --write --site --pseudonymize --all --min-severity --min-confidence --rule --any-service --direction --home-net --instance --endpoints --floor --timeout --policy --from --to --client --server --service --stack --dates --day --inventory --quiet -q --verbose -v --top --group --fail-on --color --debug --help -h --help-all' ;;
    esac
    _tlsfloor_words "$words"
    return
  fi
  if ((i == COMP_CWORD - 1)); then
    case $command in
      inventory) _tlsfloor_words 'import status clients client note notes owners site forget' ;;
      serve) _tlsfloor_words '--inventory' ;;
      endpoints) _tlsfloor_words 'show lookup update' ;;
    esac
  fi
  if ((${#COMPREPLY[@]} == 0)); then
    _tlsfloor_files -f
  fi
}

complete -F _tlsfloor tlsfloor
