package io.tlsfloor.report.form.jsonl;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.model.Fixes.Fix;
import io.tlsfloor.report.model.Standing;
import io.tlsfloor.report.text.JsonLine;
import java.io.IOException;
import java.util.List;

/** What to do, in the line of dataset {@code tlsfloor.run}. */
final class FixFields {
  private FixFields() {}

  static void write(JsonLine json, List<Fix> fixes) throws IOException {
    json.list("fixes");
    for (Fix fix : fixes) {
      json.element();
      json.object("remedy");
      json.text("text", fix.remedy().text());
      json.text("reference", fix.remedy().reference());
      json.endObject();
      json.flag("below_floor", fix.below());
      json.word("severity", fix.severity());
      json.texts("client_stacks", fix.stacks());
      json.texts("clients", fix.clients().keySet().stream().map(IpAddress::toString).toList());
      json.number("got_through", fix.count(Standing.Kind.THROUGH));
      json.number("refused", fix.count(Standing.Kind.REFUSED));
      json.number("need_another_change", fix.others());
      json.number("connections", fix.times());
      json.endObject();
    }
    json.endList();
  }
}
