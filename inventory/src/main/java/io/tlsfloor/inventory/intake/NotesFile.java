package io.tlsfloor.inventory.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.tlsfloor.inventory.people.HostList;
import io.tlsfloor.inventory.people.HostList.Host;
import io.tlsfloor.inventory.people.Note;
import io.tlsfloor.inventory.people.NoteBook;
import io.tlsfloor.inventory.people.NoteBook.PlacedNote;
import io.tlsfloor.inventory.people.Sites;
import io.tlsfloor.inventory.people.Sites.SiteDates;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.saved.LineReader;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.rules.IpPrefix;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * What people entered into an inventory, as lines of JSON: dates of sites, notes (owners, tickets,
 * comments, exceptions, who retired), hosts of lists, and what was forgotten. An object a line, its
 * {@code kind} first, all values texts: days as {@code 2026-12-31}, and empty where there is none.
 *
 * <p>Nothing in it depends on the numbers of an inventory, so that another one takes it, also
 * beside what it has. What is there already changes nothing.
 */
public final class NotesFile {
  private static final String FORM = "tlsfloor-notes";
  private static final String VERSION = "1";
  private static final String HINT = "Give what tlsfloor inventory notes export wrote.";
  private static final int MAX_BYTES = 1 << 28;
  private static final int MAX_SALTS = 64; // inventories that brought what was forgotten
  private static final int ALWAYS = Integer.MAX_VALUE; // the last day of a host without an end

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final List<SiteDates> sites = new ArrayList<>();
  private final List<PlacedNote> notes = new ArrayList<>();
  private final Map<String, List<Host>> hosts = new LinkedHashMap<>();
  private final List<Forgetting.ForgottenMark> marks = new ArrayList<>();
  private final Set<String> salts = new HashSet<>();
  private int firstKept;

  /** Says what a line is about, and which fields it has. */
  private enum LineKind {
    SITE("name opened closed"),
    NOTE("scope target field content owner until author noted day site address seen"),
    HOST("source site name mac address owner ticket from until"),
    FORGOTTEN("hash salt until"),
    FORGOTTEN_BEFORE("day");

    private final String fields;

    LineKind(String fields) {
      this.fields = fields;
    }

    List<String> fields() {
      return List.of(fields.split(" "));
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Says what an import changed.
   *
   * @param notes that were not there
   * @param hosts of lists that were not there, or differed
   * @param sites that were not there, or had other dates
   * @param forgotten what is kept out now and was not
   */
  public record Change(int notes, int hosts, int sites, int forgotten) {
    /** Returns whether all of it was there. */
    public boolean isNone() {
      return notes + hosts + sites + forgotten == 0;
    }
  }

  private NotesFile() {}

  /** Reads what an inventory has. */
  public static NotesFile of(Handle handle) {
    NotesFile all = new NotesFile();
    all.sites.addAll(Sites.dates(handle));
    all.notes.addAll(NoteBook.stored(handle));
    all.hosts.putAll(HostList.kept(handle));
    all.marks.addAll(Forgetting.marks(handle));
    all.firstKept = TableNumbers.firstKept(handle);
    return all;
  }

  /** Writes all lines. */
  public void write(OutputStream out) throws IOException {
    JsonLine json = new JsonLine(out);
    json.open();
    json.text("kind", FORM);
    json.text("version", VERSION);
    json.close();
    for (SiteDates site : sites) {
      write(json, LineKind.SITE, site.name(), day(site.opened()), day(site.closed()));
    }
    for (PlacedNote each : notes) {
      Note note = each.note();
      write(
          json,
          LineKind.NOTE,
          note.scope().name().toLowerCase(Locale.ROOT),
          note.target(),
          note.field().word(),
          note.content(),
          note.owner(),
          day(note.until()),
          note.author(),
          Times.instant(note.noted()).toString(),
          day(note.day()),
          each.site(),
          each.address(),
          day(each.seen()));
    }
    for (Map.Entry<String, List<Host>> list : hosts.entrySet()) {
      for (Host host : list.getValue()) {
        write(
            json,
            LineKind.HOST,
            list.getKey(),
            host.site(),
            host.name(),
            host.mac(),
            host.address(),
            host.owner(),
            host.ticket(),
            day(host.from()),
            day(host.until()));
      }
    }
    for (Forgetting.ForgottenMark mark : marks) {
      write(json, LineKind.FORGOTTEN, mark.hash(), mark.salt(), day(mark.until()));
    }
    if (firstKept > 0) {
      write(json, LineKind.FORGOTTEN_BEFORE, day(firstKept));
    }
  }

  private static void write(JsonLine json, LineKind kind, String... values) throws IOException {
    json.open();
    json.text("kind", kind.word());
    for (int i = 0; i < values.length; i++) {
      json.text(kind.fields().get(i), values[i]);
    }
    json.close();
  }

  private static String day(int day) {
    return day == 0 || day == ALWAYS ? "" : Times.text(day);
  }

  /**
   * Reads lines.
   *
   * @param name for messages
   * @throws ReportException if a line is not as {@link #write} writes it, with its number and why
   */
  public static NotesFile read(InputStream in, String name) throws ReportException {
    NotesFile all = new NotesFile();
    LineReader lines = new LineReader(in, name);
    Optional<byte[]> line = lines.next();
    while (line.isPresent()) {
      try {
        if (lines.position() > MAX_BYTES) {
          throw new IllegalArgumentException("more than " + MAX_BYTES + " bytes up to here");
        }
        Map<String, String> values = values(line.get());
        if (lines.number() == 1) {
          if (!values.equals(Map.of("kind", FORM, "version", VERSION))) {
            throw new IllegalArgumentException(
                "it is no first line of notes of version " + VERSION);
          }
        } else {
          all.add(new Fields(values));
        }
      } catch (IllegalArgumentException e) {
        throw ReportException.given(
            name + ", line " + lines.number() + ": " + e.getMessage(), HINT, e);
      }
      line = lines.next();
    }
    if (lines.position() == 0) {
      throw ReportException.given(name + " is empty", HINT);
    }
    return all;
  }

  private static Map<String, String> values(byte[] line) {
    Map<String, String> values = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("it is not a JSON object");
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
          throw new IllegalArgumentException(name + " is not a text");
        }
        if (!Texts.isStorable(parser.getText())) {
          throw new IllegalArgumentException(name + " has a character that cannot be kept");
        }
        values.put(name, parser.getText());
      }
      if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
        throw new IllegalArgumentException("it is not one JSON object");
      }
    } catch (IOException e) { // of a JSON library that reads from memory: never of a device
      throw new IllegalArgumentException("it is not JSON, or has a field twice", e);
    }
    return values;
  }

  /** The fields of one line, each of which is there and no other. */
  private static final class Fields {
    private final LineKind kind;
    private final Map<String, String> values;

    Fields(Map<String, String> values) {
      String word = values.getOrDefault("kind", "");
      this.kind = oneOf(LineKind.class, "kind", word);
      this.values = values;
      Set<String> wanted = new HashSet<>(kind.fields());
      wanted.add("kind");
      for (String name : wanted) {
        if (!values.containsKey(name)) {
          throw new IllegalArgumentException("it has no " + name);
        }
      }
      for (String name : values.keySet()) {
        if (!wanted.contains(name)) {
          throw new IllegalArgumentException("a " + word + " has no field " + name);
        }
      }
    }

    String text(String name) {
      return values.getOrDefault(name, "");
    }

    String needed(String name) {
      if (text(name).isBlank()) {
        throw new IllegalArgumentException(name + " is empty");
      }
      return text(name);
    }

    int day(String name, int none) {
      String text = text(name);
      try {
        if (text.isEmpty() && none >= 0) {
          return none;
        }
        LocalDate day = LocalDate.parse(text);
        if (day.toEpochDay() > 0 && day.getYear() <= 9999) {
          return Times.day(day);
        }
      } catch (DateTimeException e) {
        // Said below.
      }
      throw new IllegalArgumentException(name + " is not a day such as 2026-12-31");
    }

    int day(String name) {
      return day(name, -1);
    }

    long time(String name) {
      try {
        return Times.nanos(Instant.parse(text(name)));
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(name + " is not a time such as 2026-12-31T23:59:59Z", e);
      }
    }

    <E extends Enum<E>> E word(Class<E> words, String name) {
      return oneOf(words, name, text(name));
    }

    private static <E extends Enum<E>> E oneOf(Class<E> words, String name, String text) {
      for (E each : words.getEnumConstants()) {
        if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
          return each;
        }
      }
      throw new IllegalArgumentException(name + " cannot be \"" + text + "\"");
    }
  }

  private void add(Fields line) {
    switch (line.kind) {
      case SITE ->
          sites.add(
              new SiteDates(line.needed("name"), line.day("opened", 0), line.day("closed", 0)));
      case NOTE -> notes.add(note(line));
      case HOST ->
          hosts
              .computeIfAbsent(line.needed("source"), source -> new ArrayList<>())
              .add(
                  new Host(
                      line.text("site"),
                      line.text("name"),
                      line.text("mac"),
                      line.text("address"),
                      line.text("owner"),
                      line.text("ticket"),
                      line.day("from", 0),
                      line.day("until", ALWAYS)));
      case FORGOTTEN -> {
        if (!line.text("hash").matches("[0-9a-f]{64}")) {
          throw new IllegalArgumentException("hash is not one of 64 digits");
        }
        marks.add(
            new Forgetting.ForgottenMark(
                line.text("hash"), line.needed("salt"), line.day("until")));
        if (salts.add(line.text("salt")) && salts.size() > MAX_SALTS) {
          throw new IllegalArgumentException("it has more than " + MAX_SALTS + " salts");
        }
      }
      case FORGOTTEN_BEFORE -> firstKept = Math.max(firstKept, line.day("day"));
    }
  }

  private PlacedNote note(Fields line) {
    Note.Scope scope = line.word(Note.Scope.class, "scope");
    Note.Field field = line.word(Note.Field.class, "field");
    if (scope == Note.Scope.RANGE) {
      IpPrefix.parse(line.text("target"));
    }
    String site = line.text("site");
    if (!site.isEmpty() && sites.stream().noneMatch(each -> each.name().equals(site))) {
      throw new IllegalArgumentException("no line before it is about the site " + site);
    }
    boolean excepts = field == Note.Field.ACCEPT && !line.text("content").isEmpty();
    if (excepts) {
      line.needed("owner");
    }
    return new PlacedNote(
        new Note(
            scope,
            line.needed("target"),
            field,
            line.text("content"),
            line.text("owner"),
            excepts ? line.day("until") : line.day("until", 0),
            line.text("author"),
            line.time("noted"),
            line.day("day")),
        site,
        line.text("address"),
        line.day("seen", 0));
  }

  /**
   * Keeps all of it, in the transaction of a writer. What follows from it is worked out after it.
   * Hosts take the place of those that a list of the same name brought.
   */
  public Change keep(Handle handle) {
    int changedSites = 0;
    for (SiteDates site : sites) {
      changedSites += Sites.keep(handle, site) ? 1 : 0;
    }
    Set<PlacedNote> known = new HashSet<>(NoteBook.stored(handle));
    int newNotes = 0;
    for (PlacedNote note : notes) {
      if (known.add(note)) {
        NoteBook.keep(handle, note);
        newNotes++;
      }
    }
    Map<String, List<Host>> kept = HostList.kept(handle);
    int newHosts = 0;
    for (Map.Entry<String, List<Host>> list : hosts.entrySet()) {
      if (!list.getValue().equals(kept.get(list.getKey()))) {
        HostList.keep(handle, list.getKey(), list.getValue());
        newHosts += list.getValue().size();
      }
    }
    int forgotten = Forgetting.keepOut(handle, marks);
    if (firstKept > TableNumbers.firstKept(handle)) {
      Forgetting.before(handle, firstKept);
      forgotten++;
    }
    return new Change(newNotes, newHosts, changedSites, forgotten);
  }
}
