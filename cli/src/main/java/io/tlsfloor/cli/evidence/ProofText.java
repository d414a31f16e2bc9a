package io.tlsfloor.cli.evidence;

import io.tlsfloor.capture.record.LocatedMessage;
import io.tlsfloor.capture.record.ProvingFrame;
import io.tlsfloor.parser.field.Field;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.FindingEvidence;
import io.tlsfloor.rules.Judgement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Says in comments what a frame proves, and what was done to it. */
final class ProofText {
  private static final int MAX_CHARS = 1000; // of a comment: more is no help to a reader
  private static final int MAX_FIELDS = 8; // named of a message
  private static final List<String> TELLING = // parts of names of fields that say something
      List.of(
          "client_version",
          "server_version",
          "legacy_version",
          "supported_versions",
          "selected_version",
          "host_name",
          "level",
          "description",
          "commonName",
          "dNSName",
          "line",
          "target");

  private ProofText() {}

  /** The comments of a frame that serves {@code judgement}. */
  static List<String> of(ProvingFrame frame, Judgement judgement) {
    List<String> comments = new ArrayList<>();
    comments.add(cut(what(frame)));
    Set<String> proofs = new LinkedHashSet<>();
    for (Finding finding : judgement.findings()) {
      for (FindingEvidence each : finding.evidence()) {
        if (each.frame() == frame.frame().number() && each.file().equals(frame.frame().source())) {
          proofs.add("proves " + finding.rule().id() + ": " + each.field() + " = " + each.value());
        }
      }
    }
    proofs.forEach(proof -> comments.add(cut(proof)));
    changes(frame, comments);
    comments.add(cut("frame " + frame.frame().number() + " of " + frame.frame().source()));
    return comments;
  }

  private static String cut(String text) {
    String plain = Printable.text(text);
    return plain.length() <= MAX_CHARS ? plain : plain.substring(0, MAX_CHARS) + " …";
  }

  private static String what(ProvingFrame frame) {
    String who = frame.fromClient() ? "client" : "server";
    List<String> messages = new ArrayList<>();
    for (LocatedMessage message : frame.messages()) {
      if (message.fromClient() == frame.fromClient() && !isFrame(message)) {
        messages.add(message(message));
      }
    }
    String holds = messages.isEmpty() ? "" : ": " + String.join("; ", messages);
    return switch (frame.role()) {
      case SYN -> who + ": TCP set-up (SYN)" + holds;
      case SYN_ACK -> who + ": TCP set-up (SYN, ACK)" + holds;
      case ACK -> who + ": TCP acknowledgment";
      case FIN -> who + ": ends the connection (FIN)" + holds;
      case RST -> who + ": breaks the connection off (RST)" + holds;
      case FRAGMENT -> who + ": fragment of an IP datagram" + holds;
      case NAME -> "DNS answer that names the server's address";
      case PACKET -> who + (holds.isEmpty() ? ": part of what was read" : holds);
    };
  }

  /** A record's header, where the message in it says more. */
  private static boolean isFrame(LocatedMessage message) {
    return message.name().equals("record header: handshake")
        || message.name().equals("record header: alert");
  }

  private static String message(LocatedMessage message) {
    List<String> fields = new ArrayList<>();
    for (Field each : telling(message)) {
      fields.add(each.name() + " = " + each.meaning());
    }
    return message.name() + (fields.isEmpty() ? "" : " (" + String.join(", ", fields) + ")");
  }

  /** The fields of a message that are named. */
  static List<Field> telling(LocatedMessage message) {
    List<Field> telling = new ArrayList<>();
    if (message.name().startsWith("record header")) {
      return telling;
    }
    for (Field each : message.fields()) {
      if (telling.size() == MAX_FIELDS) {
        break;
      }
      if (each.privacy().mayLeave() && tells(each.name())) {
        telling.add(each);
      }
    }
    return telling;
  }

  private static boolean tells(String name) {
    for (String part : TELLING) {
      if (name.contains(part)) {
        return true;
      }
    }
    return false;
  }

  /** A message with no more of its fields than {@link #of} tells: a hello may be large. */
  static LocatedMessage shortened(LocatedMessage message) {
    return message.with(telling(message));
  }

  private static void changes(ProvingFrame frame, List<String> comments) {
    int captured = frame.frame().bytes().length;
    int length = frame.bytes().length;
    if (length < captured) {
      comments.add(
          "cut after byte " + length + " of " + captured + ": what follows proves nothing");
    }
    int blanked = frame.blankedBytes();
    if (blanked > 0) {
      List<String> places = new ArrayList<>();
      for (ProvingFrame.Range range : frame.blanked()) {
        if (places.size() == MAX_FIELDS) {
          places.add("…");
          break;
        }
        places.add(range.offset() + " to " + (range.offset() + range.length() - 1));
      }
      comments.add(
          blanked
              + (blanked == 1 ? " byte is" : " bytes are")
              + " blanked with \"*\", at offset "
              + String.join(", ", places)
              + ": encrypted or private, and only the number counts, and there is no checksum");
    }
  }

  /** The comment of a section on a connection's findings. */
  static List<String> findings(Judgement judgement) {
    List<String> all = new ArrayList<>();
    for (Finding finding : judgement.findings()) {
      all.add(
          cut(
              "finding "
                  + finding.rule().id()
                  + ", "
                  + finding.severity().name().toLowerCase(Locale.ROOT)
                  + ": "
                  + finding.summary()));
    }
    return all;
  }
}
