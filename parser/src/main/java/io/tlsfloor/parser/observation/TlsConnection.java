package io.tlsfloor.parser.observation;

import java.util.List;
import java.util.Optional;

/**
 * All that was seen of one connection, and nothing of what it means. The one value that rules
 * judge.
 *
 * @param transport TCP or UDP
 * @param protocol TLS, DTLS or QUIC; a mail protocol when TLS never started
 * @param client the sender of the ClientHello, whatever the ports; see {@code clientBasis}
 * @param server the other end: a proxy's address where one was asked for the service
 * @param clientBasis why {@code client} is the client
 * @param offer what the client offered; empty when no hello was seen
 * @param choice what the server chose; empty when no choice was seen. Never set with {@code
 *     inferred}
 * @param inferred version told by the records of a connection without a ServerHello
 * @param outcome how far it got
 * @param alert an alert in clear
 * @param ending what ended the part that the verdict rests on; empty when established
 * @param progress ChangeCipherSpec and encrypted records seen
 * @param names all names for the server, in order of first sight, without repeats
 * @param certificate the server's, up to TLS 1.2
 * @param mail the mail dialogue, where there was one
 * @param way prefaces, tunnels, link addresses
 * @param evidence frames, and what is missing
 * @param nat the other client address of a connection that was seen on both sides of a NAT
 * @param log the entry of another program's log that the facts are from; empty for packets
 */
public record TlsConnection(
    Transport transport,
    Protocol protocol,
    Peer client,
    Peer server,
    ClientBasis clientBasis,
    Optional<Offer> offer,
    Optional<Choice> choice,
    Optional<TlsVersion> inferred,
    Outcome outcome,
    Optional<AlertSeen> alert,
    Optional<Ending> ending,
    HandshakeProgress progress,
    List<NameSeen> names,
    Optional<ServerCertificate> certificate,
    Optional<MailDialogue> mail,
    Way way,
    Evidence evidence,
    Optional<Peer> nat,
    Optional<LogEntry> log) {
  /** Copies the list of names. */
  public TlsConnection {
    names = List.copyOf(names);
    if (choice.isPresent() && inferred.isPresent()) {
      throw new IllegalArgumentException("both chosen " + choice + " and inferred " + inferred);
    }
  }

  /** A connection that was read from packets. */
  public TlsConnection(
      Transport transport,
      Protocol protocol,
      Peer client,
      Peer server,
      ClientBasis clientBasis,
      Optional<Offer> offer,
      Optional<Choice> choice,
      Optional<TlsVersion> inferred,
      Outcome outcome,
      Optional<AlertSeen> alert,
      Optional<Ending> ending,
      HandshakeProgress progress,
      List<NameSeen> names,
      Optional<ServerCertificate> certificate,
      Optional<MailDialogue> mail,
      Way way,
      Evidence evidence,
      Optional<Peer> nat) {
    this(
        transport,
        protocol,
        client,
        server,
        clientBasis,
        offer,
        choice,
        inferred,
        outcome,
        alert,
        ending,
        progress,
        names,
        certificate,
        mail,
        way,
        evidence,
        nat,
        Optional.empty());
  }

  /** The same, seen once more: with another client address, or behind a proxy. */
  public TlsConnection seenAs(Way other, Optional<Peer> otherClient) {
    return new TlsConnection(
        transport,
        protocol,
        client,
        server,
        clientBasis,
        offer,
        choice,
        inferred,
        outcome,
        alert,
        ending,
        progress,
        names,
        certificate,
        mail,
        other,
        evidence,
        otherClient,
        log);
  }

  /** The same, said to replace what was told of it before. */
  public TlsConnection amending() {
    return new TlsConnection(
        transport,
        protocol,
        client,
        server,
        clientBasis,
        offer,
        choice,
        inferred,
        outcome,
        alert,
        ending,
        progress,
        names,
        certificate,
        mail,
        way,
        evidence.amending(),
        nat,
        log);
  }

  /** The name in the hello's server_name, as sent or as logged. */
  public Optional<String> serverName() {
    if (log.isEmpty()) {
      return offer.flatMap(Offer::serverName);
    }
    return names.stream()
        .filter(name -> name.from() == NameSource.SNI)
        .map(NameSeen::name)
        .findFirst();
  }

  /** JA3's MD5 in hex, computed or as logged. */
  public Optional<String> ja3() {
    return log.isEmpty() ? offer.flatMap(Offer::ja3) : log.flatMap(LogEntry::ja3);
  }

  /** JA4, computed or as logged. */
  public Optional<String> ja4() {
    return log.isEmpty() ? offer.flatMap(Offer::ja4) : log.flatMap(LogEntry::ja4);
  }
}
