package io.tlsfloor.report.form.jsonl;

import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.CipherSuites;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.text.JsonLine;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The object {@code tls} of a connection: ECS's names for what the hellos said. */
final class TlsFields {
  private static final int PLACES = 1 << 8; // more than an office has kinds of clients
  private static final int MAX_KNOWN = 1 << 8; // suites of a list; a long one has 100

  /**
   * Lists of suites that were written, by which list they are: clients of one kind share theirs.
   * Read and written by several threads, of which each sees whole entries or none.
   */
  private static final @Nullable Ciphers[] KNOWN = new Ciphers[PLACES];

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Ciphers(List<Integer> suites, byte[] written) {}

  private static final byte[] NOT_YET = {};

  private TlsFields() {}

  static void write(JsonLine json, TlsConnection connection) throws IOException {
    if (isMail(connection.protocol())) {
      return; // TLS never started
    }
    json.object("tls");
    Optional<Choice> choice = connection.choice();
    if (choice.isPresent()) {
      version(json, choice.get().version());
      if (choice.get().cipher().isPresent()) {
        json.plain("cipher", CipherSuites.name(choice.get().cipher().get()));
      }
    }
    json.flag("established", connection.outcome() == Outcome.ESTABLISHED);
    boolean chosen = choice.isPresent() && choice.get().basis() == ChoiceBasis.SERVER_HELLO;
    if (chosen || connection.progress().resumed()) {
      json.flag("resumed", connection.progress().resumed());
    }
    json.text("next_protocol", choice.flatMap(Choice::alpn));
    client(json, connection);
    server(json, choice.flatMap(Choice::ja3s), connection.certificate());
    json.endObject();
  }

  private static boolean isMail(Protocol protocol) {
    return switch (protocol) {
      case SMTP, IMAP, POP3 -> true;
      case TLS, DTLS, QUIC -> false;
    };
  }

  /**
   * {@code TLS 1.0} becomes {@code 1.0} and {@code tls}; a number without a name stays a number.
   */
  private static void version(JsonLine json, TlsVersion version) throws IOException {
    String name = version.toString();
    int space = name.indexOf(' ');
    json.plain("version", name.substring(space + 1));
    json.plain(
        "version_protocol", name.startsWith("SSL") ? "ssl" : version.isDtls() ? "dtls" : "tls");
  }

  private static void client(JsonLine json, TlsConnection connection) throws IOException {
    if (connection.offer().isEmpty() && connection.log().isEmpty()) {
      return;
    }
    List<Integer> suites = connection.offer().map(Offer::suites).orElse(List.of());
    json.object("client");
    json.text("server_name", connection.serverName());
    json.text("ja3", connection.ja3());
    if (!suites.isEmpty() || connection.log().isEmpty()) { // a log need not name them
      ciphers(json, suites);
    }
    json.endObject();
  }

  /** Keeps what it writes of a list that comes twice: of many that come once it would be work. */
  @SuppressWarnings("ReferenceEquality") // the same list is equal, and an equal one written
  private static void ciphers(JsonLine json, List<Integer> suites) throws IOException {
    int place = System.identityHashCode(suites) & PLACES - 1;
    Ciphers known = KNOWN[place];
    boolean same = known != null && known.suites == suites;
    if (same && known.written.length > 0) {
      json.again("supported_ciphers", known.written);
      return;
    }
    byte[] written = CipherList.written(suites);
    json.again("supported_ciphers", written);
    if (suites.size() <= MAX_KNOWN) {
      KNOWN[place] = new Ciphers(suites, same ? written : NOT_YET);
    }
  }

  private static void server(
      JsonLine json, Optional<String> ja3s, Optional<ServerCertificate> certificate)
      throws IOException {
    if (ja3s.isEmpty() && certificate.isEmpty()) {
      return;
    }
    json.object("server");
    json.text("ja3s", ja3s);
    if (certificate.isPresent()) {
      json.text("subject", certificate.get().subject());
      json.text("issuer", certificate.get().issuer());
      if (!certificate.get().alternativeNames().isEmpty()) {
        json.object("x509");
        json.texts("alternative_names", certificate.get().alternativeNames());
        json.endObject();
      }
    }
    json.endObject();
  }
}
