package io.tlsfloor.capture.dissection;

import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.field.ByteRuns;
import io.tlsfloor.parser.field.Datagram;
import io.tlsfloor.parser.field.DatagramMessages;
import io.tlsfloor.parser.field.DtlsMessages;
import io.tlsfloor.parser.field.Field;
import io.tlsfloor.parser.field.Message;
import io.tlsfloor.parser.field.QuicMessages;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.parser.packet.TcpFlags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the packets of a connection together and names what lies in them. */
final class TraceBuilder {
  private static final int CLIENT = 0;
  private static final int SERVER = 1;
  private static final int MAX_FIELDS = 1024; // told of a direction; an honest one has a hundred

  private final TlsConnection connection;
  private final List<Segment> segments;
  private final List<LocatedMessage> names;
  private final Detail detail;
  private final List<TracedPacket> packets = new ArrayList<>();
  private final StreamBytes[] streams = {new StreamBytes(), new StreamBytes()};
  private final List<Datagram> datagrams = new ArrayList<>();
  private final IdentityHashMap<Segment, Datagram> datagramOf = new IdentityHashMap<>();
  private final int[] base = new int[2];
  private DatagramMessages datagramMessages = DatagramMessages.none();
  private final @Nullable StreamMessages[] read = new StreamMessages[2];
  private final int[] fieldsLeft = {MAX_FIELDS, MAX_FIELDS};

  /**
   * Takes the packets that were collected.
   *
   * @param names that other frames gave
   */
  TraceBuilder(
      TlsConnection connection, List<Segment> segments, List<LocatedMessage> names, Detail detail) {
    this.detail = detail;
    this.connection = connection;
    this.segments = segments;
    this.names = names;
  }

  ConnectionTrace build(long morePackets, long lastFrame) {
    List<LocatedMessage> messages = read();
    List<String> assembly = new Assembly(connection, packets, streams).sentences(messages);
    return new ConnectionTrace(packets, morePackets, lastFrame, messages, assembly);
  }

  /** Puts the packets together, and names what lies in them: of use once. */
  List<LocatedMessage> read() {
    boolean tcp = connection.transport() == Transport.TCP;
    expect();
    if (tcp) {
      putSegments();
    } else {
      putDatagrams();
    }
    List<LocatedMessage> messages = new ArrayList<>(names);
    if (tcp) {
      messages.addAll(located(CLIENT, messagesOfStream(CLIENT)));
      messages.addAll(located(SERVER, messagesOfStream(SERVER)));
    } else {
      byte[][] bytes = {streams[CLIENT].bytes(), streams[SERVER].bytes()};
      datagramMessages =
          connection.protocol() == Protocol.QUIC
              ? QuicMessages.read(bytes, datagrams)
              : DtlsMessages.read(bytes, datagrams);
      messages.addAll(located(CLIENT, datagramMessages.messages().get(CLIENT)));
      messages.addAll(located(SERVER, datagramMessages.messages().get(SERVER)));
    }
    messages.sort(Comparator.comparing(TraceBuilder::firstFrame));
    return messages;
  }

  private void expect() {
    int[] lengths = new int[2];
    for (Segment segment : segments) {
      lengths[segment.packet().fromClient() ? CLIENT : SERVER] += segment.payload().length;
    }
    streams[CLIENT].expect(lengths[CLIENT]);
    streams[SERVER].expect(lengths[SERVER]);
  }

  private List<Message> messagesOfStream(int direction) {
    OptionalInt encrypted =
        detail == Detail.STORY
            ? OptionalInt.empty()
            : OptionalInt.of(StreamProof.encrypted(connection));
    StreamMessages messages =
        new StreamMessages(
            connection, segments, streams[direction], direction == CLIENT, encrypted);
    read[direction] = messages;
    return messages.all();
  }

  TlsConnection connection() {
    return connection;
  }

  /** Returns the segments with their payloads, in the order of the capture. */
  List<Segment> segments() {
    return segments;
  }

  /** Those of {@link #segments()} as they are reported; after {@link #read}. */
  List<TracedPacket> packets() {
    return packets;
  }

  /** Bytes of a direction: 0 for the client's, 1 for the server's. */
  StreamBytes stream(int direction) {
    return streams[direction];
  }

  /** Holds what was read of a TCP stream; null for UDP. */
  @Nullable StreamMessages read(int direction) {
    return read[direction];
  }

  /** Returns what was read of datagrams; nothing for TCP, or before {@link #read}. */
  DatagramMessages datagrams() {
    return datagramMessages;
  }

  /** The datagram of a segment among the bytes of its direction; null for TCP, or beyond them. */
  @Nullable Datagram datagram(Segment segment) {
    return datagramOf.get(segment);
  }

  /**
   * Index in its stream of a TCP segment's first byte of payload, whose numbers begin again at 0
   * (RFC 9293 §3.4); negative, or far beyond what is kept, for one that is none of the stream.
   */
  long streamOffset(Segment segment) {
    int direction = segment.packet().fromClient() ? CLIENT : SERVER;
    int offset = segment.sequence() - base[direction];
    return offset;
  }

  private static long firstFrame(LocatedMessage message) {
    return message.frames().isEmpty() ? Long.MAX_VALUE : message.frames().get(0);
  }

  private void putSegments() {
    base[CLIENT] = base(true);
    base[SERVER] = base(false);
    for (Segment segment : segments) {
      TracedPacket packet = segment.packet();
      int direction = packet.fromClient() ? CLIENT : SERVER;
      boolean fresh =
          !packet.outside()
              && streams[direction].put(streamOffset(segment), segment.payload(), segment.source());
      packets.add(segment.payload().length > 0 && !fresh ? packet.asCopy() : packet);
    }
  }

  /** Sequence number of the stream's first byte: what follows SYN, else the lowest seen. */
  private int base(boolean fromClient) {
    boolean any = false;
    int lowest = 0;
    for (Segment segment : segments) {
      TracedPacket packet = segment.packet();
      if (packet.fromClient() != fromClient || packet.outside()) {
        continue;
      }
      if ((packet.flags().orElse(0) & TcpFlags.SYN) != 0) {
        return segment.sequence();
      }
      boolean keepAlive = segment.payload().length <= 1; // one byte before the next (RFC 9293)
      if (!keepAlive && (!any || segment.sequence() - lowest < 0)) {
        lowest = segment.sequence();
        any = true;
      }
    }
    return lowest;
  }

  private void putDatagrams() {
    int[] ends = new int[2];
    for (Segment segment : segments) {
      TracedPacket packet = segment.packet();
      packets.add(packet);
      int direction = packet.fromClient() ? CLIENT : SERVER;
      int length = segment.payload().length;
      if (!packet.outside() && ends[direction] + length <= StreamBytes.MAX_BYTES) {
        streams[direction].put(ends[direction], segment.payload(), segment.source());
        Datagram datagram = new Datagram(direction, ends[direction], length);
        datagrams.add(datagram);
        datagramOf.put(segment, datagram);
        ends[direction] += length;
      }
    }
  }

  private List<LocatedMessage> located(int direction, List<Message> messages) {
    return messages.stream().map(message -> located(direction, message)).toList();
  }

  private LocatedMessage located(int direction, Message message) {
    List<LocatedField> fields = new ArrayList<>();
    List<LocatedField> personal = new ArrayList<>();
    boolean story = detail == Detail.STORY;
    boolean persons = detail == Detail.SHARED_PROOF;
    int[] offsets = null; // made where a field is placed: there may be as many as bytes
    int told = 0; // end of the fields that say something
    int untold = 0;
    for (Field field : message.fields()) {
      boolean person = field.privacy() == Privacy.ADDRESS || field.privacy() == Privacy.NAME;
      boolean tells = field.isTold() && !(person && field.offset() < told);
      untold += tells && fieldsLeft[direction] == 0 ? 1 : 0;
      if (!(person && persons) && (!tells || fieldsLeft[direction] == 0)) {
        continue;
      }
      boolean placed = story || persons && person;
      offsets = placed && offsets == null ? message.streamOffsets() : offsets;
      LocatedField located =
          new LocatedField(
              field, offsets != null && placed ? places(direction, offsets, field) : List.of());
      if (tells && fieldsLeft[direction] > 0) {
        fieldsLeft[direction]--;
        fields.add(located);
        told = field.offset() + field.length();
      }
      if (person && persons) {
        personal.add(located);
        copies(direction, offsets == null ? -1 : at(offsets, field.offset()), field, personal);
      }
    }
    return new LocatedMessage(
        direction == CLIENT,
        message.name(),
        message.length(),
        frames(direction, message),
        fields,
        personal,
        untold == 0 ? message.note() : more(message.note(), untold));
  }

  private static String more(String note, int untold) {
    String more = untold + (untold == 1 ? " more field is" : " more fields are") + " not shown";
    return note.isEmpty() ? more : note + "; " + more;
  }

  /** Where the bytes of a field were sent again: a part of it as a field of its own. */
  private void copies(int direction, int start, Field field, List<LocatedField> into) {
    for (Segment segment : segments) {
      if (start < 0
          || segment.packet().outside()
          || segment.packet().fromClient() != (direction == CLIENT)) {
        continue;
      }
      long offset = streamOffset(segment);
      long from = Math.max(0, start - offset);
      long to = Math.min(segment.payload().length, start + field.length() - offset);
      List<Place> places = new ArrayList<>();
      for (int i = (int) from; i < to; i++) {
        SegmentSource source = segment.source();
        int at = (int) offset + i;
        if (streams[direction].isFrom(at, source.frame(i), source.offset(i))) {
          int same = streams[direction].runEnd(at) - (int) offset; // so are those behind it
          i = Math.min(same, source.runEnd(i, segment.payload().length)) - 1;
        } else {
          places.add(segment.place(i));
        }
      }
      if (places.size() == field.length()) {
        into.add(new LocatedField(field, places));
      } else if (!places.isEmpty()) {
        Field part = new Field(field.name(), field.offset(), places.size(), Privacy.NAME, "", "");
        into.add(new LocatedField(part, places));
      }
    }
  }

  private static int at(int[] offsets, int offset) {
    return offset >= 0 && offset < offsets.length ? offsets[offset] : -1;
  }

  private List<Place> places(int direction, int[] offsets, Field field) {
    List<Place> places = new ArrayList<>();
    int at = field.offset();
    int end = at + field.length();
    while (at < end) {
      int start = at(offsets, at);
      if (start < 0) {
        at++;
        continue;
      }
      int length = 1;
      while (at + length < end && at(offsets, at + length) == start + length) {
        length++;
      }
      places.addAll(streams[direction].places(start, length));
      at += length;
    }
    return places;
  }

  /** Returns the frames from which the analyzer read what is decrypted. */
  private List<Long> frames(int direction, Message message) {
    Set<Long> frames = new LinkedHashSet<>();
    ByteRuns runs = ByteRuns.of(message.runs());
    int from = 0; // what lies in one piece of a frame, and was looked at: there may be many runs
    int to = 0;
    for (int i = 0; i < runs.size(); i++) {
      int at = runs.streamOffset(i);
      if (at < from || at + runs.length(i) > to) {
        streams[direction].frames(at, runs.length(i), frames);
        from = at;
        to = streams[direction].next(at) == at ? streams[direction].runEnd(at) : at;
      }
    }
    if (message.runs().isEmpty() && message.length() > 0) {
      List<FrameRef> refs =
          direction == CLIENT
              ? connection.evidence().clientHello()
              : connection.evidence().serverHello();
      refs.forEach(ref -> frames.add(ref.number()));
    }
    return List.copyOf(frames);
  }
}
