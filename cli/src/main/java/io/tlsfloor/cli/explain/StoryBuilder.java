package io.tlsfloor.cli.explain;

import io.tlsfloor.capture.record.LocatedMessage;
import io.tlsfloor.capture.record.RecordedPacket;
import io.tlsfloor.capture.record.Recording;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.CommunityId;
import io.tlsfloor.report.model.EventId;
import io.tlsfloor.report.model.Pivot;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.ServiceEvidence;
import io.tlsfloor.rules.catalogue.EndpointSet;
import io.tlsfloor.rules.catalogue.Explanation;
import io.tlsfloor.rules.judge.Reasoning;
import io.tlsfloor.rules.judge.Reasoning.Tried;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts what was seen and judged into words. */
final class StoryBuilder {
  private static final long NANOS = 1_000_000_000L;
  private static final int CLOCK_START = 11; // in an ISO time
  private static final int CLOCK_END = 26; // to the microsecond

  private static final String HANDSHAKE_RECORD = "record header: handshake";
  private static final Pattern VERSION = Pattern.compile("0x([0-9a-f]{4})");
  private static final int HEX = 16;

  private final Reasoning reasoning;
  private final Recording recording;
  private final List<LocatedMessage> messages;
  private final TlsConnection connection;

  /**
   * For a connection.
   *
   * @param names of the server that other frames gave
   */
  StoryBuilder(Reasoning reasoning, Recording recording, List<LocatedMessage> names) {
    this.reasoning = reasoning;
    this.recording = recording;
    messages = recording.messages(names);
    connection = reasoning.judgement().connection();
  }

  /** The story; {@code losses} are those of the file as a whole, in words. */
  Story story(List<String> losses) {
    Judgement judgement = reasoning.judgement();
    return new Story(
        new Story.Head(
            EventId.of(connection),
            CommunityId.of(connection.transport(), connection.client(), connection.server()),
            title(),
            judgement.severity(),
            judgement.findings().stream()
                .findFirst()
                .map(Finding::summary)
                .orElse("No rule found anything wrong with it.")),
        facts(judgement),
        recording.packets().stream().map(this::packet).toList(),
        recording.more() == 0 ? "" : recording.more() + " more, up to frame " + recording.last(),
        recording.assembly(connection, messages),
        messages,
        new Story.Verdict(
            reasoning.tried().stream().map(StoryBuilder::lookUp).toList(),
            service(),
            word(judgement.direction()) + ": " + reasoning.direction(),
            reasoning.rules(),
            reasoning.flagged()),
        new Unseen(connection, recording).sentences(losses),
        new Pivot(connection.transport(), connection.client(), connection.server()));
  }

  private List<String> facts(Judgement judgement) {
    List<String> facts = new ArrayList<>(new ConnectionWords(connection, judgement).facts());
    aroundHello().ifPresent(facts::add);
    return facts;
  }

  /**
   * Answers who takes the version of the record around a hello for the client's: that is TLS 1.0 of
   * most clients, whatever they speak (RFC 8446 §5.1).
   */
  private Optional<String> aroundHello() {
    Optional<TlsVersion> around =
        messages.stream()
            .filter(message -> message.fromClient() && message.name().equals(HANDSHAKE_RECORD))
            .flatMap(message -> message.fields().stream())
            .map(field -> VERSION.matcher(field.meaning()))
            .filter(Matcher::find)
            .map(found -> new TlsVersion(Integer.parseInt(found.group(1), HEX)))
            .findFirst();
    return around
        .filter(version -> connection.protocol() == Protocol.TLS && isSpokenByNobody(version))
        .map(
            version ->
                "It never spoke "
                    + version
                    + String.format(": 0x%04x", version.value())
                    + " is the version of the record around the hello.");
  }

  /**
   * Returns whether the client offered more, without listing it, and the server did not choose it.
   */
  private boolean isSpokenByNobody(TlsVersion version) {
    return connection.offer().isPresent()
        && version.isBefore(connection.offer().get().max())
        && !connection.offer().get().versions().orElse(List.of()).contains(version)
        && !connection.choice().map(Choice::version).equals(Optional.of(version))
        && !connection.inferred().equals(Optional.of(version));
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** A kind of evidence, as prose spells it. */
  static String word(ServiceEvidence evidence) {
    return switch (evidence) {
      case SNI -> "server name (SNI)";
      case CONNECT -> "CONNECT target";
      case SOCKS -> "SOCKS target";
      case MAIL_GREETING -> "mail greeting";
      case DNS -> "DNS name";
      case CERTIFICATE -> "certificate name";
      case ADDRESS -> "address";
      case REPORT -> "report";
    };
  }

  /** Begins with a capital letter and ends with a full stop. */
  static String sentence(String clause) {
    return Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".";
  }

  private String title() {
    FrameRef first = connection.evidence().first();
    FrameRef shown =
        connection.evidence().clientHello().isEmpty()
            ? first
            : connection.evidence().clientHello().get(0);
    return connection.client()
        + " to "
        + connection.server()
        + " · "
        + connection.protocol()
        + " over "
        + connection.transport()
        + (connection.evidence().timeKnown() ? " · " + Timestamps.seconds(first.time()) : "")
        + " · "
        + shown.file()
        + "#"
        + shown.number();
  }

  /** Times carry their day then. */
  private boolean severalDays() {
    List<RecordedPacket> packets = recording.packets();
    return !packets.isEmpty()
        && !Timestamps.day(time(packets.get(0)))
            .equals(Timestamps.day(time(packets.get(packets.size() - 1))));
  }

  private static Instant time(RecordedPacket packet) {
    return Instant.ofEpochSecond(
        Math.floorDiv(packet.timeNanos(), NANOS), Math.floorMod(packet.timeNanos(), NANOS));
  }

  private Story.Packet packet(RecordedPacket packet) {
    Instant time = time(packet);
    String clock = Timestamps.iso(time).substring(CLOCK_START, CLOCK_END);
    return new Story.Packet(
        packet.frame(),
        severalDays() ? Timestamps.day(time) + " " + clock : clock,
        packet.fromClient() ? "client" : "server",
        packet.originalLength(),
        what(packet));
  }

  private String what(RecordedPacket packet) {
    List<String> parts = new ArrayList<>();
    if (!packet.flagNames().isEmpty()) {
      parts.add(String.join(" ", packet.flagNames()));
    }
    if (packet.payload() > 0) {
      List<String> holds = holds(packet);
      parts.add(
          packet.payload()
              + (packet.payload() == 1 ? " byte" : " bytes")
              + (holds.isEmpty() ? "" : ": " + String.join(", ", holds)));
    }
    if (packet.missing() > 0) {
      parts.add(packet.missing() + " bytes not captured");
    }
    if (!packet.fragments().isEmpty()) {
      parts.add("completes fragments");
    }
    if (packet.outside()) {
      parts.add("the other side of the NAT");
    } else if (packet.copy()) {
      parts.add("nothing new");
    } else if (packet.payload() > 0 && !packet.isRead()) {
      parts.add("not read any more");
    }
    return String.join(", ", parts);
  }

  private List<String> holds(RecordedPacket packet) {
    List<String> names = new ArrayList<>();
    for (LocatedMessage message : messages) {
      boolean here =
          message.frames().contains(packet.frame())
              || packet.fragments().stream().anyMatch(message.frames()::contains);
      boolean header = // the message behind it is listed itself
          message.name().equals(HANDSHAKE_RECORD) || message.name().equals("record header: alert");
      if (here && !header && message.fromClient() == packet.fromClient()) {
        String name =
            message.name().startsWith("record header: ")
                ? message.name().substring("record header: ".length())
                : message.name();
        if (!names.contains(name)) {
          names.add(name);
        }
      }
    }
    return names;
  }

  private static Story.LookUp lookUp(Tried tried) {
    List<String> results = new ArrayList<>();
    for (Explanation.Reasoned match : tried.found().matches()) {
      results.add(match.why() + " (" + set(match.match().row().set()) + ")");
    }
    if (results.isEmpty()) {
      results.add("matches nothing in the list");
    }
    for (Explanation.Reasoned near : tried.found().near()) {
      results.add("no match, but near: " + near.why());
    }
    return new Story.LookUp(
        word(tried.evidence()), tried.subject(), tried.port(), tried.chosen(), results);
  }

  private static String set(EndpointSet set) {
    StringBuilder text = new StringBuilder(set.instance()).append(", ").append(set.area());
    set.id().ifPresent(id -> text.append(", set ").append(id));
    if (!set.category().label().isEmpty()) {
      text.append(", ").append(set.category().label());
    }
    return switch (set.origin()) {
      case LIST -> text.toString();
      case LIST_WITHOUT_SET -> text.append(", set not known").toString();
      case RETIRED -> text.append(", retired").toString();
      case BY_HAND -> text.append(", added by hand").toString();
      case OWN -> text.append(", of your own catalogue").toString();
    };
  }

  private String service() {
    return reasoning
        .judgement()
        .service()
        .map(StoryBuilder::of)
        .orElse("No name and no address belongs to a service of the list.");
  }

  /** A service, with why it is that one. */
  static String of(Service service) {
    return service.name()
        + " ("
        + service.instance()
        + service.set().map(set -> ", set " + set).orElse("")
        + service.category().map(category -> ", " + category).orElse("")
        + "), because "
        + service.host()
        + " matches "
        + service.matched()
        + " by "
        + word(service.evidence())
        + "; confidence "
        + word(service.confidence())
        + service.note().map(note -> "; " + note).orElse("")
        + ".";
  }
}
