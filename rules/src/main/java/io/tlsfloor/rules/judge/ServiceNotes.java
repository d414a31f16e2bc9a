package io.tlsfloor.rules.judge;

import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.rules.ServiceEvidence;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.catalogue.EndpointSet;
import io.tlsfloor.rules.catalogue.Match;
import io.tlsfloor.rules.catalogue.Row;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Holds what a reader should know about a service: disagreements, odd ports, shared rows. */
final class ServiceNotes {
  /** The Worldwide set of sign-in hosts, whose addresses all Azure sign-in shares. */
  private static final int SIGN_IN_SET = 56;

  private static final int MAX_SHOWN = 253; // a DNS name in text, RFC 1035 §2.3.4

  private ServiceNotes() {}

  static Optional<String> note(
      ServiceFinder finder,
      TlsConnection connection,
      Peer server,
      ServiceEvidence evidence,
      Match match) {
    List<String> notes = new ArrayList<>();
    for (String name : finder.unmatchedAskedNames(connection, server, match.host())) {
      notes.add("the client asked for " + shown(name) + ", which is not in the list");
    }
    if (addressDisagrees(finder.catalogue(), connection, server, evidence, match)) {
      notes.add(
          "the address "
              + server.address()
              + " is in no published prefix: a proxy, a hosts file or a disguise");
    }
    if (match.port() == Match.PortFit.ODD) {
      notes.add(oddPort(connection, server, match));
    }
    if (connection.protocol() == Protocol.DTLS && server.equals(connection.client())) {
      notes.add("the service's end said hello, as either may for media");
    }
    Row row = match.row();
    if (isAzureSignIn(row)) {
      notes.add("Azure sign-in that has nothing to do with Microsoft 365 shares " + row.value());
    }
    if (row.use() == Row.Use.SHARED) {
      notes.add(row.value() + " is too widely shared to say much");
    }
    if (row.lastSeen().isPresent()) {
      notes.add(row.value() + " left the list; it was last seen there " + row.lastSeen().get());
    }
    if (evidence == ServiceEvidence.SNI
        && connection.offer().isPresent()
        && connection.offer().get().encryptedClientHello()) {
      notes.add(
          "the hello may be encrypted (ECH, or its GREASE, which looks the same): the name may be the outer, public one");
    }
    return notes.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", notes));
  }

  private static boolean isAzureSignIn(Row row) {
    EndpointSet set = row.set();
    return row.value().indexOf('/') >= 0
        && set.instance().equals(Catalogue.WORLDWIDE)
        && set.id().equals(Optional.of(SIGN_IN_SET));
  }

  /**
   * A name of the service at an address that is not. Only sets that publish prefixes can disagree,
   * and a proxy that was asked for the service by name explains its own address.
   */
  private static boolean addressDisagrees(
      Catalogue catalogue,
      TlsConnection connection,
      Peer server,
      ServiceEvidence evidence,
      Match match) {
    return evidence != ServiceEvidence.ADDRESS
        && evidence != ServiceEvidence.REPORT
        && connection.way().target().isEmpty()
        && match.row().set().origin() != EndpointSet.Origin.OWN
        && catalogue.publishesPrefixes(match.row().set())
        && !catalogue.holds(server.address(), connection.evidence().first().timeNanos());
  }

  private static String oddPort(TlsConnection connection, Peer server, Match match) {
    EndpointSet set = match.row().set();
    int port = connection.way().target().map(target -> target.port()).orElse(server.port());
    String listed = set.ports(connection.transport()).toString();
    return "port " + port + " is none of the set's" + (listed.isEmpty() ? "" : " (" + listed + ")");
  }

  /** {@code text} with all but printable ASCII escaped, cut where that is longer than a name. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    int i = 0;
    for (; i < text.length() && shown.length() < MAX_SHOWN; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7F) {
        shown.append(c);
      } else {
        shown.append("\\u").append(HexFormat.of().toHexDigits(c));
      }
    }
    return i < text.length() ? shown.append("…").toString() : shown.toString();
  }
}
