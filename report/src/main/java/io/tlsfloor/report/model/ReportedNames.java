package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.rules.Judgement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who uses a client, what for, and what it is called, as Microsoft's reports say of those below the
 * floor. Few of each kind are kept of a client: one with more is many machines behind one address.
 */
public final class ReportedNames {
  private static final int MAX_CLIENTS = 1 << 14;
  private static final int MAX_OF_A_KIND = 2;

  private final Map<IpAddress, List<ClientName>> names = new LinkedHashMap<>();

  /** Notes what a report says of a client, if it is a finding. */
  public void add(Judgement judgement) {
    Optional<Reported> report = judgement.connection().report();
    IpAddress client = judgement.ends().client().address();
    boolean room = names.containsKey(client) || names.size() < Room.entries(MAX_CLIENTS);
    if (report.isEmpty() || !room || judgement.findings().isEmpty()) {
      return;
    }
    FrameRef place = judgement.connection().evidence().first();
    add(client, report.get().device(), ClientNameSource.DEVICE, place);
    add(client, report.get().application(), ClientNameSource.APPLICATION, place);
    add(client, report.get().user(), ClientNameSource.USER, place);
  }

  private void add(IpAddress client, Optional<String> name, ClientNameSource from, FrameRef place) {
    if (name.isEmpty()) {
      return;
    }
    List<ClientName> known = names.computeIfAbsent(client, key -> new ArrayList<>(3));
    long ofKind = known.stream().filter(other -> other.from() == from).count();
    boolean again =
        known.stream().anyMatch(o -> o.from() == from && o.name().equalsIgnoreCase(name.get()));
    if (!again && ofKind < MAX_OF_A_KIND) {
      known.add(new ClientName(client, name.get(), from, place));
    }
  }

  /** All of them, of each client what is known first comes first. */
  public List<ClientName> names() {
    return names.values().stream().flatMap(List::stream).toList();
  }
}
