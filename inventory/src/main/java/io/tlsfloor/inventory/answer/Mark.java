package io.tlsfloor.inventory.answer;

import io.tlsfloor.report.model.State;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What clients can be asked for by: their state in time, in its order, or a flag beside it. */
public enum Mark {
  /** See {@link State#BELOW}. */
  BELOW,
  /** See {@link State#QUIET}. */
  QUIET,
  /** See {@link State#NEW}. */
  NEW,
  /** See {@link State#FIXED}. */
  FIXED,
  /** See {@link State#RETIRED}. */
  RETIRED,
  /** See {@link State#GOOD}. */
  GOOD,
  /** Below again after it was fixed. */
  BACK,
  /** Somebody accepted how it fares, until a day that has not passed. */
  EXCEPTED,
  /** Below, for the first time in the last days. */
  NEW_BELOW,
  /** Below, and then better, at an address that another client may have by now. */
  ADDRESS_USED_AGAIN,
  /** Known by a link address that the device made up, and did not keep for long: a phone, say. */
  CHANGING_ADDRESS,
  /** Never below, but something else is to be done or to be known. */
  OTHER,
  /** Accounts that reports of Microsoft's name, in place of clients: a list of their own. */
  ACCOUNT;

  /** Those beside a state. */
  static final List<Mark> FLAGS =
      List.of(BACK, EXCEPTED, NEW_BELOW, ADDRESS_USED_AGAIN, CHANGING_ADDRESS);

  /** The word for outputs and options. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The words for people beside a state. */
  String shown() {
    return word().replace('_', ' ') + (this == ADDRESS_USED_AGAIN ? "?" : "");
  }

  /** The words of all. */
  public static List<String> words() {
    return Stream.of(values()).map(Mark::word).toList();
  }

  /** Whether a row of {@link Question#PAIRS} has it; {@link #ACCOUNT} says which rows there are. */
  String condition() {
    return switch (this) {
      case BELOW, QUIET, NEW, FIXED, RETIRED, GOOD -> "state = " + State.valueOf(name()).ordinal();
      case BACK, EXCEPTED, NEW_BELOW, ADDRESS_USED_AGAIN, CHANGING_ADDRESS -> word() + " = 1";
      case OTHER ->
          """
          fares <= %s and not exists (select 1 from pair o where o.client = rows.client and o.kind > 0)
          """
              .formatted(Question.LAST_WORTH_A_ROW);
      case ACCOUNT -> "true";
    };
  }
}
