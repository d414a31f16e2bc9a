package io.tlsfloor.cli.option;

import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.rules.IpPrefix;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.NamePattern;
import java.util.Locale;
import java.util.Optional;

/**
 * A server that is asked for, by address or by name.
 *
 * @param prefix its addresses
 * @param name its names
 */
public record ServerChoice(Optional<IpPrefix> prefix, Optional<NamePattern> name) {
  static final Kind<ServerChoice> KIND =
      Kind.of(
          ServerChoice::parse,
          "Give an address, a range, or a name such as smtp.office365.com or *.sharepoint.com.");

  private static ServerChoice parse(String text) {
    try {
      return new ServerChoice(Optional.of(IpPrefix.parse(text)), Optional.empty());
    } catch (IllegalArgumentException noRange) {
      try {
        return new ServerChoice(
            Optional.empty(), Optional.of(NamePattern.parse(text.toLowerCase(Locale.ROOT))));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(); // which of both was meant is not known
      }
    }
  }

  /** Returns whether a connection's server is this one. */
  public boolean admits(Judgement judgement) {
    return prefix.map(p -> p.contains(judgement.ends().server().address())).orElse(false)
        || name.map(
                n ->
                    judgement.connection().names().stream()
                        .map(NameSeen::name)
                        .anyMatch(n::matches))
            .orElse(false);
  }
}
