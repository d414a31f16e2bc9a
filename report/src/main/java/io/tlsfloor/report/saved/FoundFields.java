package io.tlsfloor.report.saved;

import static io.tlsfloor.report.saved.Fields.object;
import static io.tlsfloor.report.saved.Scalar.ADDRESS;
import static io.tlsfloor.report.saved.Scalar.MAC;
import static io.tlsfloor.report.saved.Scalar.TEXT;
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
  private static final Codec<Map.Entry<String, Long>, Map.Entry<String, Long>> BY_NAME =
      object(each -> ClientLine.sum(each, "name", TEXT));

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
            .any("file", TEXT, none -> Optional.empty())
            .orElse(""); // which is known when it is written
    Finding worst = VerdictFields.finding(found.of(Found::worst), file);
    Set<RuleId> also =
        new LinkedHashSet<>(
            found.anyList("also", VerdictFields.RULE, each -> List.copyOf(each.also())));
    Optional<TlsVersion> offered = found.any("offered", VERSION, Found::offered);
    Optional<TlsVersion> chosen = found.any("chosen", VERSION, Found::chosen);
    boolean inferred = found.anyFlag("inferred", Found::inferred);
    long times = found.number("connections", Found::times);
    Instant first = found.needed("first", TIME, Found::first);
    Instant last = found.needed("last", TIME, Found::last);
    Answers answers = found.within("answers", Found::answers, FoundFields::answers);
    KindCounts outcomes = kinds(found.of(Found::outcomes), "outcomes");
    KindCounts hosts = kinds(found.of(Found::hosts), "hosts");
    Map<Integer, Long> hours = ClientLine.hours(found, Found::hours);
    Sight sight = found.needed("sight", object(client, FoundFields::sight), Found::sight);
    if (found.isWritten()) {
      return found.from();
    }
    return new Found(
        worst, sight, also, offered, chosen, inferred, answers, outcomes, hosts, hours, times,
        first, last);
  }

  private static Answers answers(Fields<Answers> answers) throws IOException {
    return new Answers(
        answers.number("through", Answers::through),
        answers.number("refused", Answers::refused),
        answers.anyNumber("refused_inside", Answers::refusedInside),
        answers.any("refused_since", TIME, Answers::refusedSince));
  }

  /** A list, as a name may have dots. */
  private static KindCounts kinds(Fields<KindCounts> kinds, String field) throws IOException {
    List<Map.Entry<String, Long>> named =
        kinds.list(field, BY_NAME, each -> ClientLine.list(each.named()));
    long others = kinds.anyNumber(field + "_others", KindCounts::others);
    return new KindCounts(ClientLine.sums(new LinkedHashMap<>(), named), others);
  }

  private static Sight sight(Fields<Sight> sight, IpAddress client) throws IOException {
    FrameRef frame =
        new FrameRef(
            sight.any("file", TEXT, each -> Optional.of(each.frame().file())).orElse(""),
            sight.number("frame", each -> each.frame().number()),
            sight.needed("at", TIME, each -> each.frame().time()));
    Transport transport = sight.needed("transport", TRANSPORT, Sight::transport);
    Fields<Ends> ends = sight.of(Sight::ends);
    Fields<Ends> source = ends.begin("source");
    Optional<IpAddress> other =
        source.any(
            "ip",
            ADDRESS,
            each -> Optional.of(each.client().address()).filter(ip -> !ip.equals(client)));
    int sourcePort = FactFields.port(source.of(Ends::client), Peer::port);
    Optional<MacAddress> sourceMac = source.any("mac", MAC, Ends::clientMac);
    source.end();
    Fields<Ends> destination = ends.begin("destination");
    Fields<Peer> server = destination.of(Ends::server);
    IpAddress serverIp = EcsFields.address(server, Peer::address, Optional.of(Reported.nowhere()));
    int serverPort = FactFields.port(server, Peer::port);
    Optional<MacAddress> serverMac = destination.any("mac", MAC, Ends::serverMac);
    destination.end();
    return new Sight(
        frame,
        transport,
        new Ends(
            new Peer(other.orElse(client), sourcePort),
            new Peer(serverIp, serverPort),
            sourceMac,
            serverMac),
        sight.any("client_stack", object(VerdictFields::stack), Sight::stack),
        sight.any("issuer", TEXT, Sight::issuer),
        sight.anyList("prefaces", TEXT, Sight::prefaces));
  }
}
