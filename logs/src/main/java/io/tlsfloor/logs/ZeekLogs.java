package io.tlsfloor.logs;

import io.tlsfloor.logs.LogFields.BadEntryException;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.Way;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections of the entries of Zeek's {@code ssl.log}, with what the logs next to it say of
 * them: {@code conn.log} of transport, VLANs and link addresses, {@code x509.log} of certificates,
 * {@code smtp.log} of mail. They are joined by Zeek's own ids.
 */
final class ZeekLogs {
  private static final int MAX_CONNECTIONS = 1 << 18;
  private static final int MAX_CERTIFICATES = 1 << 15;
  private static final long MAX_CERTIFICATE_BYTES = 64L << 20; // a server chooses its names
  private static final int MAX_MAIL = 1 << 16;

  private final LoggedNames names;
  private final RecentEntries<Below> connections = new RecentEntries<>(MAX_CONNECTIONS);
  private final RecentEntries<ServerCertificate> certificates =
      new RecentEntries<>(MAX_CERTIFICATES, MAX_CERTIFICATE_BYTES, LoggedText::bytes);
  private final RecentEntries<MailDialogue> mail = new RecentEntries<>(MAX_MAIL);

  /** Holds what {@code conn.log} says of a connection that is not plain TCP over Ethernet. */
  private record Below(Protocol protocol, Way way) {}

  ZeekLogs(LoggedNames names) {
    this.names = names;
  }

  /** Takes an entry of a log beside; one that is none is counted by its reader. */
  void beside(LogReader from, LogFields entry) {
    try {
      beside(from.kind(), entry, from.place());
    } catch (BadEntryException noEntry) {
      from.reject(noEntry.what());
    }
  }

  /** An entry of one of the logs next to {@code ssl.log}, {@code dns.log} excepted. */
  private void beside(LogKind kind, LogFields entry, FrameRef place) throws BadEntryException {
    switch (kind) {
      case CONN -> conn(entry);
      case X509 -> x509(entry);
      case SMTP -> smtp(entry, place);
      case DNS -> names.zeekDns(entry, place);
      case DHCP ->
          names.dhcp(
              entry
                  .maybeAddress("assigned_addr")
                  .or(() -> entry.maybeAddress("assigned_ip")) // before Zeek 2.6
                  .or(() -> entry.maybeAddress("client_addr")),
              entry.text("host_name").or(() -> entry.text("client_fqdn")),
              place);
      case SSL,
          EVE,
          ENTRA,
          EXCHANGE,
          DEFENDER,
          OTHER -> {} // says nothing of a connection in another log
    }
  }

  private void conn(LogFields entry) {
    Optional<String> uid = entry.text("uid");
    String services = entry.text("service").orElse("");
    boolean udp = entry.text("proto").orElse("").equals("udp");
    Way way =
        LoggedText.way(
            entry.number("vlan").map(Long::intValue),
            entry.number("inner_vlan").map(Long::intValue),
            entry.text("orig_l2_addr").flatMap(LoggedText::mac),
            entry.text("resp_l2_addr").flatMap(LoggedText::mac));
    if (uid.isPresent() && (udp || !way.equals(LoggedFacts.NO_WAY))) {
      Protocol protocol =
          udp ? (services.contains("quic") ? Protocol.QUIC : Protocol.DTLS) : Protocol.TLS;
      connections.put(uid.get(), new Below(protocol, way));
    }
  }

  private void x509(LogFields entry) {
    ServerCertificate certificate =
        LoggedText.certificate(
            entry.text("certificate.subject").orElse(""),
            entry.text("certificate.issuer").orElse(""),
            entry.texts("san.dns"));
    entry.text("fingerprint").ifPresent(id -> certificates.put(id, certificate));
    entry.text("id").ifPresent(id -> certificates.put(id, certificate)); // before Zeek 4.1
  }

  private void smtp(LogFields entry, FrameRef place) throws BadEntryException {
    IpAddress client = entry.address("id.orig_h");
    names.ehlo(client, entry.text("helo"), place);
    Optional<String> uid = entry.text("uid");
    if (uid.isPresent() && entry.flag("tls")) {
      mail.put(uid.get(), LoggedText.startedTls());
    }
  }

  /**
   * The facts of an entry of {@code ssl.log}.
   *
   * @throws BadEntryException if it does not say who spoke to whom
   */
  LoggedFacts ssl(LogFields entry, FrameRef place) throws BadEntryException {
    LoggedFacts facts =
        new LoggedFacts(
            LogEntry.Writer.ZEEK,
            entry.text("uid").orElse(""),
            place,
            entry.peer("id.orig_h", "id.orig_p"),
            entry.peer("id.resp_h", "id.resp_p"));
    facts.chose(
        entry.text("version"),
        entry.text("cipher").flatMap(LoggedText::suite),
        entry.text("next_protocol").filter(text -> !text.isEmpty()),
        entry.text("ja3s").filter(LoggedText::isMd5));
    facts.established(entry.flag("established"));
    facts.resumed(entry.flag("resumed"));
    Optional<String> ja3 = entry.text("ja3");
    LoggedHello hello =
        LoggedHello.of(
            ja3,
            ja3.filter(text -> text.indexOf(',') > 0).or(() -> entry.text("ja3_version")),
            entry.text("ja4"));
    facts.asked(hello, entry.text("server_name").filter(LoggedText::isName), List.of());
    facts.went(
        entry.text("ssl_history").filter(LoggedText::isHistory).orElse(""),
        entry
            .text("last_alert")
            .flatMap(name -> LoggedFacts.alert(name, alertBy(entry.text("ssl_history")))));
    facts.certified(certificate(entry));
    joined(facts, hello);
    facts.named(names.of(facts));
    return facts;
  }

  /** In a history letters are of the client if capital; L is an alert. */
  private static Optional<Side> alertBy(Optional<String> history) {
    String letters = history.orElse("");
    int client = letters.lastIndexOf('L');
    int server = letters.lastIndexOf('l');
    return client == server
        ? Optional.empty()
        : Optional.of(client > server ? Side.CLIENT : Side.SERVER);
  }

  private Optional<ServerCertificate> certificate(LogFields entry) {
    for (String list : List.of("cert_chain_fps", "cert_chain_fuids")) {
      List<String> chain = entry.texts(list);
      @Nullable ServerCertificate known = chain.isEmpty() ? null : certificates.of(chain.get(0));
      if (known != null) {
        return Optional.of(known);
      }
    }
    return entry
        .text("subject")
        .map(
            subject ->
                LoggedText.certificate(
                    subject,
                    entry.text("issuer").or(() -> entry.text("issuer_subject")).orElse(""),
                    List.of()));
  }

  private void joined(LoggedFacts facts, LoggedHello hello) {
    @Nullable Below below = connections.of(facts.id());
    if (below != null) {
      facts.over(below.protocol(), below.way());
    } else {
      hello.ja4().map(LoggedText::protocol).ifPresent(it -> facts.over(it, LoggedFacts.NO_WAY));
    }
    @Nullable MailDialogue dialogue = mail.of(facts.id());
    if (dialogue != null) {
      facts.afterMail(dialogue);
    }
  }

  /** Entries that were forgotten for lack of room. */
  long forgotten() {
    return connections.forgotten() + certificates.forgotten() + mail.forgotten();
  }
}
