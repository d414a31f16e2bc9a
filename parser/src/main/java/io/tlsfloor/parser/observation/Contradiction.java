package io.tlsfloor.parser.observation;

import java.util.Locale;

/**
 * What in packets contradicts other packets of the same ends. What came first is reported, and
 * nothing is resolved: one of both may be what somebody else made of it. The names are those of
 * {@code tlsfloor.capture.conflicts}.
 */
public enum Contradiction {
  /** Of two copies of a TCP segment. */
  SEGMENT_BYTES("segments of one place have different bytes"),
  /** Of IP fragments that overlap, or came for a datagram that was whole. */
  FRAGMENT_BYTES("IP fragments of one place have different bytes"),
  /** Of the pieces of a DTLS handshake message, or of its copies. */
  MESSAGE_BYTES("pieces of one DTLS message have different bytes"),
  /** Of QUIC's handshake, which has no version that could be old. */
  QUIC_BYTES("pieces of QUIC's handshake have different bytes"),
  /** A SYN-ACK of the end whose SYN was seen. */
  OPENED_BY_BOTH("packets of both ends say that it opened the connection"),
  /** What came before the set-up was none of it. */
  SYN_ELSEWHERE("the SYN has another number than the bytes that came before it"),
  /** They came when what follows them was read already. */
  BYTES_BEFORE_START("bytes came late that lie before those that were read as the first"),
  /** No probe repeats them, so the SYN may be somebody else's. */
  BYTES_BEFORE_SYN("bytes lie before the place at which the SYN says that they begin"),
  /** One of them is forged. */
  HELLO_OF_BOTH("both ends sent a ClientHello"),
  /** In DTLS, where that with a cookie repeats the first one's random. */
  HELLO_CHANGED("two ClientHellos of one handshake have different randoms"),
  /** Of the end whose SYN was seen. */
  NO_HELLO_FIRST("the end that opened the connection began with another message than a hello"),
  /** Of an end that sent a hello. */
  CHOICE_OF_CLIENT("the end that sent the ClientHello sent a ServerHello"),
  /** Behind a ServerHello. */
  CHOICE_CHANGED("two ServerHellos choose different versions"),
  /** The offer does not hold the version. */
  CHOICE_NOT_OFFERED("the version that was chosen was not offered"),
  /** Behind a choice of TLS 1.2 or later, or behind records of such a version. */
  RECORDS_BELOW("records have an older version than the one in use"),
  /** Of one message or dialogue alone; the SYN says otherwise. */
  CLIENT_DID_NOT_OPEN("the end that speaks as a client did not open the connection"),
  /** Of one message or dialogue alone. */
  CLIENT_ON_SERVER_PORT("the end that speaks as a client has the port of a server"),
  /** CONNECT, before the first one was answered. */
  TWO_TARGETS("a proxy was asked for two servers at once"),
  /** TLS that no mail asked for, or that was agreed and did not come. */
  MAIL_BESIDE_TLS("mail goes on in clear beside TLS, or where TLS was agreed"),
  /** Where nothing more is read of mail. */
  HELLO_IN_MAIL("a ClientHello stands where mail goes on in clear"),
  /** A constant of Microsoft's media relays, or of Google Talk. */
  IMITATION_OF_TLS("TLS stands beside bytes that imitate it"),
  /** At numbers at which a finished connection still is. */
  HELLO_AMID_TLS("a ClientHello stands amid a connection that speaks TLS already"),
  /** Without a SYN, at numbers far from all others. */
  HELLO_UNANSWERED("a ClientHello that nothing answers stands beside an answered connection"),
  /** While another connection, or the SYN of this one, contradicts it: anyone may have sent it. */
  NOT_TAKEN("no packet shows that the other end took it");

  private final String meaning;

  Contradiction(String meaning) {
    this.meaning = meaning;
  }

  /** What it is, in words that go on a sentence. */
  public String meaning() {
    return meaning;
  }

  /** {@code choice_not_offered}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether a version below the floor may be behind it. */
  public boolean mayHide() {
    return this != QUIC_BYTES;
  }
}
