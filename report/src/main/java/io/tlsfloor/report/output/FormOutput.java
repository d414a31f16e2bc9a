package io.tlsfloor.report.output;

import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.Wants;
import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.report.sink.Sink;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A form in a sink: whichever of either.
 *
 * @param form writes to {@code sink}
 * @param sink where its chunks go; closed with this
 * @param wants which connections the form is given
 */
public record FormOutput(Report form, Sink sink, Wants wants) implements Output {
  @Override
  public void connection(Result result) throws IOException {
    form.connection(result);
  }

  @Override
  public void takeBack(Result earlier) throws IOException {
    form.takeBack(earlier);
  }

  @Override
  public void clients(List<ClientDay> clients) throws IOException {
    form.clients(clients);
  }

  @Override
  public boolean wantsEveryClient() {
    return form.wantsEveryClient();
  }

  @Override
  public void watch(WatchState state) throws IOException {
    form.watch(state);
  }

  @Override
  public void soFar(Run run) throws IOException {
    form.soFar(run);
  }

  @Override
  public void run(Run run) throws IOException {
    form.run(run);
  }

  @Override
  public void tick() throws IOException {
    form.tick();
    sink.tick();
  }

  @Override
  public void reopen() {
    sink.reopen();
  }

  @Override
  public long rotations() {
    return sink.rotations();
  }

  @Override
  public long lost() {
    return sink.lost();
  }

  @Override
  public Optional<String> away() {
    return sink.away();
  }

  @Override
  public void endBy(long nanoTime) {
    sink.endBy(nanoTime);
  }

  @Override
  public Optional<LossCount> settle() throws IOException {
    return sink.settle();
  }

  @Override
  public Optional<String> finish() throws IOException {
    return sink.finish();
  }

  @Override
  public void close() throws IOException {
    sink.close();
  }
}
