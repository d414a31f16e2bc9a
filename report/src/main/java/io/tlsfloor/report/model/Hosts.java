package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Service;
import java.util.Optional;

/** What a connection was to, and where it can be looked at, where a form has room for one only. */
public final class Hosts {
  private Hosts() {}

  /** The server's name: what told the service, else what the client asked for, else any. */
  public static Optional<String> name(Judgement judgement) {
    TlsConnection connection = judgement.connection();
    return judgement
        .service()
        .map(Service::host)
        .or(connection::serverName)
        .or(() -> connection.way().target().map(Target::host))
        .or(() -> connection.names().stream().map(NameSeen::name).findFirst());
  }

  /** The frame of the first hello, else the connection's first. */
  public static FrameRef frame(TlsConnection connection) {
    return connection.evidence().clientHello().isEmpty()
        ? connection.evidence().first()
        : connection.evidence().clientHello().get(0);
  }
}
