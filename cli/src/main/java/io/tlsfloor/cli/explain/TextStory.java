package io.tlsfloor.cli.explain;

import io.tlsfloor.capture.record.FrameBytes;
import io.tlsfloor.capture.record.LocatedMessage;
import io.tlsfloor.parser.field.Field;
import io.tlsfloor.report.form.table.Lines;
import io.tlsfloor.report.form.table.Paint;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.rules.judge.Reasoning.RuleReason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes stories as text for a terminal. */
final class TextStory implements StoryWriter {
  private static final String INDENT = "  ";
  private static final int FRAME = 7;
  private static final int TIME = 15;
  private static final int FROM = 6;
  private static final int BYTES = 6;

  private final OutputStream out;
  private final Paint paint;
  private final int columns;
  private final int rowColumns;
  private final StringBuilder text = new StringBuilder();
  private int timeColumn; // of what is said

  /**
   * Writes UTF-8 to {@code out}.
   *
   * @param columns of lines of prose, at most
   * @param rowColumns of packets and fields, at most: a terminal's; what searches a file finds each
   *     on one line
   */
  TextStory(OutputStream out, Paint paint, int columns, int rowColumns) {
    this.out = out;
    this.paint = paint;
    this.columns = columns;
    this.rowColumns = rowColumns;
  }

  @Override
  public void write(List<String> notes, List<Story> stories) throws IOException {
    for (String note : notes) {
      prose("", note);
    }
    boolean first = notes.isEmpty();
    for (Story story : stories) {
      text.append(first ? "" : "\n");
      first = false;
      story(story);
    }
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void story(Story story) {
    for (String line : Lines.wrap(Printable.text(story.head().title()), columns)) {
      text.append(paint.bold(line)).append('\n');
    }
    String worst =
        story.head().severity().map(severity -> StoryBuilder.word(severity) + ": ").orElse("");
    for (String line : Lines.wrap(worst + Printable.name(story.head().headline()), columns)) {
      text.append(
              story.head().severity().map(severity -> paint.severity(severity, line)).orElse(line))
          .append('\n');
    }
    String ids = "Community ID " + Lines.whole(story.head().communityId()) + ", event id ";
    row("", INDENT, ids + Lines.whole(story.head().id()));
    head("WHAT WAS SEEN");
    story.facts().forEach(fact -> prose(INDENT, fact));
    head("PACKETS");
    packets(story);
    if (!story.assembly().isEmpty()) {
      head("HOW THEY WERE PUT TOGETHER");
      story.assembly().forEach(sentence -> prose(INDENT, sentence));
    }
    head("BYTES (offsets from 0 in the frame and in the message)");
    story.messages().forEach(this::message);
    head("SERVICE");
    story.verdict().tried().forEach(this::lookUp);
    prose(INDENT, story.verdict().service());
    head("DIRECTION");
    prose(INDENT, StoryBuilder.sentence(story.verdict().direction()));
    head("RULES");
    story.verdict().rules().forEach(this::rule);
    prose(INDENT, story.verdict().flagged());
    head("NOT SEEN");
    if (story.unseen().isEmpty()) {
      prose(INDENT, "Nothing is missing.");
    }
    story.unseen().forEach(sentence -> prose(INDENT, sentence));
    head("IN OTHER PROGRAMS");
    whole("Wireshark: ", story.pivot().wireshark());
    whole("Arkime:    ", story.pivot().arkime());
  }

  private void head(String title) {
    text.append('\n').append(paint.bold(title)).append('\n');
  }

  private void prose(String indent, String sentence) {
    prose(indent, indent, Printable.name(sentence));
  }

  private void prose(String first, String others, String printable) {
    hang(first, others, printable, columns);
  }

  private void row(String first, String others, String printable) {
    if (first.length() + Lines.width(printable) <= rowColumns) {
      text.append(first).append(printable.replace(Lines.NO_BREAK, ' ')).append('\n');
    } else {
      hang(first, others, printable, rowColumns);
    }
  }

  /** Lines of which the later ones stand under each other. */
  private void hang(String first, String others, String printable, int width) {
    String indent = first;
    for (String line : Lines.wrap(printable, Math.max(width - others.length(), FRAME))) {
      text.append(indent).append(line).append('\n');
      indent = others;
    }
  }

  /** On one line, however long: it is copied. */
  private void whole(String label, String search) {
    text.append(INDENT).append(label).append(search).append('\n');
  }

  private void packets(Story story) {
    timeColumn = story.packets().stream().mapToInt(p -> p.time().length()).max().orElse(0);
    packet("FRAME", "TIME (UTC)", "FROM", "BYTES", "WHAT");
    for (Story.Packet packet : story.packets()) {
      packet(
          Long.toString(packet.frame()),
          packet.time(),
          packet.from(),
          Integer.toString(packet.bytes()),
          packet.what());
    }
    if (!story.morePackets().isEmpty()) {
      prose(INDENT, story.morePackets());
    }
  }

  private void packet(String frame, String time, String from, String bytes, String what) {
    String columnsBefore =
        Lines.right(frame, FRAME)
            + INDENT
            + Lines.left(time, Math.max(TIME, timeColumn))
            + INDENT
            + Lines.left(from, FROM)
            + Lines.right(bytes, BYTES)
            + INDENT;
    row(columnsBefore, " ".repeat(columnsBefore.length()), Printable.name(what));
  }

  private void message(LocatedMessage message) {
    text.append(INDENT)
        .append(paint.bold(Printable.name(message.name())))
        .append(message.fromClient() ? ", client" : ", server");
    if (!message.frames().isEmpty()) {
      text.append(message.frames().size() == 1 ? ", frame " : ", frames ");
      text.append(String.join(" ", message.frames().stream().map(String::valueOf).toList()));
    }
    text.append(message.length() > 0 ? ", " + message.length() + " bytes" : "").append('\n');
    if (!message.note().isEmpty()) {
      prose(INDENT + INDENT, INDENT + INDENT, Printable.text(message.note()));
    }
    List<List<FrameBytes>> places = message.places();
    for (int i = 0; i < places.size(); i++) {
      field(message, message.fields().get(i), places.get(i));
    }
  }

  private void field(LocatedMessage message, Field field, List<FrameBytes> places) {
    String indent = INDENT + INDENT;
    String source = "[" + Printable.text(field.source()) + "]";
    int from = text.length();
    row(
        indent,
        indent + indent,
        Printable.name(field.name())
            + ": "
            + Printable.name(field.meaning())
            + " "
            + Lines.whole(source));
    int at = text.lastIndexOf(source);
    if (at >= from) {
      text.replace(at, at + source.length(), paint.faint(source));
    }
    String label = "message offset " + field.offset();
    for (FrameBytes place : places) {
      int more = place.length() - FrameBytes.MAX_SHOWN;
      row(
          indent + INDENT,
          indent + indent,
          label
              + ", frame "
              + place.frame()
              + " offset "
              + place.offset()
              + ": "
              + message.hex(place)
              + (more > 0 ? " … and " + more + " bytes more" : ""));
      label = "and then";
    }
    if (places.isEmpty()) {
      text.append(indent).append(INDENT).append(label).append('\n');
    }
  }

  private void lookUp(Story.LookUp lookUp) {
    String mark = lookUp.chosen() ? ": this identified the service" : "";
    prose(INDENT, lookUp.evidence() + " " + lookUp.subject() + ", port " + lookUp.port() + mark);
    lookUp.results().forEach(result -> prose(INDENT + INDENT, result));
  }

  private void rule(RuleReason reason) {
    String head =
        reason
            .finding()
            .map(
                finding ->
                    reason.rule().id()
                        + " found ("
                        + StoryBuilder.word(finding.severity())
                        + ", confidence "
                        + StoryBuilder.word(finding.confidence())
                        + "): ")
            .orElse(reason.rule().id() + " found nothing: ");
    prose(INDENT, INDENT + INDENT, head + Printable.name(reason.why()));
  }
}
