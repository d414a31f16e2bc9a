package io.tlsfloor.report.form.jsonl;

import io.tlsfloor.parser.observation.AlertNames;
import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.text.JsonLine;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The facts of a connection that ECS has no names for. */
final class FactFields {
  private FactFields() {}

  static void write(JsonLine json, TlsConnection connection) throws IOException {
    json.text("basis", connection.log().map(log -> JsonLine.word(log.writer())).orElse("packets"));
    if (connection.log().isPresent()) {
      log(json, connection.log().get());
    }
    if (connection.offer().isPresent()) {
      offered(json, connection);
    }
    negotiated(json, connection.choice());
    if (connection.inferred().isPresent()) {
      json.object("inferred");
      json.plain("version", connection.inferred().get().toString());
      json.endObject();
    }
    json.plain("outcome", JsonLine.word(connection.outcome()).replace('_', '-'));
    if (connection.alert().isPresent()) {
      alert(json, connection.alert().get());
    }
    if (connection.ending().isPresent()) {
      ended(json, connection.ending().get());
    }
    json.texts("prefaces", PrefaceKind.labels(connection.way().prefaces()));
    json.texts("tunnels", connection.way().tunnels());
    if (connection.way().target().isPresent()) {
      target(json, connection.way().target().get());
    }
    if (connection.mail().isPresent()) {
      starttls(json, connection.mail().get());
    }
    if (connection.nat().isPresent()) {
      end(json, "nat", connection.nat().get());
    }
    if (connection.way().proxy().isPresent()) {
      end(json, "proxy", connection.way().proxy().get());
    }
    if (connection.evidence().amends()) {
      json.flag("amends", true);
    }
    json.text("ja4", connection.ja4());
    names(json, connection.names());
  }

  private static void log(JsonLine json, LogEntry log) throws IOException {
    json.object("log");
    if (!log.id().isEmpty()) {
      json.text("id", log.id());
    }
    json.text("version", log.version());
    json.text("offered_from", log.maxFrom());
    json.endObject();
  }

  private static void offered(JsonLine json, TlsConnection connection) throws IOException {
    Offer offer = connection.offer().orElseThrow();
    json.object("offered");
    json.plain("max", offer.max().toString());
    if (offer.min().isPresent()) {
      json.plain("min", offer.min().get().toString());
    } else {
      json.nothing("min");
    }
    if (offer.versions().isPresent()) {
      json.list("versions");
      for (TlsVersion version : offer.versions().get()) {
        json.item(version.toString());
      }
      json.endList();
    }
    json.word("format", offer.format());
    if (connection.log().isEmpty() || !offer.suites().isEmpty()) {
      json.flag("fallback_scsv", offer.fallbackScsv());
    }
    if (connection.log().isEmpty()) {
      json.number("hellos", offer.hellos());
    }
    if (!offer.alpn().isEmpty()) {
      json.texts("alpn", offer.alpn());
    }
    json.endObject();
  }

  private static void negotiated(JsonLine json, Optional<Choice> choice) throws IOException {
    if (choice.isEmpty()) {
      json.nothing("negotiated");
      return;
    }
    json.object("negotiated");
    json.plain("version", choice.get().version().toString());
    json.word("basis", choice.get().basis());
    json.endObject();
  }

  private static void alert(JsonLine json, AlertSeen alert) throws IOException {
    json.object("alert");
    if (alert.by().isPresent()) {
      json.word("by", alert.by().get());
    } else {
      json.nothing("by");
    }
    json.text("level", level(alert.level()));
    json.text("description", AlertNames.name(alert.description()));
    json.endObject();
  }

  /** RFC 8446 §6. */
  private static String level(int level) {
    return switch (level) {
      case 1 -> "warning";
      case AlertSeen.FATAL -> "fatal";
      default -> Integer.toString(level);
    };
  }

  private static void ended(JsonLine json, Ending ending) throws IOException {
    json.object("ended");
    json.word("how", ending.how());
    if (ending.by().isPresent()) {
      json.word("by", ending.by().get());
    } else {
      json.nothing("by");
    }
    json.endObject();
  }

  private static void target(JsonLine json, Target target) throws IOException {
    json.object("target");
    json.text("host", target.host());
    json.number("port", target.port());
    json.endObject();
  }

  private static void starttls(JsonLine json, MailDialogue mail) throws IOException {
    json.object("starttls");
    if (mail.offered().isPresent()) {
      json.flag("offered", mail.offered().get());
    }
    if (mail.masked()) {
      json.flag("masked", true);
    }
    json.flag("requested", mail.requested());
    json.text("reply", mail.reply());
    json.flag("continued_in_clear", !mail.commandsInClear().isEmpty());
    json.endObject();
  }

  private static void end(JsonLine json, String name, Peer end) throws IOException {
    json.object(name);
    json.text("ip", end.address().toString());
    json.number("port", end.port());
    json.endObject();
  }

  private static void names(JsonLine json, List<NameSeen> names) throws IOException {
    json.list("names");
    for (NameSeen name : names) {
      json.element();
      json.text("name", name.name());
      json.word("from", name.from());
      if (name.frame().isPresent()) {
        json.text("file", name.frame().get().file());
        json.number("frame", name.frame().get().number());
      }
      json.endObject();
    }
    json.endList();
  }

  /** Where the facts were read. */
  static void capture(JsonLine json, TlsConnection connection, boolean named) throws IOException {
    Evidence evidence = connection.evidence();
    json.object("capture");
    if (named) {
      json.text("file", evidence.first().file());
    }
    json.object("frames");
    json.number("first", evidence.first().number());
    json.number("last", evidence.last().number());
    frames(json, "client_hello", evidence.clientHello());
    frames(json, "server_hello", evidence.serverHello());
    json.endObject();
    if (connection.log().isPresent()) {
      json.endObject();
      return; // the rest is of packets
    }
    json.word("sides", evidence.sides());
    json.number("holes", evidence.holes());
    json.flag("truncated", evidence.truncated());
    json.number("conflicts", evidence.conflicts());
    json.endObject();
  }

  private static void frames(JsonLine json, String name, List<FrameRef> frames) throws IOException {
    json.list(name);
    for (FrameRef frame : frames) {
      json.item(frame.number());
    }
    json.endList();
  }
}
