package io.tlsfloor.inventory.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.tlsfloor.report.form.html.VisibleOutput;
import java.util.Map;

/** Pages from templates that were compiled with the program. */
final class Templates {
  private static final TemplateEngine ENGINE =
      TemplateEngine.createPrecompiled(
          null,
          ContentType.Html,
          Templates.class.getClassLoader(),
          "io.tlsfloor.inventory.page.template");

  private Templates() {}

  static String text(String template, Map<String, Object> values) {
    StringOutput out = new StringOutput();
    ENGINE.render(template, values, new VisibleOutput(out));
    return out.toString();
  }
}
