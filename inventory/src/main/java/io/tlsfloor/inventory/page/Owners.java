package io.tlsfloor.inventory.page;

import io.tlsfloor.inventory.answer.Clients.Row;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whose the clients are that are left: how many each owner has. */
public final class Owners {
  private final Map<String, Share> shares = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private String last = ""; // client counted last
  private String lastOwner = "";

  /**
   * What an owner has left.
   *
   * @param owner empty for clients of no one
   * @param below clients with something to be done
   * @param excepted those of them that may stay below for a time
   */
  public record Share(String owner, int below, int excepted) {}

  Owners() {}

  /** Takes rows, those of one client one after the other. */
  void add(Row row) {
    if (!row.state().isBelow() || row.id().equals(last) && row.owner().equals(lastOwner)) {
      return;
    }
    last = row.id();
    lastOwner = row.owner();
    int excepted = row.acceptedUntil().isEmpty() ? 0 : 1;
    shares.merge(
        row.owner(),
        new Share(row.owner(), 1, excepted),
        (one, more) ->
            new Share(one.owner(), one.below() + more.below(), one.excepted() + more.excepted()));
  }

  /** Who has most first. */
  List<Share> shares() {
    return shares.values().stream()
        .sorted(Comparator.comparingInt(Share::below).reversed())
        .toList();
  }
}
