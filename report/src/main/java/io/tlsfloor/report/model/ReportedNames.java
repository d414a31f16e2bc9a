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
 * Who uses a client, what for, and what it is called, as Microsoft's reports say: of an account
 * always, of a machine where it is below the floor. Few of each kind are kept of a client: one with
 * more is many machines behind one address. Who may have used a machine is kept as such.
 */
public final class ReportedNames {
  /** Programs of an account that are kept; there may be more where it has so many. */
  static final int MAX_PROGRAMS = 4;

  private static final int MAX_CLIENTS = 1 << 16;
  private static final int MAX_OF_A_KIND = 2;

  private final Map<IpAddress, List<ClientName>> names = new LinkedHashMap<>();

  /** Notes what a report says of a client. */
  public void add(Judgement judgement) {
    Optional<Reported> report = judgement.connection().report();
    IpAddress client = ClientDay.clientOf(judgement);
    boolean found = !judgement.findings().isEmpty();
    if (report.isEmpty() || !found && !Reported.isStandIn(client)) {
      return;
    }
    FrameRef place = judgement.connection().evidence().first();
    Reported said = report.get();
    if (!Reported.isAccount(client)) {
      add(client, said.device(), ClientNameSource.DEVICE, place);
    }
    if (found) {
      add(client, said.application(), ClientNameSource.APPLICATION, place);
    }
    add(client, said.account(), ClientNameSource.USER, place);
    Optional<IpAddress> machine = said.likeliest().filter(each -> Reported.isStandIn(client));
    if (machine.isPresent()) {
      String with = said.application().map(name -> " for " + name).orElse("");
      add(client, machine.map(IpAddress::toString), ClientNameSource.PERHAPS_MACHINE, place);
      add(
          machine.get(),
          said.account().map(name -> name + with),
          ClientNameSource.PERHAPS_USER,
          place);
    }
  }

  private void add(IpAddress client, Optional<String> name, ClientNameSource from, FrameRef place) {
    boolean room = names.containsKey(client) || names.size() < Room.entries(MAX_CLIENTS);
    if (name.isEmpty() || !room) {
      return;
    }
    List<ClientName> known = names.computeIfAbsent(client, key -> new ArrayList<>(3));
    long ofKind = known.stream().filter(other -> other.from() == from).count();
    boolean again =
        known.stream().anyMatch(o -> o.from() == from && o.name().equalsIgnoreCase(name.get()));
    int most = from == ClientNameSource.APPLICATION ? MAX_PROGRAMS : MAX_OF_A_KIND;
    if (!again && ofKind < most) {
      known.add(new ClientName(client, name.get(), from, place));
    }
  }

  /** All of them, of each client what is known first comes first. */
  public List<ClientName> names() {
    return names.values().stream().flatMap(List::stream).toList();
  }
}
