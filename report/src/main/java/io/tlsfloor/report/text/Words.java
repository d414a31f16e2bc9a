package io.tlsfloor.report.text;

import java.time.Duration;
import java.util.Locale;

/** Numbers and their nouns. */
public final class Words {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

  private static final long SECONDS_BELOW = 120;
  private static final long MINUTES_BELOW = 2 * 3600;
  private static final long HOURS_BELOW = 2 * 86_400;

  private Words() {}

  /** The name of a constant as programs read it: {@code answered_in_clear}. */
  public static String constant(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** {@code 41,207}, for numbers from 0. */
  public static String number(long number) {
    String digits = Long.toString(number);
    if (digits.length() <= 3) {
      return digits;
    }
    StringBuilder text = new StringBuilder(digits.length() + 6);
    for (int i = 0; i < digits.length(); i++) {
      if (i > 0 && (digits.length() - i) % 3 == 0) {
        text.append(',');
      }
      text.append(digits.charAt(i));
    }
    return text.toString();
  }

  /** {@code 1 client}, {@code 5 clients}. */
  public static String count(long number, String noun) {
    return number(number) + " " + (number == 1 ? noun : noun + "s");
  }

  /** {@code 1 client forgotten}, {@code 5 clients forgotten}: where more than the noun changes. */
  public static String either(long number, String one, String many) {
    return number(number) + " " + (number == 1 ? one : many);
  }

  /** {@code 45 s}, {@code 59 min}, {@code 26 h}, {@code 12 days}. */
  public static String duration(Duration time) {
    long seconds = Math.max(1, time.toSeconds());
    if (seconds < SECONDS_BELOW) {
      return seconds + " s";
    }
    if (seconds < MINUTES_BELOW) {
      return seconds / 60 + " min";
    }
    return seconds < HOURS_BELOW ? seconds / 3600 + " h" : seconds / 86_400 + " days";
  }

  /** {@code 4.1 MB}: decimal units, as disks and networks use them. */
  public static String bytes(long bytes) {
    if (bytes < 1000) {
      return count(bytes, "byte");
    }
    double value = bytes;
    int unit = -1;
    do {
      value /= 1000;
      unit++;
    } while (value >= 999.95 && unit + 1 < UNITS.length);
    long tenths = Math.round(value * 10);
    return tenths / 10 + "." + tenths % 10 + " " + UNITS[unit];
  }
}
