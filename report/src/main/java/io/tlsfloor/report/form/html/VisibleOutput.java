package io.tlsfloor.report.form.html;

import gg.jte.TemplateOutput;
import java.util.HexFormat;

/**
 * Where a template is written to, with control characters (C0, DEL, C1) shown as {@code \}{@code
 * u001b} and the like. HTML allows none of them (HTML Standard §13.2.3.5), and a page that is
 * printed on a terminal must not steer it.
 */
public final class VisibleOutput implements TemplateOutput {
  private final TemplateOutput out;

  /** Writes to {@code out}. */
  public VisibleOutput(TemplateOutput out) {
    this.out = out;
  }

  @Override
  public void writeContent(String value) {
    writeContent(value, 0, value.length());
  }

  @Override
  public void writeContent(String value, int beginIndex, int endIndex) {
    int written = beginIndex;
    for (int i = beginIndex; i < endIndex; i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t') {
        out.writeContent(value, written, i);
        out.writeContent("\\u" + HexFormat.of().toHexDigits(c));
        written = i + 1;
      }
    }
    out.writeContent(value, written, endIndex);
  }
}
