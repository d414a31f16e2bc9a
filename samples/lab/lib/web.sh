# Web servers by nginx, one process for all sites of a scenario: site … (any number), then nginx_start.

# One server block. Options are lines of nginx; by default TLS 1.2 and 1.3, as the service has it now.
site() { # address name [line…]
  local a=$1 n=$2 cert
  shift 2
  cert=$(certificate "$n" ${SITE_NAMES:-})
  address "$a" ${SITE_HOSTS:-$n}
  mkdir -p "$WORK/nginx"
  {
    echo "server { listen $(bracket "$a"):443 ssl; listen $(bracket "$a"):80; server_name $n ${SITE_NAMES:-};"
    echo "  ssl_certificate $cert; ssl_certificate_key $cert; root $WORK/www;"
    [ $# -eq 0 ] || printf '  %s\n' "$@"
    echo "}"
  } >>"$WORK/nginx/sites"
}

nginx_start() { # [line of the main context…]
  local dir=$WORK/nginx
  cat >"$dir/nginx.conf" <<CF
pid $dir/pid;
error_log $dir/error.log;
daemon off;
master_process off;
user root;
events {}
$([ $# -eq 0 ] || printf '%s\n' "$@")
http {
  access_log off;
  client_body_temp_path $dir/t1; proxy_temp_path $dir/t2; fastcgi_temp_path $dir/t3; uwsgi_temp_path $dir/t4; scgi_temp_path $dir/t5;
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_session_cache shared:all:1m;
  http2 on;
  include $dir/sites;
}
CF
  serve nginx -c "$dir/nginx.conf" -e "$dir/error.log"
  listening "$(sed -n 's/^server { listen \([^ ;]*\).*/\1/p' "$dir/sites" | tail -1)"
}
