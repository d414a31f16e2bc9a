package io.tlsfloor.cli.policy;

import static io.tlsfloor.testing.WirePackets.ipv4;
import static io.tlsfloor.testing.WirePackets.tcp;
import static io.tlsfloor.testing.WirePackets.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.connection.Analyzer;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.FindingEvidence;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.ServiceEvidence;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.judge.Judge;
import io.tlsfloor.testing.WireDns;
import io.tlsfloor.testing.WireFrame;
import io.tlsfloor.testing.WireHello;
import io.tlsfloor.testing.WirePackets;
import io.tlsfloor.testing.WireTls;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * An old client that sends no server name and is refused before any certificate, from its frames to
 * the judgement: it is found by DNS, or by a published prefix.
 */
class NamelessClientTest {
  private static final String CLIENT = "10.20.3.5";
  private static final String RESOLVER = "10.20.3.1";

  /** In no published prefix. */
  private static final String UNKNOWN = "203.0.113.9";

  /** In a published prefix of Exchange Online. */
  private static final String PUBLISHED = "52.96.1.10";

  private final List<byte[]> frames = new ArrayList<>();
  private String serverName = "";

  private NamelessClientTest answer(String asker, byte[] message) {
    frames.add(ipv4(RESOLVER, asker, 17, udp(53, 51000, message)));
    return this;
  }

  private Judgement refusedBy(String server, int port) {
    WireHello offer = WireHello.client(0x0301).suites(0x002F, 0x000A);
    byte[] hello = (serverName.isEmpty() ? offer : offer.serverName(serverName)).record();
    byte[] refusal = WireTls.alert(0x0301, 2, 70); // protocol_version
    frames.add(ipv4(CLIENT, server, 6, tcp(40000, port, 1000, WirePackets.SYN, new byte[0])));
    frames.add(
        ipv4(
            server,
            CLIENT,
            6,
            tcp(port, 40000, 5000, 1001, WirePackets.SYN | WirePackets.ACK, new byte[0])));
    frames.add(ipv4(CLIENT, server, 6, tcp(40000, port, 1001, 5001, WirePackets.ACK, hello)));
    frames.add(
        ipv4(
            server,
            CLIENT,
            6,
            tcp(port, 40000, 5001, 1001 + hello.length, WirePackets.ACK, refusal)));
    return judged();
  }

  private Judgement judged() {
    Judge judge = new Judge(Policy.standard(), Catalogue.bundled());
    List<Judgement> judgements = new ArrayList<>();
    Analyzer analyzer =
        new Analyzer(
            AnalyzerOptions.standard(address -> address.low() >>> 24 == 10),
            connection -> judgements.add(judge.judge(connection)));
    analyzer.begin("test.pcap");
    Frame frame = new Frame();
    for (int i = 0; i < frames.size(); i++) {
      byte[] bytes = frames.get(i);
      frame.bytes(ByteBuffer.wrap(bytes), 0, bytes.length, bytes.length);
      frame.about(i + 1, WireFrame.RAW_IP, 1_793_610_000_000_000_000L + i * 1_000_000L, true);
      analyzer.frame(frame);
    }
    analyzer.end();
    assertThat(judgements).hasSize(1);
    assertThat(judgements.get(0).connection().outcome()).isEqualTo(Outcome.REFUSED);
    return judgements.get(0);
  }

  private static void isFlagged(Judgement judgement, ServiceEvidence evidence) {
    assertThat(judgement.flagged()).isTrue();
    assertThat(judgement.findings().get(0).rule()).isEqualTo(RuleId.OFFERED_BELOW_FLOOR);
    assertThat(judgement.findings().get(0).confidence()).isEqualTo(Confidence.MEDIUM);
    assertThat(judgement.service().map(Service::evidence)).contains(evidence);
  }

  @Test
  void isFoundByTheNameThatItAskedFor() {
    byte[] answer = WireDns.resolved("smtp.office365.com", "edge.cdn.example", UNKNOWN);
    Judgement judgement = answer(CLIENT, answer).refusedBy(UNKNOWN, 587);

    isFlagged(judgement, ServiceEvidence.DNS);
    assertThat(judgement.service().map(Service::host)).contains("smtp.office365.com");
    assertThat(judgement.findings().get(0).summary()).contains("known by DNS in frame 1)");
    assertThat(judgement.findings().get(0).evidence())
        .contains(new FindingEvidence("test.pcap", 1, "dns.answer", "smtp.office365.com"));
  }

  @Test
  void isFoundByTheAliasOfAVanityName() {
    byte[] answer = WireDns.resolved("mail.contoso.com", "outlook.office365.com", UNKNOWN);

    isFlagged(answer(CLIENT, answer).refusedBy(UNKNOWN, 443), ServiceEvidence.DNS);
  }

  @Test
  void isFoundByWhatItsForwarderAsked() {
    byte[] answer = WireDns.resolved("outlook.office365.com", UNKNOWN);

    isFlagged(answer("10.20.3.2", answer).refusedBy(UNKNOWN, 443), ServiceEvidence.DNS);
  }

  @Test
  void isFoundByAPublishedPrefixAlone() {
    isFlagged(refusedBy(PUBLISHED, 443), ServiceEvidence.ADDRESS);
  }

  @Test
  void isNotFoundByAnotherNameOfTheSameAddressOnceItSendsAName() {
    byte[] other = WireDns.resolved("outlook.office365.com", UNKNOWN);
    byte[] own = WireDns.resolved("a.example.com", UNKNOWN);
    serverName = "a.example.com";

    assertThat(answer(CLIENT, other).answer(CLIENT, own).refusedBy(UNKNOWN, 443).service())
        .isEmpty();
  }

  @Test
  void isFoundByTheAliasOfTheNameItSends() {
    byte[] own = WireDns.resolved("mail.contoso.com", "outlook.office365.com", UNKNOWN);
    serverName = "mail.contoso.com";

    isFlagged(answer(CLIENT, own).refusedBy(UNKNOWN, 443), ServiceEvidence.DNS);
  }

  @Test
  void isNobodysWithoutEither() {
    byte[] answer = WireDns.resolved("a.example.com", UNKNOWN);
    Judgement judgement = answer(CLIENT, answer).refusedBy(UNKNOWN, 443);

    assertThat(judgement.flagged()).isFalse();
    assertThat(judgement.service()).isEqualTo(Optional.empty());
  }
}
