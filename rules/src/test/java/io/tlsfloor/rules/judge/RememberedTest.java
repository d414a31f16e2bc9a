package io.tlsfloor.rules.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.Seen;
import io.tlsfloor.rules.catalogue.Catalogue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is remembered of a judgement says the same of a connection as judging it anew. */
class RememberedTest {
  private static final List<String> CLIENTS = List.of("10.20.3.41", "203.0.113.5", "52.97.1.2");
  private static final List<String> SERVERS = List.of("52.97.1.1", "198.51.100.7", "10.0.0.9");
  private static final List<String> TIMES =
      List.of("2026-11-02T09:00:00Z", "2026-11-02T09:00:01Z", "2019-01-02T03:04:05Z");

  @Test
  void isWhatJudgingAnewSays() {
    Judge judge = new Judge(Policy.standard(), Catalogue.bundled());
    for (TlsConnection each : connections()) {
      Judgement anew = new Judge(Policy.standard(), Catalogue.bundled()).judge(each);
      assertThat(judge.judge(each)).isEqualTo(anew);
      assertThat(judge.judge(each)).isEqualTo(anew);
    }
  }

  /** All of a few handshakes and names, which are the same objects in each, in each way. */
  private static List<TlsConnection> connections() {
    List<TlsConnection> kinds =
        List.of(
            kind(TlsVersion.TLS_1_2).sni("outlook.office365.com").build(),
            kind(TlsVersion.TLS_1_2).sni("www.example.org").build(),
            kind(TlsVersion.TLS_1_0).sni("outlook.office365.com").build(),
            kind(TlsVersion.TLS_1_2).build());
    List<TlsConnection> all = new ArrayList<>();
    for (TlsConnection handshake : kinds) {
      for (TlsConnection names : kinds) {
        for (String client : CLIENTS) {
          for (String server : SERVERS) {
            for (String time : TIMES) {
              TlsConnection ends =
                  Seen.connection().client(client).server(server, 443).at(time).build();
              all.add(
                  new TlsConnection(
                      ends.sockets(),
                      handshake.handshake(),
                      names.names(),
                      ends.mail(),
                      ends.way(),
                      ends.evidence(),
                      ends.log()));
            }
          }
        }
      }
    }
    return all;
  }

  private static Seen kind(TlsVersion version) {
    return Seen.connection().offers(Seen.upTo(version)).chooses(version).established();
  }
}
