package io.tlsfloor.parser.preface;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.preface.Preface.State;
import io.tlsfloor.parser.preface.PrefaceRecognizer.Answer;
import io.tlsfloor.testing.WireTalk;
import io.tlsfloor.testing.WireTalk.Said;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Plays a written dialogue to prefaces, as the connection tracker does.
 *
 * <p>Scripts are those of {@link WireTalk}.
 */
final class Replay {
  private final byte[][] pending = {new byte[0], new byte[0]};
  private final boolean[] ruledOut = new boolean[2];
  private final boolean[] tls = new boolean[2];
  private final List<Preface> prefaces = new ArrayList<>();
  private int longestHeld;

  private Replay() {}

  /** Holds what a script tells, however it is cut into segments. */
  static void assertTold(String script, String expected) {
    List<Said> events = WireTalk.of(script);
    assertThat(whole(events).told()).as("whole").isEqualTo(expected);
    assertThat(joined(events).told()).as("joined").isEqualTo(expected);
    assertThat(split(events).told()).as("split").isEqualTo(expected);
  }

  /** Returns what the client alone tells. */
  static String client(String script) {
    return oneSided(WireTalk.of(script), 0).told();
  }

  /** Returns what the server alone tells. */
  static String server(String script) {
    return oneSided(WireTalk.of(script), 1).told();
  }

  /** Plays each event as one segment. */
  static Replay whole(List<Said> events) {
    Replay replay = new Replay();
    events.forEach(replay::play);
    return replay;
  }

  /** Plays what one end sends in a row as one segment. */
  static Replay joined(List<Said> events) {
    List<Said> joined = new ArrayList<>();
    for (Said event : events) {
      Said last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null
          && last.direction() == event.direction()
          && !last.isHole()
          && !event.isHole()) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(last.bytes());
        both.writeBytes(event.bytes());
        joined.set(joined.size() - 1, new Said(event.byClient(), both.toByteArray()));
      } else {
        joined.add(event);
      }
    }
    return whole(joined);
  }

  /** Plays every byte as one segment. */
  static Replay split(List<Said> events) {
    Replay replay = new Replay();
    for (Said event : events) {
      if (event.isHole()) {
        replay.play(event);
      }
      for (byte one : event.bytes()) {
        replay.play(new Said(event.byClient(), new byte[] {one}));
      }
    }
    return replay;
  }

  /** Plays what one end sent only, 0 for the client. */
  static Replay oneSided(List<Said> events, int direction) {
    return whole(events.stream().filter(e -> e.direction() == direction).toList());
  }

  void play(Said event) {
    int direction = event.direction();
    if (event.isHole()) {
      pending[direction] = new byte[0];
      current().ifPresent(p -> p.hole(direction));
      return;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(pending[direction]);
    all.writeBytes(event.bytes());
    pending[direction] = all.toByteArray();
    int next = direction;
    int idle = 0;
    while (idle < 2) {
      idle = offer(next) ? 0 : idle + 1;
      next = 1 - next;
    }
    longestHeld = Math.max(longestHeld, pending[direction].length);
  }

  /** Offers what a direction holds; whether anything came of it. */
  private boolean offer(int direction) {
    byte[] held = pending[direction];
    if (tls[direction] || held.length == 0) {
      return false;
    }
    if (held.length >= 6 && held[0] == 0x16 && held[1] == 3 && (held[5] == 1 || prefaceOver())) {
      tls[direction] = true;
      running().ifPresent(p -> p.tlsBegan(direction));
      return true;
    }
    ByteBuffer buffer = ByteBuffer.allocate(held.length + 7).position(3);
    buffer.put(held).position(0);
    if (prefaceOver()) {
      return begins(direction, buffer, held.length);
    }
    if (running().isEmpty()) {
      return false;
    }
    Preface preface = running().get();
    int used = preface.read(direction, buffer, 3, held.length);
    if (used < 0 || used > held.length) {
      throw new AssertionError("used " + used + " of " + held.length);
    }
    pending[direction] = java.util.Arrays.copyOfRange(held, used, held.length);
    if (preface.state() == State.INNER_NEXT) {
      ruledOut[0] = false;
      ruledOut[1] = false;
      return true;
    }
    return used > 0;
  }

  private boolean begins(int direction, ByteBuffer buffer, int length) {
    if (ruledOut[direction]) {
      return false;
    }
    Answer answer = PrefaceRecognizer.test(direction, buffer, 3, length);
    ruledOut[direction] = answer == Answer.NO;
    if (answer == Answer.YES) {
      prefaces.add(PrefaceRecognizer.start(direction, buffer, 3, length).orElseThrow());
    }
    return answer == Answer.YES;
  }

  private Optional<Preface> current() {
    return prefaces.isEmpty() ? Optional.empty() : Optional.of(prefaces.get(prefaces.size() - 1));
  }

  private Optional<Preface> running() {
    return current().filter(p -> p.state() == State.RUNNING);
  }

  private boolean prefaceOver() {
    return current().map(p -> p.state() == State.INNER_NEXT).orElse(true);
  }

  /** The last preface. */
  Preface last() {
    return current().orElseThrow(() -> new AssertionError("no preface recognised"));
  }

  /** All prefaces, in order. */
  List<Preface> prefaces() {
    return prefaces;
  }

  /** Names of all prefaces, in order. */
  List<String> path() {
    return prefaces.stream().map(preface -> preface.kind().label()).toList();
  }

  /** Returns whether TLS was found in a direction. */
  boolean tls(int direction) {
    return tls[direction];
  }

  int longestHeld() {
    return longestHeld;
  }

  /** All that was told, as text. */
  String told() {
    StringBuilder text = new StringBuilder(String.join(">", path()));
    if (prefaces.isEmpty()) {
      return "nothing";
    }
    Preface last = last();
    text.append(' ').append(last.state());
    text.append(" client=").append(last.clientDirection() == 0 ? "C" : "S");
    prefaces.stream()
        .map(Preface::target)
        .flatMap(Optional::stream)
        .forEach(
            (Target t) -> text.append(" target=").append(t.host()).append(' ').append(t.port()));
    List<NameSeen> names = prefaces.stream().flatMap(p -> p.names().stream()).toList();
    if (!names.isEmpty()) {
      text.append(
          names.stream()
              .map(n -> n.from() + ":" + n.name())
              .collect(Collectors.joining(",", " names=", "")));
    }
    last.mail().ifPresent(m -> text.append(' ').append(mail(m)));
    last.clientName().ifPresent(n -> text.append(" ehlo=").append(n));
    return text.toString();
  }

  private static String mail(MailDialogue mail) {
    StringBuilder text = new StringBuilder(mail.protocol().name());
    text.append(mail.offered().map(o -> o ? " offered" : " not-offered").orElse(" unlisted"));
    text.append(mail.masked() ? " masked" : "");
    text.append(mail.requested() ? " requested" : "");
    mail.reply().ifPresent(r -> text.append(" reply=[").append(r.replace("\n", "\\n")).append(']'));
    text.append(mail.accepted() ? " accepted" : "");
    text.append(mail.commandsInClear().isEmpty() ? "" : " clear=" + mail.commandsInClear());
    return text.toString();
  }
}
