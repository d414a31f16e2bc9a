package io.tlsfloor.cli.explain;

import io.tlsfloor.capture.record.FrameBytes;
import io.tlsfloor.capture.record.LocatedMessage;
import io.tlsfloor.parser.field.Field;
import io.tlsfloor.report.text.Markdown;
import io.tlsfloor.rules.judge.Reasoning.RuleReason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes stories in Markdown with tables, as ticket systems take it. */
final class MarkdownStory implements StoryWriter {
  private final OutputStream out;
  private final StringBuilder text = new StringBuilder();

  /** Writes UTF-8 to {@code out}. */
  MarkdownStory(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(List<String> notes, List<Story> stories) throws IOException {
    notes.forEach(note -> text.append(Markdown.text(note)).append("\n\n"));
    stories.forEach(this::story);
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void story(Story story) {
    text.append("## ").append(Markdown.text(story.head().title())).append("\n\n");
    story
        .head()
        .severity()
        .ifPresent(s -> text.append("**").append(StoryBuilder.word(s)).append("**: "));
    text.append(Markdown.text(story.head().headline())).append("\n\n");
    text.append("Community ID ").append(Markdown.code(story.head().communityId()));
    text.append(", event id ").append(Markdown.code(story.head().id())).append("\n\n");
    list("What was seen", story.facts());
    text.append("### Packets\n\n");
    text.append("| frame | time (UTC) | from | bytes | what |\n|---:|---|---|---:|---|\n");
    for (Story.Packet packet : story.packets()) {
      row(
          Long.toString(packet.frame()),
          packet.time(),
          packet.from(),
          Integer.toString(packet.bytes()),
          Markdown.text(packet.what()));
    }
    text.append(story.morePackets().isEmpty() ? "" : "\n" + story.morePackets() + "\n");
    text.append('\n');
    list("How they were put together", story.assembly());
    text.append("### Bytes\n\nOffsets count from 0, in the frame and in the message.\n\n");
    story.messages().forEach(this::message);
    text.append("### Service\n\n");
    story.verdict().tried().forEach(this::lookUp);
    text.append('\n').append(Markdown.text(story.verdict().service())).append("\n\n");
    text.append("### Direction\n\n");
    text.append(Markdown.text(StoryBuilder.sentence(story.verdict().direction()))).append("\n\n");
    text.append("### Rules\n\n");
    if (!story.verdict().rules().isEmpty()) {
      text.append("| rule | found | why |\n|---|---|---|\n");
      story.verdict().rules().forEach(this::rule);
      text.append('\n');
    }
    text.append(Markdown.text(story.verdict().flagged())).append("\n\n");
    list("Not seen", story.unseen().isEmpty() ? List.of("Nothing is missing.") : story.unseen());
    text.append("### In other programs\n\n");
    text.append("- Wireshark: ").append(Markdown.code(story.pivot().wireshark())).append('\n');
    text.append("- Arkime: ").append(Markdown.code(story.pivot().arkime())).append("\n\n");
  }

  private void list(String title, List<String> sentences) {
    if (!sentences.isEmpty()) {
      text.append("### ").append(title).append("\n\n");
      sentences.forEach(s -> text.append("- ").append(Markdown.text(s)).append('\n'));
      text.append('\n');
    }
  }

  private void row(String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private void message(LocatedMessage message) {
    text.append("**").append(Markdown.text(message.name())).append("**, ");
    text.append(message.fromClient() ? "client" : "server");
    text.append(message.note().isEmpty() ? "" : ": " + Markdown.text(message.note()));
    text.append(
        "\n\n| field | meaning | message offset | frame | frame offset | bytes | source |\n");
    text.append("|---|---|---:|---:|---:|---|---|\n");
    List<List<FrameBytes>> places = message.places();
    for (int i = 0; i < places.size(); i++) {
      field(message, message.fields().get(i), places.get(i));
    }
    text.append('\n');
  }

  private void field(LocatedMessage message, Field field, List<FrameBytes> places) {
    String name = Markdown.text(field.name());
    String meaning = Markdown.text(field.meaning());
    String offset = Integer.toString(field.offset());
    String source = Markdown.text(field.source());
    if (places.isEmpty()) {
      row(name, meaning, offset, "", "", "", source);
    }
    for (FrameBytes place : places) {
      int more = place.length() - FrameBytes.MAX_SHOWN;
      row(
          name,
          meaning,
          offset,
          Long.toString(place.frame()),
          Integer.toString(place.offset()),
          Markdown.code(message.hex(place)) + (more > 0 ? " and " + more + " more" : ""),
          source);
    }
  }

  private void lookUp(Story.LookUp lookUp) {
    text.append("- ").append(lookUp.evidence()).append(' ');
    text.append(Markdown.text(lookUp.subject())).append(", port ").append(lookUp.port());
    text.append(lookUp.chosen() ? ": **this identified the service**\n" : "\n");
    lookUp.results().forEach(r -> text.append("  - ").append(Markdown.text(r)).append('\n'));
  }

  private void rule(RuleReason reason) {
    row(
        Markdown.code(reason.rule().id()),
        reason
            .finding()
            .map(f -> StoryBuilder.word(f.severity()) + ", " + StoryBuilder.word(f.confidence()))
            .orElse("nothing"),
        Markdown.text(reason.why()));
  }
}
