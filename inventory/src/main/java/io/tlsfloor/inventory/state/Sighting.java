package io.tlsfloor.inventory.state;

/**
 * An endpoint with a service over all time, as it is stored.
 *
 * @param client id of whose endpoint it is
 * @param service id of the service
 * @param site id of where it was seen
 * @param address of the endpoint
 * @param firstDay day of the first letter of {@code days}
 * @param days a letter a day, see {@link DayMark}
 * @param firstSeen nanoseconds since 1970
 * @param lastSeen nanoseconds since 1970
 * @param connections in all
 * @param stacks that it looked like, one a line
 * @param acceptedUntil last day of the exception that its runs knew; 0 where they did not say
 */
public record Sighting(
    int client,
    int service,
    int site,
    String address,
    int firstDay,
    String days,
    long firstSeen,
    long lastSeen,
    long connections,
    String stacks,
    int acceptedUntil) {
  /** What {@code day} showed. */
  char mark(int day) {
    int at = day - firstDay;
    return at < 0 || at >= days.length() ? DayMark.ABSENT : days.charAt(at);
  }

  /** Whether it was ever below, excepted or not. */
  boolean everBelow() {
    return days.indexOf(DayMark.BELOW) >= 0 || days.indexOf(DayMark.EXCEPTED) >= 0;
  }

  /** The last day up to {@code day} on which it was seen; before {@code firstDay} when on none. */
  int lastDay(int day) {
    int at = Math.min(day - firstDay, days.length() - 1);
    while (at >= 0 && days.charAt(at) == DayMark.ABSENT) {
      at--;
    }
    return firstDay + at;
  }
}
