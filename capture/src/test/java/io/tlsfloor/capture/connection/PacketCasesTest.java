package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.Coverage;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.TlsConnection;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Captures of connections that losses, orders and forgeries spoil, each a file of segments. */
class PacketCasesTest {
  static Stream<String> cases() throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".packets"))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Path folder() throws URISyntaxException {
    return Path.of(
            Objects.requireNonNull(PacketCasesTest.class.getResource("fast-open.packets")).toURI())
        .getParent();
  }

  static PacketScript script(String name) throws IOException, URISyntaxException {
    return new PacketScript(Files.readAllLines(folder().resolve(name)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isToldAsWritten(String name) throws IOException, URISyntaxException {
    PacketScript script = script(name);
    Analyzed analyzed = script.analyzed();
    List<TlsConnection> told = analyzed.connections();
    List<String> found = new ArrayList<>();
    Map<String, Long> untold = untold(analyzed);
    int index = 0;
    for (String expected : script.expected()) {
      List<String> words = Arrays.asList(expected.split(" "));
      Long contradiction = words.get(0).equals("lost") ? untold.remove(words.get(1)) : null;
      if (contradiction != null) {
        found.add("lost " + words.get(1) + " " + contradiction);
      } else if (words.get(0).equals("lost")) {
        found.add("lost " + words.get(1) + " " + lost(analyzed.coverage(), words.get(1)));
      } else {
        found.add(index < told.size() ? told(told.get(index), words) : "nothing");
        index++;
      }
    }
    untold.forEach((which, count) -> found.add("lost " + which + " " + count));
    assertThat(found).as(name).isEqualTo(script.expected());
    assertThat(told).as(name).hasSize(index);
  }

  /** Connections that contradict themselves and are not told, by the name of how. */
  private static Map<String, Long> untold(Analyzed analyzed) {
    Map<String, Long> counts = new TreeMap<>();
    analyzed
        .coverage()
        .contradictions()
        .forEach(
            (which, count) -> {
              long told =
                  analyzed.connections().stream()
                      .filter(each -> each.evidence().contradictions().contains(which))
                      .count();
              if (count > told) {
                counts.put(which.id(), count - told);
              }
            });
    return counts;
  }

  private static long lost(Coverage coverage, String name) {
    return coverage.count(Loss.valueOf(name.toUpperCase(Locale.ROOT)));
  }

  /** The facts of a connection that the expectation names. */
  private static String told(TlsConnection c, List<String> expected) {
    StringBuilder words = new StringBuilder("told ");
    words.append(c.offer().map(offer -> short_(offer.max().toString())).orElse("-")).append(' ');
    words.append(c.choice().map(choice -> short_(choice.version().toString())).orElse("-"));
    words.append(' ').append(c.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    for (String fact : expected.subList(4, expected.size())) {
      String name = fact.substring(0, fact.indexOf('='));
      words.append(' ').append(name).append('=').append(fact(c, name));
    }
    if (!c.evidence().contradictions().isEmpty() && !words.toString().contains(" conflicts=")) {
      words.append(" conflicts=").append(fact(c, "conflicts")); // each expectation names them
    }
    return words.toString();
  }

  private static String short_(String version) {
    return version.replace("TLS ", "").replace("SSL 3.0", "ssl3").replace(' ', '-');
  }

  private static Object fact(TlsConnection c, String name) {
    return switch (name) {
      case "holes" -> c.evidence().holes();
      case "conflicts" -> {
        Set<Contradiction> names = c.evidence().contradictions();
        yield names.isEmpty()
            ? "-"
            : names.stream().map(Contradiction::id).collect(Collectors.joining(","));
      }
      case "proxy" -> c.way().proxy().map(Peer::toString).orElse("-");
      case "sides" -> c.evidence().sides().name().toLowerCase(Locale.ROOT);
      case "client" -> c.client();
      case "nat" -> c.nat().map(Peer::toString).orElse("-");
      case "greeting" ->
          c.names().stream()
              .filter(each -> each.from() == NameSource.MAIL_GREETING)
              .map(NameSeen::name)
              .collect(Collectors.joining(","));
      case "certificate" -> c.certificate().flatMap(ServerCertificate::commonName).orElse("-");
      case "messages" -> c.progress().messages();
      case "target" -> c.way().target().map(t -> t.host() + ":" + t.port()).orElse("-");
      case "clear" -> c.mail().map(m -> String.join(",", m.commandsInClear())).orElse("-");
      case "min" -> c.offer().flatMap(Offer::min).map(v -> short_(v.toString())).orElse("-");
      case "inferred" -> c.inferred().map(v -> short_(v.toString())).orElse("-");
      case "resumed" -> c.progress().resumed() ? "yes" : "no";
      case "ended" -> c.ending().map(e -> e.how().name().toLowerCase(Locale.ROOT)).orElse("-");
      case "starttls" -> c.mail().map(PacketCasesTest::startTls).orElse("-");
      case "prefaces" -> String.join(",", PrefaceKind.labels(c.way().prefaces()));
      case "by" ->
          c.ending()
              .flatMap(ending -> ending.by())
              .map(side -> side.name().toLowerCase(Locale.ROOT))
              .orElse("-");
      default -> throw new IllegalArgumentException("no fact " + name);
    };
  }

  private static String startTls(MailDialogue mail) {
    List<String> facts = new ArrayList<>();
    mail.offered().filter(offered -> offered).ifPresent(offered -> facts.add("offered"));
    if (mail.masked()) {
      facts.add("masked");
    }
    if (mail.requested()) {
      facts.add("requested");
    }
    if (mail.accepted()) {
      facts.add("accepted");
    }
    return String.join(",", facts);
  }
}
