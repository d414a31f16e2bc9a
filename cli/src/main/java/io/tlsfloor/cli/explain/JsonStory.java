package io.tlsfloor.cli.explain;

import io.tlsfloor.capture.record.FrameBytes;
import io.tlsfloor.capture.record.LocatedMessage;
import io.tlsfloor.parser.field.Field;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.judge.Reasoning.RuleReason;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes stories as one JSON object. */
final class JsonStory implements StoryWriter {
  private final JsonLine json;

  /** Writes ASCII to {@code out}. */
  JsonStory(OutputStream out) throws IOException {
    json = new JsonLine(out);
  }

  @Override
  public void write(List<String> notes, List<Story> stories) throws IOException {
    json.open();
    json.texts("notes", notes);
    json.list("connections");
    for (Story story : stories) {
      json.element();
      story(story);
      json.endObject();
    }
    json.endList();
    json.close();
  }

  private void story(Story story) throws IOException {
    json.text("id", story.head().id());
    json.text("community_id", story.head().communityId());
    json.text("title", story.head().title());
    json.text("severity", story.head().severity().map(Words::constant));
    json.text("headline", story.head().headline());
    json.texts("seen", story.facts());
    json.list("packets");
    for (Story.Packet packet : story.packets()) {
      json.element();
      json.number("frame", packet.frame());
      json.text("time", packet.time());
      json.text("from", packet.from());
      json.number("bytes", packet.bytes());
      json.text("what", packet.what());
      json.endObject();
    }
    json.endList();
    if (!story.morePackets().isEmpty()) {
      json.text("more_packets", story.morePackets());
    }
    json.texts("assembly", story.assembly());
    json.list("messages");
    for (LocatedMessage message : story.messages()) {
      json.element();
      message(message);
      json.endObject();
    }
    json.endList();
    json.object("service");
    json.text("said", story.verdict().service());
    json.list("tried");
    for (Story.LookUp lookUp : story.verdict().tried()) {
      json.element();
      json.text("evidence", lookUp.evidence());
      json.text("subject", lookUp.subject());
      json.number("port", lookUp.port());
      json.flag("chosen", lookUp.chosen());
      json.texts("results", lookUp.results());
      json.endObject();
    }
    json.endList();
    json.endObject();
    json.text("direction", story.verdict().direction());
    rules(story.verdict().rules());
    json.text("flagged", story.verdict().flagged());
    json.texts("not_seen", story.unseen());
    json.text("wireshark", story.pivot().wireshark());
    json.text("arkime", story.pivot().arkime());
  }

  private void message(LocatedMessage message) throws IOException {
    json.text("name", message.name());
    json.text("from", message.fromClient() ? "client" : "server");
    json.number("length", message.length());
    json.list("frames");
    for (long frame : message.frames()) {
      json.item(frame);
    }
    json.endList();
    if (!message.note().isEmpty()) {
      json.text("note", message.note());
    }
    json.list("fields");
    List<List<FrameBytes>> places = message.places();
    for (int i = 0; i < places.size(); i++) {
      Field field = message.fields().get(i);
      json.element();
      json.text("name", field.name());
      json.text("meaning", field.meaning());
      json.text("source", field.source());
      json.number("offset", field.offset());
      json.number("length", field.length());
      json.list("places");
      for (FrameBytes place : places.get(i)) {
        json.element();
        json.number("frame", place.frame());
        json.number("offset", place.offset());
        json.number("length", place.length());
        json.text("hex", message.hex(place));
        json.endObject();
      }
      json.endList();
      json.endObject();
    }
    json.endList();
  }

  private void rules(List<RuleReason> rules) throws IOException {
    json.list("rules");
    for (RuleReason reason : rules) {
      json.element();
      json.text("rule", reason.rule().id());
      json.flag("found", reason.finding().isPresent());
      json.text("severity", reason.finding().map(f -> Words.constant(f.severity())));
      json.text("confidence", reason.finding().map(f -> Words.constant(f.confidence())));
      json.text("why", reason.why());
      json.endObject();
    }
    json.endList();
  }
}
