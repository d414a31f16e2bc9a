package io.tlsfloor.report.saved;

import static io.tlsfloor.report.saved.Fields.object;
import static io.tlsfloor.report.saved.Scalar.ADDRESS;
import static io.tlsfloor.report.saved.Scalar.FILE;
import static io.tlsfloor.report.saved.Scalar.MAC;
import static io.tlsfloor.report.saved.Scalar.PREFACE;
import static io.tlsfloor.report.saved.Scalar.SOME;
import static io.tlsfloor.report.saved.Scalar.TIME;
import static io.tlsfloor.report.saved.Scalar.VERSION;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.report.model.Found;
import io.tlsfloor.report.model.Found.Answers;
import io.tlsfloor.report.model.Found.Sight;
import io.tlsfloor.report.model.KindCounts;
import io.tlsfloor.report.saved.Fields.Codec;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.RuleId;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of what was found on a client's day. */
final class FoundFields {
  private static final Scalar<Transport> TRANSPORT = Scalar.word(Transport.class);
  private static final Scalar<String> OUTCOME = Scalar.text("established");
  private static final Scalar<String> HOST_AND_PORT = Scalar.text("outlook.office365.com:443");
  private static final Codec<Map.Entry<String, Long>, Map.Entry<String, Long>> OUTCOMES =
      object(each -> ClientLine.sum(each, "name", "What became of them.", OUTCOME));
  private static final Codec<Map.Entry<String, Long>, Map.Entry<String, Long>> HOSTS =
      object(each -> ClientLine.sum(each, "name", "Whom they went to.", HOST_AND_PORT));

  /** When the address of a network card is left out. */
  static final String MAC_LEFT_OUT = "Left out where the capture does not have it.";

  private FoundFields() {}

  /**
   * Its fields: those of the worst finding, and what all of them come to.
   *
   * @param client whose it is
   */
  static Found fields(Fields<Found> found, IpAddress client) throws IOException {
    String file =
        found
            .ahead("sight")
            .any("file", "", FILE, none -> Optional.empty())
            .orElse(""); // which is known when it is written
    Finding worst = VerdictFields.finding(found.of(Found::worst), file);
    Set<RuleId> also =
        new LinkedHashSet<>(
            found.anyList(
                "also",
                "Other rules that found something on the same connections; left out for none.",
                VerdictFields.RULE,
                each -> List.copyOf(each.also())));
    Optional<TlsVersion> offered =
        found.any(
            "offered",
            "The lowest of the highest versions offered; left out without a hello.",
            VERSION,
            Found::offered);
    Optional<TlsVersion> chosen =
        found.any(
            "chosen",
            "The lowest version chosen or inferred; left out where none was.",
            VERSION,
            Found::chosen);
    boolean inferred =
        found.anyFlag(
            "inferred", "Whether some versions were inferred; left out for none.", Found::inferred);
    long times = found.number("connections", "How many.", SOME, Found::times);
    Instant first = found.needed("first", "First packet of the first.", TIME, Found::first);
    Instant last =
        found.needed(
            "last", "Last packet of the last that was used for a verdict.", TIME, Found::last);
    Answers answers =
        found.within("answers", "What became of them.", Found::answers, FoundFields::answers);
    KindCounts outcomes =
        kinds(
            found.of(Found::outcomes),
            "outcomes",
            "The same in words.",
            "Connections with outcomes that had no room among those; left out for none.",
            OUTCOMES);
    KindCounts hosts =
        kinds(
            found.of(Found::hosts),
            "hosts",
            "Host and port, as sent.",
            "Connections to hosts that had no room among those; left out for none.",
            HOSTS);
    Map<Integer, Long> hours = ClientLine.hours(found, Found::hours);
    Sight sight =
        found.needed(
            "sight",
            "The connection that the sentence is about.",
            object(client, FoundFields::sight),
            Found::sight);
    if (found.isWritten()) {
      return found.from();
    }
    return new Found(
        worst, sight, also, offered, chosen, inferred, answers, outcomes, hosts, hours, times,
        first, last);
  }

  private static Answers answers(Fields<Answers> answers) throws IOException {
    return new Answers(
        answers.number("through", "Came about.", Answers::through),
        answers.number("refused", "Were refused, reset or closed.", Answers::refused),
        answers.anyNumber(
            "refused_inside",
            "Came about, and look as if the mail service refused them inside TLS; left out for"
                + " none.",
            Answers::refusedInside),
        answers.any(
            "refused_since",
            "First packet of the first that was refused; left out for none.",
            TIME,
            Answers::refusedSince));
  }

  /** A list, as a name may have dots. */
  private static KindCounts kinds(
      Fields<KindCounts> kinds,
      String field,
      String about,
      String aboutOthers,
      Codec<Map.Entry<String, Long>, Map.Entry<String, Long>> byName)
      throws IOException {
    List<Map.Entry<String, Long>> named =
        kinds.list(field, about, byName, each -> ClientLine.list(each.named()));
    long others = kinds.anyNumber(field + "_others", aboutOthers, KindCounts::others);
    return new KindCounts(ClientLine.sums(new LinkedHashMap<>(), named), others);
  }

  private static Sight sight(Fields<Sight> sight, IpAddress client) throws IOException {
    FrameRef frame =
        new FrameRef(
            sight
                .always("file", "Capture file or interface.", FILE, each -> each.frame().file())
                .orElse(""),
            sight.number(
                "frame",
                "Of its first hello, else its first frame; counted from 1 in that file.",
                each -> each.frame().number()),
            sight.needed("at", "Time of that frame.", TIME, each -> each.frame().time()));
    Transport transport =
        sight.needed("transport", "What carries it.", TRANSPORT, Sight::transport);
    Fields<Ends> ends = sight.of(Sight::ends);
    Fields<Ends> source = ends.begin("source", "The client.");
    Optional<IpAddress> other =
        source.any(
            "ip",
            "Left out where it is the client's own.",
            ADDRESS,
            each -> Optional.of(each.client().address()).filter(ip -> !ip.equals(client)));
    int sourcePort = FactFields.port(source.of(Ends::client));
    Optional<MacAddress> sourceMac = source.any("mac", MAC_LEFT_OUT, MAC, Ends::clientMac);
    source.end();
    Fields<Ends> destination = ends.begin("destination", "The server.");
    Fields<Peer> server = destination.of(Ends::server);
    IpAddress serverIp = EcsFields.address(server, Peer::address, Optional.of(Reported.nowhere()));
    int serverPort = FactFields.port(server);
    Optional<MacAddress> serverMac = destination.any("mac", MAC_LEFT_OUT, MAC, Ends::serverMac);
    destination.end();
    return new Sight(
        frame,
        transport,
        new Ends(
            new Peer(other.orElse(client), sourcePort),
            new Peer(serverIp, serverPort),
            sourceMac,
            serverMac),
        sight.any(
            "client_stack",
            "What the client looks like; left out where it is not known.",
            object(VerdictFields::stack),
            Sight::stack),
        sight.any(
            "issuer",
            "Who signed the certificate that the client was shown; left out where none was seen.",
            FactFields.DISTINGUISHED_NAME,
            Sight::issuer),
        sight.anyList(
            "prefaces",
            "Dialogues before TLS, in order; left out for none.",
            PREFACE,
            Sight::prefaces));
  }
}
