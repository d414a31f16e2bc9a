package io.tlsfloor.report.saved;

import static io.tlsfloor.report.saved.Scalar.NUMBER;

import io.tlsfloor.report.model.ClientStates;
import io.tlsfloor.report.model.Fares;
import io.tlsfloor.report.model.State;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many clients of a run fare how, and are in which state, as its line counts them.
 *
 * @param below clients below the floor, accepted ones too
 * @param others clients that were never below, and have something else that is worth a row
 * @param fares clients by how they fare
 * @param states clients by what has become of them in time
 */
public record ClientCounts(
    long below, long others, Map<Fares, Long> fares, Map<State, Long> states) {
  /** Of no clients. */
  static final ClientCounts NONE = of(ClientStates.NONE);

  /** Copies the maps. */
  public ClientCounts {
    fares = Map.copyOf(fares);
    states = Map.copyOf(states);
  }

  /** Counts clients. */
  public static ClientCounts of(ClientStates clients) {
    return new ClientCounts(clients.below(), clients.others(), clients.fares(), clients.states());
  }

  /** Its fields, among those of the run. */
  static ClientCounts fields(Fields<ClientCounts> run) throws IOException {
    return new ClientCounts(
        run.number("below", ClientCounts::below),
        run.number("others", ClientCounts::others),
        run.within("fares", ClientCounts::fares, ClientCounts::byFares),
        run.within("states", ClientCounts::states, ClientCounts::byState));
  }

  /** Clients by how they fare, under the words for that. */
  static Map<Fares, Long> byFares(Fields<Map<Fares, Long>> fields) throws IOException {
    Map<Fares, Long> counts = new EnumMap<>(Fares.class);
    for (Fares each : Fares.values()) {
      fields
          .any(each.word(), NUMBER, all -> Optional.ofNullable(all.get(each)))
          .ifPresent(count -> counts.put(each, count));
    }
    return counts;
  }

  private static Map<State, Long> byState(Fields<Map<State, Long>> fields) throws IOException {
    Map<State, Long> counts = new EnumMap<>(State.class);
    for (State each : State.values()) {
      fields
          .any(each.word(), NUMBER, all -> Optional.ofNullable(all.get(each)))
          .ifPresent(count -> counts.put(each, count));
    }
    return counts;
  }
}
