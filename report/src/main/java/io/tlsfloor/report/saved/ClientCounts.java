package io.tlsfloor.report.saved;

import io.tlsfloor.report.model.ClientStates;
import io.tlsfloor.report.model.Fares;
import io.tlsfloor.report.model.State;
import io.tlsfloor.report.saved.Fields.Codec;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * How many clients of a run fare how, and are in which state, as its line counts them.
 *
 * @param below clients below the floor, accepted ones too
 * @param others clients that were never below, and have something else that is worth a row
 * @param fares clients by how they fare
 * @param states clients by what has become of them in time
 * @param accountsBelow accounts below the floor, which are no clients
 */
public record ClientCounts(
    long below, long others, Map<Fares, Long> fares, Map<State, Long> states, long accountsBelow) {
  /** Clients by how they fare, under the words for that. */
  static final Codec<Map<Fares, Long>, Map<Fares, Long>> BY_FARES =
      Scalar.counts(List.of(Fares.values()), Fares::word);

  private static final Codec<Map<State, Long>, Map<State, Long>> BY_STATE =
      Scalar.counts(List.of(State.values()), State::word);

  /** Of no clients. */
  static final ClientCounts NONE = of(ClientStates.NONE);

  /** Copies the maps. */
  public ClientCounts {
    fares = Map.copyOf(fares);
    states = Map.copyOf(states);
  }

  /** Counts clients. */
  public static ClientCounts of(ClientStates clients) {
    return new ClientCounts(
        clients.below(),
        clients.others(),
        clients.fares(),
        clients.states(),
        clients.accountsBelow().size());
  }

  /**
   * Its fields, among those of the run.
   *
   * @param accountsBelow as another field says
   */
  static ClientCounts fields(Fields<ClientCounts> run, long accountsBelow) throws IOException {
    return new ClientCounts(
        run.number("below", "Clients below the floor, excepted ones too.", ClientCounts::below),
        run.number(
            "others",
            "Clients that were never below, and have something else that is worse than low.",
            ClientCounts::others),
        run.always("fares", "Clients by how they fare.", BY_FARES, ClientCounts::fares)
            .orElse(Map.of()),
        run.always(
                "states",
                "Clients by what has become of them in time.",
                BY_STATE,
                ClientCounts::states)
            .orElse(Map.of()),
        accountsBelow);
  }
}
