TITLE="QUIC draft 29"
SHOWS="QUIC's draft 29, as browsers and clients of 2020 and 2021 spoke it, by quiche (netty's QUIC codec of 2021) to SharePoint: plainly, and
after a Retry. A third client begins with a version that no one knows, is answered by version negotiation, and starts again with
version 1, which this server leaves unanswered."
EXPECT="Format quic, TLS 1.3, SharePoint by SNI on all, ALPN h3-29; no finding; nothing that does not decrypt. .207 and .208: established. .209: incomplete."
WITH="java mvn"

scenario() {
  local cert
  cert=$(certificate '*.sharepoint.com')
  address 52.104.1.14
  address 52.104.1.15
  quic_server() { # address [retry]
    serve java -XX:TieredStopAtLevel=1 -Djava.net.preferIPv4Stack=true -cp "$(java_clients)" QuicTalk serve "$1" 443 "$cert" "${@:2}"
    listening "$1:443"
  }
  quic_server 52.104.1.14
  quic_server 52.104.1.15 retry
  capture_start
  ask() { # host server version
    LIMIT=10 on "$1" java -XX:TieredStopAtLevel=1 -Djava.net.preferIPv4Stack=true -cp "$(java_clients)" QuicTalk ask "$2" 443 contoso.sharepoint.com "$3" >>"$WORK/clients.log" 2>&1 || true
  }
  ask 10.20.3.207 52.104.1.14 ff00001d
  ask 10.20.3.208 52.104.1.15 ff00001d
  ask 10.20.3.209 52.104.1.14 babababa
}
