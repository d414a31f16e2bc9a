package io.tlsfloor.cli.explain;

import io.tlsfloor.capture.dissection.LocatedField;
import io.tlsfloor.capture.dissection.LocatedMessage;
import io.tlsfloor.capture.dissection.Place;
import io.tlsfloor.report.form.table.Lines;
import io.tlsfloor.report.form.table.Paint;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.rules.judge.RuleReason;
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
  private final StringBuilder text = new StringBuilder();
  private int timeColumn; // of what is told

  /** Writes UTF-8 to {@code out}, prose in lines of at most {@code columns} characters. */
  TextStory(OutputStream out, Paint paint, int columns) {
    this.out = out;
    this.paint = paint;
    this.columns = columns;
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
    for (String line : Lines.wrap(Printable.text(story.title()), columns)) {
      text.append(paint.bold(line)).append('\n');
    }
    String worst = story.severity().map(severity -> StoryBuilder.word(severity) + ": ").orElse("");
    for (String line : Lines.wrap(worst + Printable.name(story.headline()), columns)) {
      text.append(story.severity().map(severity -> paint.severity(severity, line)).orElse(line))
          .append('\n');
    }
    text.append("Community ID ").append(story.communityId());
    text.append(", event id ").append(story.id()).append('\n');
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
    story.tried().forEach(this::lookUp);
    prose(INDENT, story.service());
    head("DIRECTION");
    prose(INDENT, StoryBuilder.sentence(story.direction()));
    head("RULES");
    story.rules().forEach(this::rule);
    prose(INDENT, story.flagged());
    head("NOT SEEN");
    if (story.unseen().isEmpty()) {
      prose(INDENT, "Nothing is missing.");
    }
    story.unseen().forEach(sentence -> prose(INDENT, sentence));
  }

  private void head(String title) {
    text.append('\n').append(paint.bold(title)).append('\n');
  }

  private void prose(String indent, String sentence) {
    prose(indent, indent, Printable.name(sentence));
  }

  private void prose(String first, String others, String printable) {
    String indent = first;
    for (String line : Lines.wrap(printable, Math.max(columns - others.length(), FRAME))) {
      text.append(indent).append(line).append('\n');
      indent = others;
    }
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
    text.append(Lines.right(frame, FRAME))
        .append(INDENT)
        .append(Lines.left(time, Math.max(TIME, timeColumn)))
        .append(INDENT)
        .append(Lines.left(from, FROM))
        .append(Lines.right(bytes, BYTES))
        .append(INDENT)
        .append(Printable.name(what))
        .append('\n');
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
    message.fields().forEach(this::field);
  }

  private void field(LocatedField located) {
    text.append(INDENT)
        .append(INDENT)
        .append(Printable.name(located.field().name()))
        .append(": ")
        .append(Printable.name(located.field().meaning()))
        .append(paint.faint(" [" + Printable.text(located.field().source()) + "]"))
        .append('\n');
    String label = "message offset " + located.field().offset();
    for (Place place : located.places()) {
      text.append(INDENT).append(INDENT).append(INDENT);
      text.append(label).append(", frame ").append(place.frame());
      text.append(" offset ").append(place.offset()).append(": ").append(place.hex());
      int more = place.length() - Place.MAX_BYTES;
      text.append(more > 0 ? " … and " + more + " bytes more" : "").append('\n');
      label = "and then";
    }
    if (located.places().isEmpty()) {
      text.append(INDENT).append(INDENT).append(INDENT).append(label).append('\n');
    }
  }

  private void lookUp(Story.LookUp lookUp) {
    String mark = lookUp.chosen() ? ": this told the service" : "";
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
