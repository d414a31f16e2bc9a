package io.tlsfloor.logs;

import io.tlsfloor.parser.observation.LogEntry;
import java.util.Optional;

/** Which log an entry is of, as its fields show. */
public enum LogKind {
  /** Zeek's {@code ssl.log}: each entry is a connection. */
  SSL,
  CONN,
  X509,
  SMTP,
  DNS,
  DHCP,
  /** Suricata's EVE, of which events {@code tls} and {@code quic} are connections. */
  EVE,
  /** Sign-in logs of Microsoft Entra: each entry is a sign-in. */
  ENTRA,
  /** The SMTP AUTH clients report of Exchange Online: each row is a sender. */
  EXCHANGE,
  /** Network events of Microsoft Defender, of which some are connections. */
  DEFENDER,
  /** A log of Zeek that says nothing of TLS, such as {@code http.log}. */
  OTHER;

  /** Returns whether its entries can be connections. */
  public boolean holdsConnections() {
    return this == SSL || this == EVE || isReport();
  }

  /** Returns whether it is a report of Microsoft's, which others know nothing of. */
  public boolean isReport() {
    return reporter().isPresent();
  }

  /** Who writes it, if it is a report. */
  Optional<LogEntry.Writer> reporter() {
    return switch (this) {
      case ENTRA -> Optional.of(LogEntry.Writer.ENTRA);
      case EXCHANGE -> Optional.of(LogEntry.Writer.EXCHANGE);
      case DEFENDER -> Optional.of(LogEntry.Writer.DEFENDER);
      default -> Optional.empty();
    };
  }

  /** Returns whether its entries say more of connections that another log holds. */
  public boolean isBeside() {
    return this != OTHER && !holdsConnections();
  }

  /**
   * The log that an entry is of.
   *
   * @param path what the log's header says, or the entry's {@code _path}; empty if neither does
   */
  static LogKind of(String path, LogFields entry) {
    if (entry.has("event_type") && entry.has("timestamp")) {
      return EVE;
    }
    LogKind named = of(path);
    return named == OTHER ? byFields(entry) : named;
  }

  /** The log that Zeek gives such a path; {@link #OTHER} for one that says nothing here. */
  static LogKind of(String path) {
    return switch (path) {
      case "ssl" -> SSL;
      case "conn" -> CONN;
      case "x509" -> X509;
      case "smtp" -> SMTP;
      case "dns" -> DNS;
      case "dhcp" -> DHCP;
      default -> OTHER;
    };
  }

  private static LogKind byFields(LogFields entry) {
    if (entry.has("certificate.subject") || entry.has("certificate.serial")) {
      return X509;
    }
    if (entry.has("msg_types") && (entry.has("mac") || entry.has("assigned_addr"))) {
      return DHCP;
    }
    if (!entry.has("id.orig_h") || !entry.has("id.resp_h")) {
      return OTHER;
    }
    if (entry.has("conn_state") || entry.has("proto") && entry.has("history")) {
      return CONN;
    }
    if (entry.has("established")
        || entry.has("ssl_history")
        || entry.has("cert_chain_fps")
        || entry.has("cert_chain_fuids")
        || entry.has("cipher") && entry.has("version")) {
      return SSL;
    }
    if (entry.has("server_name") && !entry.has("client_initial_dcid")) { // which quic.log has
      return SSL;
    }
    if (entry.has("trans_depth")
        && !entry.has("method")
        && (entry.has("helo") || entry.has("mailfrom") || entry.has("last_reply"))) {
      return SMTP;
    }
    return entry.has("query") && (entry.has("qtype_name") || entry.has("trans_id")) ? DNS : OTHER;
  }
}
