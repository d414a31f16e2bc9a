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
    Optional<Peer> nat) {
  /** Copies the list of names. */
  public TlsConnection {
    names = List.copyOf(names);
    if (choice.isPresent() && inferred.isPresent()) {
      throw new IllegalArgumentException("both chosen " + choice + " and inferred " + inferred);
    }
  }
}
