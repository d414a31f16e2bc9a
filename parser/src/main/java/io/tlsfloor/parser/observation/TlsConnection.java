package io.tlsfloor.parser.observation;

import java.util.List;
import java.util.Optional;

/**
 * All that was seen of one connection, and nothing of what it means. The one value that rules
 * judge.
 *
 * @param sockets who talked with whom
 * @param handshake what the two ends said, and how far they got
 * @param names all names for the server, in order of first sight, without repeats
 * @param mail the mail dialogue, where there was one
 * @param way prefaces, tunnels, link addresses
 * @param evidence frames, and what is missing
 * @param log the entry of another program's log that the facts are from; empty for packets
 */
public record TlsConnection(
    SocketPair sockets,
    Handshake handshake,
    List<NameSeen> names,
    Optional<MailDialogue> mail,
    Way way,
    Evidence evidence,
    Optional<LogEntry> log) {
  /** Copies the list of names. */
  public TlsConnection {
    names = List.copyOf(names);
  }

  /**
   * The two ends (RFC 9293 §3.3.1).
   *
   * @param transport TCP or UDP
   * @param client the sender of the ClientHello, whatever the ports; see {@code clientBasis}
   * @param server the other end: a proxy's address where one was asked for the service
   * @param clientBasis why {@code client} is the client
   * @param nat the other client address of a connection that was seen on both sides of a NAT
   */
  public record SocketPair(
      Transport transport, Peer client, Peer server, ClientBasis clientBasis, Optional<Peer> nat) {}

  /**
   * The handshake, as far as it was seen (RFC 8446 §2, RFC 5246 §7.3).
   *
   * @param protocol TLS, DTLS or QUIC; a mail protocol when TLS never started
   * @param offer what the client offered; empty when no hello was seen
   * @param choice what the server chose; empty when no choice was seen. Never set with {@code
   *     inferred}
   * @param inferred the version that records show where no ServerHello was seen
   * @param outcome how far it got
   * @param alert an alert in clear
   * @param ending what ended the part that the verdict rests on; empty when established
   * @param progress ChangeCipherSpec and encrypted records seen
   * @param certificate the server's, up to TLS 1.2
   */
  public record Handshake(
      Protocol protocol,
      Optional<Offer> offer,
      Optional<Choice> choice,
      Optional<TlsVersion> inferred,
      Outcome outcome,
      Optional<AlertSeen> alert,
      Optional<Ending> ending,
      HandshakeProgress progress,
      Optional<ServerCertificate> certificate) {
    /** Holds that a version is chosen or inferred, never both. */
    public Handshake {
      if (choice.isPresent() && inferred.isPresent()) {
        throw new IllegalArgumentException("both chosen " + choice + " and inferred " + inferred);
      }
    }
  }

  /** The same, seen once more: with another client address, or behind a proxy. */
  public TlsConnection seenAs(Way other, Optional<Peer> otherClient) {
    SocketPair both = new SocketPair(transport(), client(), server(), clientBasis(), otherClient);
    return new TlsConnection(both, handshake, names, mail, other, evidence, log);
  }

  /** The same of another client address; {@code otherClient} is the one that it had. */
  public TlsConnection ofClient(Peer client, Optional<Peer> otherClient) {
    SocketPair both = new SocketPair(transport(), client, server(), clientBasis(), otherClient);
    return new TlsConnection(both, handshake, names, mail, way, evidence, log);
  }

  /** The same, with another entry of a log. */
  public TlsConnection with(LogEntry other) {
    return new TlsConnection(sockets, handshake, names, mail, way, evidence, Optional.of(other));
  }

  /** The same, with other evidence. */
  public TlsConnection with(Evidence other) {
    return new TlsConnection(sockets, handshake, names, mail, way, other, log);
  }

  /** The same, said to replace what was reported of it before. */
  public TlsConnection amending() {
    return with(evidence.amending());
  }

  /** TCP or UDP. */
  public Transport transport() {
    return sockets.transport;
  }

  /** The sender of the ClientHello. */
  public Peer client() {
    return sockets.client;
  }

  /** The other end. */
  public Peer server() {
    return sockets.server;
  }

  /** Why the client is the client. */
  public ClientBasis clientBasis() {
    return sockets.clientBasis;
  }

  /** The other client address, where both sides of a NAT were seen. */
  public Optional<Peer> nat() {
    return sockets.nat;
  }

  /** TLS, DTLS, QUIC, or a mail protocol. */
  public Protocol protocol() {
    return handshake.protocol;
  }

  /** Returns what the client offered. */
  public Optional<Offer> offer() {
    return handshake.offer;
  }

  /** Returns what the server chose. */
  public Optional<Choice> choice() {
    return handshake.choice;
  }

  /** The version that records show. */
  public Optional<TlsVersion> inferred() {
    return handshake.inferred;
  }

  /** How far it got. */
  public Outcome outcome() {
    return handshake.outcome;
  }

  /** An alert in clear. */
  public Optional<AlertSeen> alert() {
    return handshake.alert;
  }

  /** Returns what ended it. */
  public Optional<Ending> ending() {
    return handshake.ending;
  }

  /** ChangeCipherSpec and encrypted records seen. */
  public HandshakeProgress progress() {
    return handshake.progress;
  }

  /** The server's certificate. */
  public Optional<ServerCertificate> certificate() {
    return handshake.certificate;
  }

  /** Returns what a report of Microsoft's says of it; empty for packets and for other logs. */
  public Optional<Reported> report() {
    return log.flatMap(LogEntry::report);
  }

  /** How many it counts for: one, or as many messages as a report counts. */
  public long times() {
    return log.isEmpty() || log.get().report().isEmpty() ? 1 : log.get().report().get().times();
  }

  /** The name in the hello's server_name, as sent or as logged. */
  public Optional<String> serverName() {
    if (log.isEmpty()) {
      return offer().flatMap(Offer::serverName);
    }
    return names.stream()
        .filter(name -> name.from() == NameSource.SNI)
        .map(NameSeen::name)
        .findFirst();
  }

  /** JA3's MD5 in hex, computed or as logged. */
  public Optional<String> ja3() {
    return log.isEmpty() ? offer().flatMap(Offer::ja3) : log.flatMap(LogEntry::ja3);
  }

  /** JA4, computed or as logged. */
  public Optional<String> ja4() {
    return log.isEmpty() ? offer().flatMap(Offer::ja4) : log.flatMap(LogEntry::ja4);
  }
}
