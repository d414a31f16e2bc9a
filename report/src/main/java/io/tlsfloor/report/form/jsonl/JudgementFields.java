package io.tlsfloor.report.form.jsonl;

import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.FindingEvidence;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.Service;
import java.io.IOException;
import java.util.List;

/** What policy said of a connection. */
final class JudgementFields {
  private JudgementFields() {}

  static void write(JsonLine json, Judgement judgement) throws IOException {
    if (judgement.service().isPresent()) {
      service(json, judgement.service().get());
    } else {
      json.nothing("service");
    }
    if (judgement.stack().isPresent()) {
      stack(json, judgement.stack().get());
    }
    if (judgement.severity().isPresent()) {
      json.word("severity", judgement.severity().get());
    }
    findings(json, judgement.findings());
  }

  private static void service(JsonLine json, Service service) throws IOException {
    json.object("service");
    json.text("instance", service.instance());
    json.text("area", service.area());
    json.text("name", service.name());
    if (service.set().isPresent()) {
      json.number("set", service.set().get());
    }
    json.text("category", service.category());
    json.text("matched", service.matched());
    json.text("host", service.host());
    json.word("evidence", service.evidence());
    json.word("confidence", service.confidence());
    json.text("note", service.note());
    json.endObject();
  }

  private static void stack(JsonLine json, ClientStack stack) throws IOException {
    json.object("client_stack");
    json.text("name", stack.name());
    json.word("confidence", stack.confidence());
    json.texts("candidates", stack.candidates());
    json.endObject();
  }

  private static void findings(JsonLine json, List<Finding> findings) throws IOException {
    json.list("findings");
    for (Finding finding : findings) {
      json.element();
      json.plain("rule", finding.rule().id());
      json.word("severity", finding.severity());
      json.word("confidence", finding.confidence());
      json.text("summary", finding.summary());
      json.list("evidence");
      for (FindingEvidence evidence : finding.evidence()) {
        json.element();
        json.number("frame", evidence.frame());
        json.text("field", evidence.field());
        json.text("value", evidence.value());
        json.endObject();
      }
      json.endList();
      if (finding.remedy().isPresent()) {
        remedy(json, finding.remedy().get());
      }
      json.text("enforced", finding.enforced());
      json.text("exception", finding.exception().map(Finding.Waiver::reason));
      json.text("exception_owner", finding.exception().map(Finding.Waiver::owner));
      json.text("exception_until", finding.exception().map(waiver -> waiver.until().toString()));
      json.endObject();
    }
    json.endList();
  }

  private static void remedy(JsonLine json, Remedy remedy) throws IOException {
    json.object("remedy");
    json.text("text", remedy.text());
    json.text("reference", remedy.reference());
    json.endObject();
  }
}
