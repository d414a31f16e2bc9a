package io.tlsfloor.inventory;

import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.state.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A year of a network, made up from a seed: devices that migrate, come, go, are refused, come back,
 * and move between addresses; days without capture, with losses, and with a run that was killed.
 *
 * <p>What became of each device is known here by the definition of the states, applied to each day
 * by itself and to nothing that the product computes.
 */
final class Year {
  static final int DAYS = 365;
  private static final int WINDOW = 14;

  private final Random random;
  private final List<Device> devices = new ArrayList<>();
  private final boolean[] captured = new boolean[DAYS];
  private final boolean[] covered = new boolean[DAYS];
  private final boolean[] killed = new boolean[DAYS];

  /** What a device does on each day: b below, r refused, a digit good connections, . nothing. */
  static final class Device {
    final int number;
    final char[] days = new char[DAYS];
    boolean[] fixed = new boolean[0];

    Device(int number) {
      this.number = number;
      Arrays.fill(days, '.');
    }

    boolean seen(int day) {
      return days[day] != '.';
    }

    boolean below(int day) {
      return days[day] == 'b' || days[day] == 'r';
    }

    int good(int day) {
      return Character.isDigit(days[day]) ? days[day] - '0' : 0;
    }

    /** Half have a link address that is seen, and get another address each fortnight. */
    String mac() {
      return number % 2 == 0
          ? String.format("00-00-5E-01-%02X-%02X", number >> 8, number & 255)
          : "";
    }

    String name() {
      return number % 4 == 1 ? "device-" + number + ".example" : "";
    }

    String address(int day) {
      boolean moves = number % 2 == 0 || number % 4 == 1;
      int host = moves ? (number + 37 * (day / 14)) % 4_000 : number;
      String net = number % 4 == 3 ? "10.77." : number % 4 == 1 ? "10.66." : "10.55.";
      return net + (host >> 8) + "." + (host & 255);
    }
  }

  Year(long seed, int clients) {
    random = new Random(seed);
    for (int day = 0; day < DAYS; day++) {
      boolean blind = day >= 150 && day < 157; // a week without capture
      boolean lossy = day % 61 == 20;
      killed[day] = day % 83 == 40;
      captured[day] = !blind;
      covered[day] = captured[day] && !lossy && !killed[day];
    }
    for (int number = 0; number < clients; number++) {
      devices.add(device(number));
    }
  }

  private Device device(int number) {
    Device device = new Device(number);
    int first = random.nextInt(4) == 0 ? random.nextInt(DAYS - 20) : random.nextInt(5);
    int migrates = first + 20 + random.nextInt(DAYS);
    int leaves = random.nextInt(6) == 0 ? first + random.nextInt(DAYS) : DAYS;
    int returns = random.nextInt(8) == 0 ? migrates + 10 + random.nextInt(60) : DAYS;
    boolean old = random.nextInt(3) > 0;
    boolean refused = random.nextInt(5) == 0;
    int rhythm = 1 + random.nextInt(random.nextInt(4) == 0 ? 20 : 3);
    for (int day = first; day < Math.min(leaves, DAYS); day++) {
      if ((day - first) % rhythm != 0 || !captured[day]) {
        continue;
      }
      boolean low = old && (day < migrates || day == returns || day == returns + rhythm);
      device.days[day] = low ? (refused ? 'r' : 'b') : (char) ('0' + random.nextInt(5));
    }
    return device;
  }

  /** The lines of one day. */
  Saved lines(int day) {
    Saved lines = new Saved("hq");
    add(lines, day);
    return lines;
  }

  /** Adds the lines of one day to others. */
  void add(Saved lines, int day) {
    if (!captured[day]) {
      return;
    }
    String date = Saved.day(day);
    for (Device device : devices) {
      if (device.seen(day)) {
        Client client = new Client(device.address(day)).mac(device.mac()).name(device.name());
        switch (device.days[day]) {
          case 'b' -> client.old(1 + device.number % 3).good(device.number % 2);
          case 'r' -> client.refusedOld(2);
          case '0' -> client.refusedGood(1);
          default -> client.good(device.good(day));
        }
        lines.client(date, client);
      }
    }
    if (!killed[day]) {
      String loss = covered[day] ? "" : ",\"coverage\":{\"kernel_drops\":17}";
      lines.runWith(date + "T08:00:00Z", date + "T18:00:00Z", "run-" + date, loss);
    }
  }

  /** How many devices are in each state on a day, and how many were ever seen. */
  int[] truth(int day) {
    int[] counts = new int[State.values().length + 1];
    for (Device device : devices) {
      int first = first(device);
      if (first <= day) {
        counts[state(device, first, day).ordinal()]++;
        counts[State.values().length]++;
      }
    }
    return counts;
  }

  private static int first(Device device) {
    int first = 0;
    while (first < DAYS && !device.seen(first)) {
      first++;
    }
    return first;
  }

  private State state(Device device, int first, int day) {
    int lastBelow = lastBelow(device, day);
    if (lastBelow < 0) {
      return windowStart(day) > first ? State.GOOD : State.NEW;
    }
    boolean[] fixed = fixed(device);
    if (fixed[day]) {
      return State.FIXED;
    }
    for (int d = 0; d < lastBelow; d++) {
      if (fixed[d]) { // and below since
        return State.BACK;
      }
    }
    int seen = day;
    while (!device.seen(seen)) {
      seen--;
    }
    return windowStart(day) > seen ? State.QUIET : State.BELOW;
  }

  private static int lastBelow(Device device, int day) {
    int last = day;
    while (last >= 0 && !device.below(last)) {
      last--;
    }
    return last;
  }

  /**
   * On which days it is fixed: since it was last below, five good connections on two covered days.
   */
  private boolean[] fixed(Device device) {
    if (device.fixed.length == 0) {
      device.fixed = new boolean[DAYS];
      for (int day = 0; day < DAYS; day++) {
        int lastBelow = lastBelow(device, day);
        int connections = 0;
        int days = 0;
        for (int d = lastBelow + 1; d <= day; d++) {
          connections += covered[d] ? device.good(d) : 0;
          days += covered[d] && device.good(d) > 0 ? 1 : 0;
        }
        device.fixed[day] = lastBelow >= 0 && connections >= 5 && days >= 2;
      }
    }
    return device.fixed;
  }

  /** The first of the last covered days; before all of them when there are too few. */
  private int windowStart(int day) {
    int left = WINDOW;
    for (int d = day; d >= 0; d--) {
      if (covered[d] && --left == 0) {
        return d;
      }
    }
    return -1;
  }
}
