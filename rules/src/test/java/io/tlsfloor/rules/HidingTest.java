package io.tlsfloor.rules;

import static io.tlsfloor.parser.observation.Sides.BOTH;
import static io.tlsfloor.parser.observation.Sides.CLIENT;
import static io.tlsfloor.parser.observation.Sides.SERVER;
import static io.tlsfloor.parser.observation.TlsVersion.TLS_1_0;
import static io.tlsfloor.parser.observation.TlsVersion.TLS_1_2;
import static io.tlsfloor.parser.observation.TlsVersion.TLS_1_3;
import static io.tlsfloor.rules.Seen.half;
import static io.tlsfloor.rules.Seen.listing;
import static io.tlsfloor.rules.Seen.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.judge.Judge;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests what of a connection that was not seen whole could hide a finding. */
class HidingTest {
  private static final String OUTSIDE = "203.0.113.9"; // of nobody that is known
  private static final String PROXY = "10.0.0.8";

  /** An end that no list knows, so that only a name could show that it is the service's. */
  private static Seen to(String server, int port) {
    return Seen.connection().server(server, port);
  }

  private static Arguments row(String what, Seen seen, String expected) {
    return Arguments.of(what, seen, expected);
  }

  static Stream<Arguments> connections() {
    Seen global = to(OUTSIDE, 443).client("2001:db8::5");
    return Stream.of(
        row("half a hello", to(OUTSIDE, 443).offers(half(upTo(TLS_1_2))), "yes"),
        row(
            "half a hello, with the name of another",
            to(OUTSIDE, 443).offers(half(upTo(TLS_1_2))).sni("www.example.com"),
            "no"),
        row(
            "half a hello, with another's name by DNS",
            to(OUTSIDE, 443).offers(half(upTo(TLS_1_2))).named(NameSource.DNS, "www.example.com"),
            "no"),
        row(
            "half a hello to another's address by CONNECT",
            to(PROXY, 3128).target("http-connect", "192.0.2.1", 443).offers(half(upTo(TLS_1_2))),
            "no"),
        row(
            "half a hello to another's address by SOCKS, which may know addresses only",
            to(PROXY, 1080).target("socks4", "192.0.2.1", 443).offers(half(upTo(TLS_1_2))),
            "yes"),
        row(
            "half a hello to another's name by SOCKS",
            to(PROXY, 1080).target("socks5", "www.example.com", 443).offers(half(upTo(TLS_1_2))),
            "no"),
        row(
            "half a hello of a client with a global address",
            global.offers(half(upTo(TLS_1_2))),
            "yes"),
        row(
            "all of an old hello",
            to(OUTSIDE, 443).offers(upTo(TLS_1_0)).visible(BOTH, 0, false, true),
            "no"),
        row(
            "an old hello, the server's side missing",
            to(OUTSIDE, 443).offers(upTo(TLS_1_0)).visible(CLIENT, 0, false, true),
            "yes"),
        row(
            "an old choice, the client's side missing",
            to(OUTSIDE, 443).chooses(TLS_1_0).established().visible(SERVER, 0, false, true),
            "yes"),
        row(
            "old records from the middle",
            to(OUTSIDE, 443).infers(TLS_1_0).established().visible(BOTH, 0, false, false),
            "yes"),
        row(
            "old records from the middle, of the server alone",
            to(OUTSIDE, 443).infers(TLS_1_0).established().visible(SERVER, 0, false, false),
            "yes"),
        row(
            "an old choice whose certificate names another",
            to(OUTSIDE, 443)
                .chooses(TLS_1_0)
                .established()
                .certificate("www.example.com")
                .visible(SERVER, 0, false, true),
            "no"),
        row(
            "a new choice, the client's side missing",
            to(OUTSIDE, 443).chooses(TLS_1_3).established().visible(SERVER, 0, false, true),
            "no"),
        row(
            "a new hello and choice with a hole",
            to(OUTSIDE, 443)
                .offers(listing(TLS_1_3, TLS_1_2))
                .chooses(TLS_1_3)
                .established()
                .visible(BOTH, 1, false, true),
            "no"),
        row(
            "half a hello inside, begun with it",
            to(PROXY, 443).offers(half(upTo(TLS_1_2))).visible(BOTH, 1, true, true),
            "no"),
        row(
            "an old hello inside, begun with it",
            to(PROXY, 3128).offers(upTo(TLS_1_0)).visible(CLIENT, 0, false, true),
            "no"),
        row(
            "an old hello inside behind a hole",
            to(PROXY, 443).offers(upTo(TLS_1_0)).visible(BOTH, 1, false, true),
            "yes"),
        row(
            "an old hello inside, the set-up not seen",
            to(PROXY, 443).offers(upTo(TLS_1_0)).visible(CLIENT, 0, false, false),
            "behind a proxy"),
        row(
            "the same on a port that proxies have",
            to(PROXY, 3128).offers(upTo(TLS_1_0)).visible(CLIENT, 0, false, false),
            "yes"),
        row(
            "both sides on such a port",
            to(PROXY, 3128).offers(upTo(TLS_1_0)).visible(BOTH, 0, false, false),
            "yes"),
        row(
            "an old hello behind a proxy's consent, what it was asked for missing",
            to(PROXY, 3128)
                .preface("http-connect")
                .offers(upTo(TLS_1_0))
                .visible(BOTH, 0, false, true),
            "yes"),
        row(
            "old records inside from the middle",
            to(PROXY, 8443).infers(TLS_1_0).established().visible(BOTH, 0, false, false),
            "behind a proxy"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("connections")
  void whatWasNotSeenCouldHideAFinding(String what, Seen seen, String expected) {
    Policy policy = Policy.standard();
    Judgement judgement = new Judge(policy, Catalogue.bundled()).judge(seen.build());
    Hiding hiding = new Hiding(policy);

    String said =
        hiding.couldHide(judgement)
            ? "yes"
            : hiding.couldHideBehindProxy(judgement) ? "behind a proxy" : "no";
    assertThat(said).isEqualTo(expected);
  }
}
