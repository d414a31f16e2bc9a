package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Target;
import java.util.List;
import java.util.Optional;

/** A dialogue with a SOCKS server, with what was asked of it. */
abstract class ProxyDialogue extends Dialogue {
  private Optional<Target> asked = Optional.empty();

  ProxyDialogue(int client) {
    super(client);
  }

  /** Keeps what a request asks for; any command but CONNECT ends the dialogue. */
  final void ask(SocksRequestView request) {
    if (request.command() == SocksRequestView.CONNECT) {
      asked = Optional.of(request.target());
    } else {
      end();
    }
  }

  /** Whether the request was seen. */
  final boolean isAsked() {
    return asked.isPresent();
  }

  @Override
  public final Optional<Target> target() {
    return asked;
  }

  @Override
  public final List<NameSeen> names() {
    return asked
        .map(Target::host)
        .filter(HostText::isName)
        .map(host -> List.of(new NameSeen(host, NameSource.SOCKS)))
        .orElse(List.of());
  }
}
