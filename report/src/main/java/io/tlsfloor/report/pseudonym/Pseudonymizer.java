package io.tlsfloor.report.pseudonym;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.rules.HomeNetworks;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.catalogue.Catalogue;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one step between judgement and reports: clients get other addresses and names. The service's
 * addresses and names stay, and all facts do. Confined to one thread.
 */
public final class Pseudonymizer {
  private final Pseudonyms pseudonyms;
  private final HomeNetworks home;
  private final Predicate<IpAddress> service;
  private boolean interfaces;

  /**
   * For a run.
   *
   * @param catalogue knows what is the service's; asked when the first address is
   */
  public static Pseudonymizer of(PseudonymKey key, Policy policy, Supplier<Catalogue> catalogue) {
    return new Pseudonymizer(
        new Pseudonyms(key), policy.homeNetworks(), new EverHeld(policy, catalogue));
  }

  /** The same for packets from interfaces, whose names stay. */
  public static Pseudonymizer ofWatch(
      PseudonymKey key, Policy policy, Supplier<Catalogue> catalogue) {
    Pseudonymizer live = of(key, policy, catalogue);
    live.interfaces = true;
    return live;
  }

  /**
   * Addresses that the service has or had: at another time of the same run they are no client's.
   */
  private static final class EverHeld implements Predicate<IpAddress> {
    private final Policy policy;
    private final Supplier<Catalogue> loader;
    private @Nullable Catalogue catalogue;

    EverHeld(Policy policy, Supplier<Catalogue> loader) {
      this.policy = policy;
      this.loader = loader;
    }

    @Override
    public boolean test(IpAddress address) {
      if (catalogue == null) {
        catalogue = loader.get().restrictedTo(policy.instances());
      }
      return catalogue.holds(address, 0); // in 1970: those that left the list, too
    }
  }

  /**
   * Replaces by these pseudonyms.
   *
   * @param home whose addresses are replaced wherever they stand, servers' too
   * @param service whether an address is the service's, and stays
   */
  Pseudonymizer(Pseudonyms pseudonyms, HomeNetworks home, Predicate<IpAddress> service) {
    this.pseudonyms = pseudonyms;
    this.home = home;
    this.service = service;
  }

  /** Replaces in all that is reported of a connection. */
  public Judgement judgement(Judgement judgement) {
    return new ConnectionPseudonyms(this, home, judgement).replaced(judgement);
  }

  /** Returns whether the service has an address, or had it. */
  boolean isServices(IpAddress address) {
    return service.test(address);
  }

  /** Returns the pseudonyms of single things. */
  Pseudonyms pseudonyms() {
    return pseudonyms;
  }

  /** Replaces in what is reported of clients, and puts them in the order of their pseudonyms. */
  public List<ClientDay> clients(List<ClientDay> clients) {
    return clients.stream()
        .map(this::client)
        .sorted(Comparator.comparing(ClientDay::client)) // stable: days stay in order
        .toList();
  }

  private ClientDay client(ClientDay client) {
    return client.of(
        new ClientDay.Who(
            client(client.client(), client.names()),
            client.mac().map(pseudonyms::mac),
            client.names().stream()
                .map(
                    name ->
                        new ClientName(
                            client(name.address(), client.names()),
                            name(name),
                            name.from(),
                            frame(name.frame())))
                .toList(),
            client(client.who().device(), client.names())),
        client.findings()); // which were found on judgements with pseudonyms
  }

  private String name(ClientName name) {
    return switch (name.from()) {
      case USER -> pseudonyms.user(name.name());
      case PERHAPS_USER -> { // with a program behind it
        int end = name.name().indexOf(" for ");
        int length = end < 0 ? name.name().length() : end;
        yield pseudonyms.user(name.name().substring(0, length)) + name.name().substring(length);
      }
      case PERHAPS_MACHINE ->
          IpAddress.find(name.name()).map(this::end).map(IpAddress::toString).orElse("");
      case APPLICATION, DHCP_PARAMETERS -> name.name();
      case DHCP, DHCP_VENDOR_CLASS, NETBIOS, MDNS, EHLO, DEVICE -> pseudonyms.name(name.name());
    };
  }

  /** What a report knows by its name alone stands under its pseudonym. */
  private IpAddress client(IpAddress address, List<ClientName> names) {
    if (!Reported.isStandIn(address)) {
      return end(address);
    }
    boolean account = Reported.isAccount(address);
    ClientNameSource kind = account ? ClientNameSource.USER : ClientNameSource.DEVICE;
    String name =
        names.stream()
            .filter(each -> each.from() == kind)
            .map(ClientName::name)
            .findFirst()
            .orElse(address.toString());
    return account
        ? Reported.ofAccount(pseudonyms.user(name))
        : Reported.ofDevice(pseudonyms.name(name));
  }

  /** Replaces in what is reported of the run. */
  public Run run(Run run) {
    Run.Read read = run.read();
    Run.Terms terms = run.terms();
    return run.with(
            new Run.Read(
                read.inputs().stream().map(this::input).toList(),
                read.packets(),
                read.bytes(),
                read.first(),
                read.last(),
                read.days()))
        .with(
            new Run.Terms(
                terms.floor(),
                terms.otherFloors(),
                terms.anyService(),
                list(terms.list()),
                terms.listDate(),
                terms.limits(),
                terms.leftOut(),
                Optional.of(pseudonyms.keyId()),
                terms.policy()));
  }

  /** Replaces in what a watch says of itself: options keep their names, and lose their values. */
  public WatchState watch(WatchState watch) {
    return new WatchState(
        watch.id(),
        watch.begun(),
        watch.at(),
        watch.ran(),
        watch.options().stream().map(option -> option.split("=", 2)[0]).distinct().toList(),
        watch.narrowedBy(),
        watch.interfaces(),
        watch.counts(),
        watch.days(),
        watch.floor(),
        list(watch.list()),
        watch.listDate(),
        watch.policy());
  }

  private Run.Input input(Run.Input input) {
    return new Run.Input(
        capture(input.file()),
        input.packets(),
        input.entries(),
        input.bytes(),
        input.damage(),
        input.advice());
  }

  /** Where packets are from, as reports show it. */
  public String capture(String name) {
    return interfaces ? name : pseudonyms.capture(name);
  }

  /** An endpoint list's name, which may be that of a file. */
  private String list(String source) {
    return pseudonyms.file(source, this::isHidden);
  }

  /** Returns whether an address is replaced wherever it stands. */
  boolean isHidden(IpAddress address) {
    return home.contains(address) && !service.test(address);
  }

  /** A client's address: replaced, unless the service is the client. */
  private IpAddress end(IpAddress address) {
    return service.test(address) ? address : pseudonyms.address(address);
  }

  FrameRef frame(FrameRef frame) {
    return new FrameRef(capture(frame.file()), frame.number(), frame.timeNanos());
  }
}
