package io.tlsfloor.inventory.page;

import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.text.Printable;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The command that writes down what people decide about a client, to be copied: pages write
 * nothing. The form beside it fills it in.
 *
 * @param client a word that means it alone
 * @param owner as the form has it
 * @param ticket likewise
 * @param reason why it may stay below; empty where nothing is accepted
 * @param until the last day of that
 * @param command what to type
 * @param retire what to type where the client is gone
 * @param missing what the command does not have yet; empty for nothing
 */
public record NoteCommand(
    String client,
    String owner,
    String ticket,
    String reason,
    String until,
    String command,
    String retire,
    String missing) {
  private static final int USUAL_DAYS = 90;

  /** What is known of a client before somebody fills in the form. */
  record Blank(String client, String owner, String ticket, Optional<String> inventory) {}

  static NoteCommand of(Blank known, Request request, int today) {
    boolean filled = request.fields().containsKey("owner");
    String owner = filled ? request.field("owner") : known.owner();
    String ticket = filled ? request.field("ticket") : known.ticket();
    String reason = request.field("accept");
    String until = filled ? request.field("until") : Times.text(today + USUAL_DAYS);
    String begin = "tlsfloor inventory note " + Printable.shell(known.client());
    String end = known.inventory().map(name -> " --inventory " + Printable.shell(name)).orElse("");
    StringBuilder command = new StringBuilder(begin);
    if (!reason.isEmpty()) {
      command.append(" --accept ").append(Printable.shell(reason));
    }
    boolean nothing = reason.isEmpty() && owner.isEmpty() && ticket.isEmpty();
    if (!owner.isEmpty() || !reason.isEmpty() || nothing) {
      command.append(" --owner ").append(owner.isEmpty() ? "NAME" : Printable.shell(owner));
    }
    if (!ticket.isEmpty() || nothing) {
      command.append(" --ticket ").append(ticket.isEmpty() ? "TEXT" : Printable.shell(ticket));
    }
    if (!reason.isEmpty()) {
      command.append(" --until ").append(until.isEmpty() ? "DATE" : Printable.shell(until));
    }
    return new NoteCommand(
        known.client(),
        owner,
        ticket,
        reason,
        until,
        command + end,
        begin + " --retired" + end,
        reason.isEmpty() ? "" : missing(owner, until, today));
  }

  private static String missing(String owner, String until, int today) {
    if (owner.isEmpty()) {
      return "What is accepted needs an owner who answers for it.";
    }
    try {
      return Times.day(LocalDate.parse(until)) < today ? "The last day is in the past." : "";
    } catch (DateTimeException e) {
      return "The last day is a date such as " + Times.text(today + USUAL_DAYS) + ".";
    }
  }
}
