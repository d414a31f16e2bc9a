package io.tlsfloor.capture.record;

import io.tlsfloor.capture.record.SideDescription.Described;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.field.ByteRuns;
import io.tlsfloor.parser.field.Field;
import io.tlsfloor.parser.field.Message;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.TlsConnection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds what the analyzer read of a connection, for a reader: its packets, and the fields of its
 * messages with the places of their bytes.
 */
public final class ConnectionRecord {
  private static final int MAX_FIELDS = 1024; // told of a direction; an honest one has a hundred

  private final Recording recording;
  private final TlsConnection connection;
  private final boolean placed;
  private final List<LocatedMessage> messages = new ArrayList<>();

  /**
   * Makes one of described sides.
   *
   * @param placed whether the places of fields are wanted
   */
  ConnectionRecord(
      Recording recording,
      TlsConnection connection,
      SideDescription client,
      SideDescription server,
      boolean placed) {
    this.recording = recording;
    this.connection = connection;
    this.placed = placed;
    new Locator(recording.client(), true).locate(client.messages());
    new Locator(recording.server(), false).locate(server.messages());
    messages.sort(Comparator.comparing(ConnectionRecord::firstFrame));
  }

  /**
   * For a person.
   *
   * @param names of the server that other frames gave
   */
  public static ConnectionRecord of(
      Recording recording, TlsConnection connection, List<LocatedMessage> names) {
    ConnectionRecord record =
        new ConnectionRecord(
            recording,
            connection,
            new SideDescription(recording.client(), true, 0, false, null),
            new SideDescription(recording.server(), false, 0, false, null),
            true);
    record.messages.addAll(0, names);
    record.messages.sort(Comparator.comparing(ConnectionRecord::firstFrame));
    return record;
  }

  private static long firstFrame(LocatedMessage message) {
    return message.frames().isEmpty() ? Long.MAX_VALUE : message.frames().get(0);
  }

  /** In the order of the file, the first {@link Recording#MAX_PACKETS} of them. */
  public List<RecordedPacket> packets() {
    return recording.packets();
  }

  /** Packets after those. */
  public long morePackets() {
    return recording.more();
  }

  /** Number of the last frame of the connection. */
  public long lastFrame() {
    return recording.last();
  }

  /** In the order in which they begin in the file. */
  public List<LocatedMessage> messages() {
    return messages;
  }

  /** How streams were put together, in sentences. */
  public List<String> assembly() {
    return new Assembly(connection, recording).sentences(messages);
  }

  /** Finds where the fields of a side's messages lie. */
  private final class Locator {
    private final RecordedSide side;
    private final boolean fromClient;
    private int fieldsLeft = MAX_FIELDS;

    Locator(RecordedSide side, boolean fromClient) {
      this.side = side;
      this.fromClient = fromClient;
    }

    void locate(List<Described> described) {
      described.forEach(each -> messages.add(located(each)));
    }

    private LocatedMessage located(Described described) {
      Message message = described.message();
      List<LocatedField> fields = new ArrayList<>();
      int[] offsets = null; // made where a field is placed: there may be as many as bytes
      int told = 0; // end of the fields that say something
      int untold = 0;
      for (Field field : message.fields()) {
        boolean person = field.privacy() == Privacy.ADDRESS || field.privacy() == Privacy.NAME;
        if (!field.isTold() || person && field.offset() < told) {
          continue;
        }
        if (fieldsLeft == 0) {
          untold++;
          continue;
        }
        fieldsLeft--;
        offsets = placed && offsets == null ? message.runs().streamOffsets() : offsets;
        fields.add(new LocatedField(field, offsets == null ? List.of() : places(offsets, field)));
        told = field.offset() + field.length();
      }
      return new LocatedMessage(
          fromClient,
          message.name(),
          message.length(),
          frames(described),
          fields,
          untold == 0 ? message.note() : more(message.note(), untold));
    }

    private List<Place> places(int[] offsets, Field field) {
      List<Place> places = new ArrayList<>();
      int at = field.offset();
      int end = at + field.length();
      while (at < end) {
        int start = at(offsets, at);
        int length = 1;
        while (start >= 0 && at + length < end && at(offsets, at + length) == start + length) {
          length++;
        }
        if (start >= 0) {
          places.addAll(side.places(start, length));
        }
        at += length;
      }
      return places;
    }

    private List<Long> frames(Described described) {
      Set<Long> frames = new LinkedHashSet<>();
      ByteRuns runs = described.message().runs();
      int from = 0; // what lies in one piece of a frame, and was looked at: there may be many runs
      int to = 0;
      for (int i = 0; i < runs.size(); i++) {
        int at = runs.streamOffset(i);
        if (at < from || at + runs.length(i) > to) {
          side.frames(at, runs.length(i), frames);
          from = at;
          to = side.next(at) == at ? side.run(at).end() : at;
        }
      }
      described.from().stream().map(FrameRef::number).forEach(frames::add);
      return List.copyOf(frames);
    }
  }

  private static String more(String note, int untold) {
    String more = untold + (untold == 1 ? " more field is" : " more fields are") + " not shown";
    return note.isEmpty() ? more : note + "; " + more;
  }

  private static int at(int[] offsets, int offset) {
    return offset >= 0 && offset < offsets.length ? offsets[offset] : -1;
  }
}
