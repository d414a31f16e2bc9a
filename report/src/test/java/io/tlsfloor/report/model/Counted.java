package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Days of clients, and what they come to, for tests of reports: as of the day of {@link Told}. */
public final class Counted {
  private static final LocalDate TODAY = LocalDate.ofInstant(Told.NINE, ZoneOffset.UTC);

  private Counted() {}

  public static List<ClientDay> days(List<Judgement> judgements) {
    return days(judgements, List.of());
  }

  public static List<ClientDay> days(List<Judgement> judgements, List<ClientName> names) {
    ClientTally tally = new ClientTally(UnaryOperator.identity());
    judgements.forEach(each -> tally.add(each, Policy.standard()));
    tally.named(names);
    return tally.summaries();
  }

  public static ClientStates clients(List<ClientDay> days) {
    return clients(days, TODAY, Map.of());
  }

  public static ClientStates clients(
      List<ClientDay> days, LocalDate today, Map<IpAddress, KnownClient> known) {
    ClientBook book = new ClientBook();
    book.add(days);
    return ClientStates.of(book, new ClientStates.Asked(today, List.of(), known));
  }

  public static ClientStates clients(Told... all) {
    return clients(days(Stream.of(all).map(Told::judgement).toList()));
  }
}
