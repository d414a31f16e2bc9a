package io.tlsfloor.cli.watch;

import io.tlsfloor.cli.metrics.Snapshot;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.RunSummary;
import io.tlsfloor.report.pseudonym.Pseudonymizer;
import io.tlsfloor.rules.Judgement;
import java.io.IOException;
import java.util.List;

/** Another output, with pseudonyms for clients. */
final class PseudonymOutput implements WatchOutput {
  private final WatchOutput output;
  private final Pseudonymizer pseudonymizer;

  PseudonymOutput(WatchOutput output, Pseudonymizer pseudonymizer) {
    this.output = output;
    this.pseudonymizer = pseudonymizer;
  }

  @Override
  public void connection(Judgement judgement) throws IOException {
    output.connection(pseudonymizer.judgement(judgement));
  }

  @Override
  public void clients(List<ClientSummary> clients) throws IOException {
    output.clients(pseudonymizer.clients(clients));
  }

  @Override
  public void run(RunSummary run) throws IOException {
    output.run(pseudonymizer.run(run));
  }

  @Override
  public void tick(Snapshot now) throws IOException {
    output.tick(now);
  }

  @Override
  public void event(String what) {
    output.event(what);
  }

  @Override
  public void note(String what) {
    output.note(what);
  }

  @Override
  public void reopen() {
    output.reopen();
  }

  @Override
  public long lost() {
    return output.lost();
  }

  @Override
  public long lostMessages() {
    return output.lostMessages();
  }

  @Override
  public List<LossCount> settle() {
    return output.settle();
  }

  @Override
  public void close() throws IOException {
    output.close();
  }
}
