package io.tlsfloor.inventory.live;

import io.tlsfloor.inventory.intake.FindingFacts;
import io.tlsfloor.inventory.intake.Intake;
import io.tlsfloor.inventory.intake.RunFacts;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientTally;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.Wants;
import io.tlsfloor.report.output.Output;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Policy;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The inventory as an output of a run. A scan counts connections by day here, and hands in a day
 * when later ones come; a watch counts them in parts itself, each connection in one part.
 */
public final class InventoryOutput implements Output {
  /** Captures come in order: of earlier days than the last two there is little more to come. */
  private static final int MAX_OPEN_DAYS = 2;

  private static final String GOES_ON = LossCount.goesOn().name();

  private final Delivery delivery;
  private final String shown;
  private final Policy policy;
  private final boolean live;
  private final TreeMap<Integer, ClientTally> days = new TreeMap<>();
  private final Map<String, Long> knownLosses = new HashMap<>();
  private Optional<Instant> partEnd = Optional.empty();

  private InventoryOutput(Delivery delivery, String shown, Policy policy, boolean live) {
    this.delivery = delivery;
    this.shown = shown;
    this.policy = policy;
    this.live = live;
  }

  /**
   * Of a run that ends by itself.
   *
   * @param site where it is
   * @throws IOException if the inventory cannot be opened
   */
  public static InventoryOutput ofScan(Location location, String site, Policy policy)
      throws IOException {
    return new InventoryOutput(new DirectDelivery(location, site), location.shown(), policy, false);
  }

  /**
   * Of a run that goes on, whatever the database does.
   *
   * @param events takes a sentence when something fails and when it works again, from any thread
   */
  public static InventoryOutput ofWatch(
      Location location, String site, Policy policy, Consumer<String> events) {
    return new InventoryOutput(
        new QueuedDelivery(location, site, events), location.shown(), policy, true);
  }

  @Override
  public Wants wants() {
    return Wants.ALL;
  }

  @Override
  public void connection(Result result) throws IOException {
    boolean counts =
        policy.directions().contains(result.route().direction())
            && (result.service().isPresent() || policy.anyService());
    if (counts && !live) {
      int day = Times.day(result.first().time());
      days.computeIfAbsent(day, d -> new ClientTally(policy.floor())).add(result.facts());
      while (days.size() > MAX_OPEN_DAYS) {
        handIn(days.pollFirstEntry().getValue().summaries());
      }
    }
    if (result.flagged() || counts && result.excepted()) {
      List<FindingFacts> findings = ResultFacts.findings(result);
      delivery.take(1, intake -> intake.connection(result.id(), findings));
    }
  }

  @Override
  public void takeBack(Result earlier) {
    ClientTally day = days.get(Times.day(earlier.first().time()));
    if (day != null) {
      day.takeBack(earlier.facts());
    }
  }

  @Override
  public void clients(List<ClientDay> clients) throws IOException {
    if (live) {
      handIn(clients);
    }
    for (ClientTally tally : days.values()) {
      clients.forEach(client -> tally.named(client.names()));
      handIn(tally.summaries());
    }
    days.clear();
  }

  private void handIn(List<ClientDay> clients) throws IOException {
    delivery.take(
        clients.size(),
        intake -> {
          for (ClientDay client : clients) {
            intake.client(ResultFacts.client(client, policy.floor()));
          }
        });
  }

  @Override
  public void soFar(Run run) throws IOException {
    Instant begun = run.course().ended().minus(run.course().duration());
    part(run, partEnd.orElse(begun), run.course().ended(), "");
  }

  @Override
  public void run(Run run) throws IOException {
    if (!live) {
      hand(
          new RunFacts(
              run.course().id(),
              run.read().first(),
              run.read().last(),
              narrowed(run),
              run.missed().hiding()));
      return;
    }
    // what was not known by the hour may have been lost at any time since the beginning
    Instant begun = run.course().ended().minus(run.course().duration());
    boolean late = !fresh(run).isEmpty();
    part(run, late ? begun : partEnd.orElse(begun), run.course().ended(), run.course().id());
  }

  private void part(Run run, Instant from, Instant to, String id) throws IOException {
    List<String> losses = fresh(run);
    for (LossCount loss : run.missed().counts()) {
      knownLosses.put(loss.name(), loss.count());
    }
    partEnd = Optional.of(to);
    hand(new RunFacts(id, Optional.of(from), Optional.of(to), narrowed(run), losses));
  }

  /** Losses that were not known at the last part. */
  private List<String> fresh(Run run) {
    List<String> losses = new ArrayList<>();
    for (LossCount loss : run.missed().counts()) {
      boolean more = loss.count() > knownLosses.getOrDefault(loss.name(), 0L);
      if (loss.hidesNow() && more && !loss.name().equals(GOES_ON)) {
        losses.add(loss.text());
      }
    }
    return losses;
  }

  private void hand(RunFacts facts) throws IOException {
    delivery.take(1, intake -> intake.run(facts));
  }

  private static boolean narrowed(Run run) {
    return run.terms().leftOut().isPresent() || run.missed().count(LossCount.FILTERED) > 0;
  }

  @Override
  public long lost() {
    return delivery.lost();
  }

  @Override
  public Optional<String> away() {
    return delivery.away();
  }

  @Override
  public void endBy(long nanoTime) {
    delivery.endBy(nanoTime);
  }

  @Override
  public Optional<LossCount> settle() throws IOException {
    long lost = delivery.settle();
    return lost == 0 ? Optional.empty() : LossCount.besides(LossCount.LINES_LOST, lost);
  }

  @Override
  public Optional<String> finish() throws IOException {
    long lost = delivery.settle();
    return lost == 0
        ? Optional.empty()
        : Optional.of(
            Words.count(lost, "result")
                + " did not get into the inventory "
                + shown
                + (live ? "" : ": they are dated before 1995, or more than a year from now"));
  }

  @Override
  public void close() {
    delivery.close();
  }

  /** Of a run that ends by itself: what cannot be written ends the run. */
  private static final class DirectDelivery implements Delivery {
    private final Store store;
    private final Intake intake;

    DirectDelivery(Location location, String site) throws IOException {
      store = Store.open(location);
      intake = new Intake(store, site);
    }

    @Override
    public void take(int count, Fact facts) throws IOException {
      facts.to(intake);
    }

    @Override
    public long lost() {
      return intake.receipt().misdated();
    }

    @Override
    public long settle() throws IOException {
      intake.flush();
      return lost();
    }

    @Override
    public void close() {
      // A store holds nothing between its transactions.
    }
  }
}
