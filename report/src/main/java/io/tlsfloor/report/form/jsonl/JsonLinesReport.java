package io.tlsfloor.report.form.jsonl;

import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.RunSummary;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.rules.Judgement;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes one line a connection as it comes, then one a client and service, then one for the run.
 */
public final class JsonLinesReport implements Report {
  private final JsonLine json;
  private final boolean live;

  /**
   * Writes to {@code out}, a whole line at a time.
   *
   * @param out buffers, and flushes by itself often enough for a reader who waits
   */
  public JsonLinesReport(OutputStream out) throws IOException {
    this(out, false);
  }

  private JsonLinesReport(OutputStream out, boolean live) throws IOException {
    json = new JsonLine(out);
    this.live = live;
  }

  /** Writes to {@code out} what live interfaces showed: their names are told as ECS tells them. */
  public static JsonLinesReport live(OutputStream out) throws IOException {
    return new JsonLinesReport(out, true);
  }

  @Override
  public void connection(Judgement judgement) throws IOException {
    json.open();
    if (live) {
      ConnectionFields.ingress(json, judgement);
    }
    ConnectionFields.write(json, judgement);
    json.close();
  }

  @Override
  public void clients(List<ClientSummary> clients) throws IOException {
    for (ClientSummary client : clients) {
      json.open();
      ClientFields.write(json, client);
      json.close();
    }
  }

  @Override
  public void run(RunSummary run) throws IOException {
    json.open();
    RunFields.write(json, run);
    json.close();
  }
}
