package io.tlsfloor.inventory.page;

import io.tlsfloor.inventory.answer.Clients;
import io.tlsfloor.inventory.answer.Clients.ClientRow;
import io.tlsfloor.inventory.answer.Clients.Filter;
import io.tlsfloor.inventory.answer.Clients.Part;
import io.tlsfloor.inventory.answer.Floors;
import io.tlsfloor.inventory.answer.Mark;
import io.tlsfloor.inventory.answer.OwnerPages;
import io.tlsfloor.inventory.answer.Question;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.text.Timestamps;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * One page of the list of clients: filtered, sorted and cut on the server. Links keep the view.
 *
 * @param rows of this page
 * @param found rows that the filter takes
 * @param page from 1
 * @param pages in all, at least 1
 * @param fields of the view: filter, sort, day
 * @param floors below which clients are below
 */
public record ClientTable(
    List<ClientRow> rows,
    int found,
    int page,
    int pages,
    Map<String, String> fields,
    Floors floors) {
  private static final int ROWS = 50;
  private static final List<String> FIELDS =
      List.of("q", "state", "service", "stack", "owner", "sort", "as_of");

  static ClientTable of(Handle handle, Question question, Request request) {
    Filter filter = filter(request);
    Part part = new Part(request.field("sort"), (request.page() - 1) * ROWS, ROWS);
    Clients.ListPage page = Clients.page(handle, question, filter, part);
    int pages = Math.max(1, (page.found() + ROWS - 1) / ROWS);
    Map<String, String> fields = new LinkedHashMap<>();
    for (String field : FIELDS) {
      fields.put(field, request.field(field));
    }
    return new ClientTable(
        page.rows(),
        page.found(),
        Math.min(request.page(), pages),
        pages,
        fields,
        Floors.of(handle));
  }

  /** All rows that the filter takes, in order. */
  static List<ClientRow> all(Handle handle, Question question, Request request) {
    return Clients.rows(handle, question, filter(request), request.field("sort"));
  }

  private static Filter filter(Request request) {
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    List<String> words = List.of(request.field("state").split(","));
    for (Mark mark : Mark.values()) {
      if (words.contains(mark.word())) {
        marks.add(mark);
      }
    }
    return new Filter(
        marks,
        given(request, "service").stream().toList(),
        given(request, "stack").stream().toList(),
        given(request, "owner"),
        given(request, "q"),
        Optional.empty());
  }

  private static Optional<String> given(Request request, String field) {
    String text = request.field(field);
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** A field of the view. */
  public String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /** A link to another page of this view. */
  public String page(int number) {
    return "/clients?" + with("page", String.valueOf(number));
  }

  /** A link to this view in another form. */
  public String download(String form) {
    return "/clients." + form + "?" + Request.query(fields);
  }

  /** A link to this view in another order: the other way round, where it is sorted so already. */
  public String sort(String column) {
    return "/clients?" + with("sort", field("sort").equals(column) ? "-" + column : column);
  }

  /** Returns what assistive technology says of a column. */
  public String sorted(String column) {
    String sort = field("sort");
    return sort.equals(column) ? "ascending" : sort.equals("-" + column) ? "descending" : "none";
  }

  private String with(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.put(name, value);
    return Request.query(changed);
  }

  /** A column that is left out where no row has a value. */
  public enum Column {
    NAME,
    STACK,
    OWNER
  }

  /** Returns whether a row has a value in a column. */
  public boolean has(Column column) {
    return rows.stream()
        .anyMatch(
            row ->
                switch (column) {
                  case NAME -> !row.name().isEmpty() && !row.addressShown().isEmpty();
                  case STACK -> !row.stacks().isEmpty();
                  case OWNER -> !row.owner().isEmpty() || !row.ticket().isEmpty();
                });
  }

  /** The day of a time. */
  public static String day(long nanos) {
    return Timestamps.day(Times.instant(nanos));
  }

  /** The list of what an owner has left. */
  public static String ofOwner(String owner) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("state", Mark.BELOW.word());
    fields.put("owner", owner);
    return "/clients?" + Request.query(fields);
  }

  /** A link to what an owner has to do, as a text. */
  public static String textFor(String owner) {
    return OwnerPages.path(owner);
  }

  /** A link to a client. */
  public static String link(String id) {
    return "/client?" + Request.query(Map.of("id", id));
  }

  /** A state or a flag for people. */
  public static String shown(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1).replace('_', ' ');
  }
}
