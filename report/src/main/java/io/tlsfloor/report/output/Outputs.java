package io.tlsfloor.report.output;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.model.ClientBook;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientStates;
import io.tlsfloor.report.model.KnownClient;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.Wants;
import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.report.pseudonym.Pseudonymizer;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All places that the results of a run go to. Pseudonyms are made here, before any of them, so that
 * none can forget to. Confined to one thread.
 */
public final class Outputs implements Closeable {
  private final Optional<Pseudonymizer> pseudonymizer;
  private final List<Output> outputs = new ArrayList<>();
  private final List<Output> failed = new ArrayList<>();
  private @Nullable IOException failure;
  private boolean live;
  private Wants most = Wants.NONE;
  private final ClientBook book = new ClientBook();
  private Supplier<LocalDate> today = () -> LocalDate.now(ZoneOffset.UTC);
  private Map<IpAddress, KnownClient> known = Map.of();

  /** None yet. */
  public Outputs(Optional<Pseudonymizer> pseudonymizer) {
    this.pseudonymizer = pseudonymizer;
  }

  /**
   * What the answers about clients depend on besides their days.
   *
   * @param asOf the day of asking, when it is asked
   * @param people what people know of clients
   */
  public void ask(Supplier<LocalDate> asOf, Map<IpAddress, KnownClient> people) {
    today = asOf;
    known = Map.copyOf(people);
  }

  private interface Step {
    void on(Output output) throws IOException;
  }

  /** From here on one that fails ends none of the others: see {@link #failure}. */
  public void live() {
    live = true;
  }

  /** Returns why the first one failed while others went on. */
  public Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  private void each(Step step) throws IOException {
    for (Iterator<Output> rest = outputs.iterator(); rest.hasNext(); ) {
      Output output = rest.next();
      try {
        step.on(output);
      } catch (IOException e) {
        if (!live) {
          throw e;
        }
        rest.remove();
        failed.add(output);
        failure = failure == null ? e : failure;
      }
    }
  }

  /** Adds one, which is closed with the others. */
  public void add(Output output) {
    outputs.add(output);
    Wants least = output.form().readsDetails() ? Wants.FLAGGED : Wants.NONE; // the run's id
    for (Wants each : List.of(output.wants(), least)) {
      most = each.compareTo(most) > 0 ? each : most;
    }
  }

  /**
   * Writes a connection to those that want it, and to those that were given it before.
   *
   * @param earlier what was written of it before, where that is known
   * @return what was written; empty if it went to none
   */
  public Optional<Result> connection(Judgement judgement, Optional<Judgement> earlier)
      throws IOException {
    boolean wanted = isWanted(judgement, most);
    boolean known = earlier.isPresent() && isWanted(earlier.get(), most); // by some of them
    if (!wanted && !known) { // most connections: nothing is made for them
      return Optional.empty();
    }
    Result result = result(judgement);
    each(
        new Step() { // a lambda that captures costs each line more
          @Override
          public void on(Output output) throws IOException {
            boolean again = earlier.isPresent() && isWanted(earlier.get(), output.wants());
            if (again || isWanted(judgement, output.wants())) {
              output.form().connection(result);
            }
          }
        });
    return Optional.of(result);
  }

  /** Returns what is told of a judgement. */
  public Judgement shown(Judgement judgement) {
    return pseudonymizer.isEmpty() ? judgement : pseudonymizer.get().judgement(judgement);
  }

  private Result result(Judgement judgement) {
    return Result.of(shown(judgement));
  }

  private static boolean isWanted(Judgement judgement, Wants wants) {
    return switch (wants) {
      case NONE -> false;
      case FLAGGED -> judgement.flagged();
      case ALL -> true;
    };
  }

  /** Returns whether every client is wanted, or only those with a flagged connection. */
  public boolean wantsEveryClient() {
    return outputs.stream().anyMatch(output -> output.form().wantsEveryClient());
  }

  /** Returns whether any reads what findings say, or ids. */
  boolean readDetails() {
    return outputs.stream().anyMatch(output -> output.form().readsDetails());
  }

  /** Writes days of clients, or parts of them. */
  public void clients(List<ClientDay> days) throws IOException {
    List<ClientDay> shown = pseudonymizer.map(p -> p.clients(days)).orElse(days);
    book.add(shown);
    each(output -> output.form().clients(shown));
  }

  /** Reports how a watch is doing; before anything else, that it begins. */
  public void watch(WatchState state) throws IOException {
    WatchState shown = pseudonymizer.map(p -> p.watch(state)).orElse(state);
    each(output -> output.form().watch(shown));
  }

  /** From here on connections are judged by another policy. */
  public void judgeBy(Policy next) {
    outputs.forEach(output -> output.form().judgeBy(next));
  }

  /** How often others moved or cut a file of any output so far. */
  public long rotations() {
    return outputs.stream().mapToLong(output -> output.sink().rotations()).sum();
  }

  /** Writes a run that goes on. */
  public void soFar(Run run) throws IOException {
    Run shown = pseudonymizer.map(p -> p.run(run)).orElse(run);
    ClientStates clients = states(shown);
    each(output -> output.form().soFar(shown, clients));
  }

  /** Writes the run as a whole; returns what its clients come to. */
  public ClientStates run(Run run) throws IOException {
    Run shown = pseudonymizer.map(p -> p.run(run)).orElse(run);
    ClientStates clients = states(shown);
    each(output -> output.form().run(shown, clients));
    return clients;
  }

  private ClientStates states(Run run) {
    return ClientStates.of(book, new ClientStates.Asked(today.get(), run.read().days(), known));
  }

  /** Does what is due by the clock. */
  public void tick() throws IOException {
    each(
        output -> {
          output.form().tick();
          output.sink().tick();
        });
  }

  /** Opens again what may have been moved away by others. */
  public void reopen() {
    outputs.forEach(output -> output.sink().reopen());
  }

  /** Lines, or results, that did not get where they go, of all outputs. */
  public long lost() {
    return outputs.stream().mapToLong(output -> output.sink().lost()).sum();
  }

  /** Returns what keeps results from where they go at present, an entry for each such output. */
  public List<String> away() {
    return outputs.stream().flatMap(output -> output.sink().away().stream()).toList();
  }

  /**
   * The run has to be over at {@code nanoTime}, as {@link System#nanoTime} counts: from here on
   * nothing waits for longer.
   */
  public void endBy(long nanoTime) {
    outputs.forEach(output -> output.sink().endBy(nanoTime));
  }

  /** Waits for a bounded time until all that was reported is delivered; what was not. */
  public Losses settle() throws IOException {
    List<Losses> losses = new ArrayList<>();
    each(output -> losses.add(output.sink().settle()));
    return losses.stream().reduce(Losses.NONE, Losses::and);
  }

  /**
   * All is reported: settles all, and only then lets files appear.
   *
   * @return what was not delivered, one sentence an output
   * @throws IOException if an output fails; files that have their names by then keep them
   */
  public List<String> finish() throws IOException {
    settle();
    List<String> undelivered = new ArrayList<>();
    each(output -> output.sink().finish().ifPresent(undelivered::add));
    return undelivered;
  }

  /** Lets go of all of them; without {@link #finish}, leaves no file behind. */
  @Override
  public void close() throws IOException {
    outputs.addAll(failed);
    failed.clear();
    IOException last = null;
    for (Output output : outputs) {
      try {
        output.sink().close();
      } catch (IOException e) {
        last = e;
      }
    }
    if (last != null && failure == null) {
      throw last;
    }
  }
}
