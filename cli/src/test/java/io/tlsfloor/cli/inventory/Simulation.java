package io.tlsfloor.cli.inventory;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.inventory.WrittenLogs.Deed;
import io.tlsfloor.cli.inventory.WrittenLogs.Sent;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.report.model.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A network made up from a seed: seven sites of which two have two sensors, one opens, one closes,
 * one gives a file a week, one has Zeek's logs and one Suricata's; the sign-ins of people elsewhere
 * and the senders of mail, of whom Microsoft's reports tell; devices with DHCP, that roam, stand
 * behind a NAT, are upgraded, fall back, are replaced or retired; phones that make up link
 * addresses, with a name and without; sensors that are down, one for weeks, days with losses,
 * clocks apart.
 *
 * <p>What became of each device is known here by the definition of the states, applied to what any
 * sensor that was up could see, and to nothing that the product computes.
 */
final class Simulation {
  private static final int WINDOW = 14;
  private static final int NAT_DEVICES = 6;
  private static final int WEEKLY = 4; // the site of a file a week
  private static final int ZEEK = 5; // the site of Zeek's logs
  private static final int EVE = 6; // the site of Suricata's, where addresses stay
  private static final int SITES = 7;
  private static final int SIGN_INS = 7; // no site: what reports tell
  private static final int MAIL = 8;
  static final String TENANT = "tenant";
  private static final int EXPORT_DAYS = 14; // of a sign-in log, each week

  /** Sites of machines that do both. */
  private static final List<Integer> BOTH = List.of(0, 1, ZEEK, EVE);

  /**
   * What stands between states that are both true of a client that was good before: fixed, and one
   * that needs an answer that says how long it has to be silent.
   */
  static final String OR = " or ";

  /** Days for which a made-up link address has to be kept to be a device's. */
  private static final int KEPT_DAYS = 8;

  final int days;
  private final Random random;
  private final Path folder;
  private final int fingerprints; // the day from which Zeek logs them
  private final List<Report> reports = new ArrayList<>();
  private final List<byte[]> files = new ArrayList<>();
  private final List<Site> sites = new ArrayList<>();
  private final List<Device> devices = new ArrayList<>();

  /** Whose an address was: by site, address and day. */
  final Map<String, Set<Integer>> holders = new HashMap<>();

  /** One sensor of a site. */
  private static final class Sensor {
    private final boolean near; // frames come straight from the clients
    private final boolean[] up;
    private final boolean[] lossy;

    Sensor(boolean near, int days) {
      this.near = near;
      up = new boolean[days];
      lossy = new boolean[days];
    }
  }

  /** Days that a report is about, which is there on the last of them. */
  private record Report(boolean ofMail, int first, int last) {}

  /**
   * What is known of a device on a day, or of some that end with it.
   *
   * @param low whether it was below on any of them
   * @param good connections that show that it can do better
   */
  private record Shown(int first, int day, Site site, boolean low, int good) {}

  private static final class Site {
    private final String name;
    private final int number;
    private final int opens;
    private final int closes;
    private final List<Sensor> sensors = new ArrayList<>();
    private final Map<Integer, Integer> leases = new HashMap<>(); // address, device

    Site(int number, String name, int opens, int closes) {
      this.number = number;
      this.name = name;
      this.opens = opens;
      this.closes = closes;
    }

    boolean isOpen(int day) {
      return day >= opens && day <= closes;
    }

    boolean isSeen(int day) {
      return isOpen(day) && sensors.stream().anyMatch(sensor -> sensor.up[day]);
    }

    boolean isCovered(int day) {
      return isOpen(day)
          && sensors.stream().anyMatch(sensor -> sensor.up[day] && !sensor.lossy[day]);
    }

    int coveredSince(int since, int asOf) {
      if (closes < asOf) {
        return Integer.MAX_VALUE;
      }
      int covered = 0;
      for (int day = since + 1; day <= asOf; day++) {
        covered += isCovered(day) ? 1 : 0;
      }
      return covered;
    }

    /**
     * The same where a file of a week stands for the three days before it and after it, too, for a
     * client that was seen low on its weekday; the site's first may be that of any sensor.
     */
    int absentSince(int since, int asOf, Set<Integer> lowWeekdays) {
      if (number != WEEKLY || closes < asOf) {
        return coveredSince(since, asOf);
      }
      Set<Integer> absent = new HashSet<>();
      boolean first = true;
      for (int file = 0; file <= asOf; file++) {
        if (isCovered(file)) {
          int reach = !first && lowWeekdays.contains(file % 7) ? 3 : 0;
          for (int day = file - reach; day <= file + reach; day++) {
            absent.add(day);
          }
          first = false;
        }
      }
      return (int) absent.stream().filter(day -> day > since && day <= asOf).count();
    }
  }

  /**
   * A device, or an account that reports know: b below, r refused, j a job below beside a good
   * program, a digit good connections, . nothing on each day.
   */
  private static final class Device {
    private final int number;
    private final String mac;
    private final String name;
    private final boolean behindNat;
    private final char[] does;
    private final Site[] at;
    private final String[] address;
    private boolean monthly; // the job, else each Sunday
    private int jobEnds; // 0: it has none
    private boolean sends; // mail, by which alone it is known
    private int retired = Integer.MAX_VALUE; // the day on which somebody said that it is gone
    private final Map<Integer, String> turns = new TreeMap<>(); // made-up addresses, from a day on

    Device(int number, String mac, String name, boolean behindNat, int days) {
      this.number = number;
      this.mac = mac;
      this.name = name;
      this.behindNat = behindNat;
      does = new char[days];
      at = new Site[days];
      address = new String[days];
      Arrays.fill(does, '.');
    }

    /** Its link address on a day. */
    String mac(int day) {
      String made = mac;
      for (Map.Entry<Integer, String> turn : turns.entrySet()) {
        made = turn.getKey() <= day ? turn.getValue() : made;
      }
      return made;
    }
  }

  /** Writes logs to a folder, for the product to read. */
  Simulation(long seed, int count, int days, Path folder) {
    this.days = days;
    this.folder = folder;
    fingerprints = days / 2;
    random = new Random(seed);
    sites();
    for (int number = 0; number < count; number++) {
      boolean nat = number < NAT_DEVICES;
      boolean replaced = !nat && random.nextInt(20) == 0;
      int end = replaced ? days / 4 + random.nextInt(days / 2) : days;
      Device device = device(nat, "host" + number, 0, end);
      if (replaced) {
        device(false, device.name.isEmpty() ? "" : "host" + number, end + 1, days);
      }
    }
    for (int number = 0; number < Math.max(4, count / 10); number++) {
      both(number % BOTH.size(), number % 2 == 1);
    }
    for (int number = 0; number < Math.max(4, count / 10); number++) {
      phone(number % 2 == 0);
    }
    reports();
    for (int number = 0; number < Math.max(6, count / 10); number++) {
      person(SIGN_INS, number);
    }
    for (int number = 0; number < Math.max(6, count / 20); number++) {
      person(MAIL, number);
    }
    retire();
    addresses();
    undecided();
  }

  /**
   * A sign-in log each week, of two; a report on mail each week and each 30 days. Some are missed.
   */
  private void reports() {
    Sensor signIns = sites.get(SIGN_INS).sensors.get(0);
    for (int last = 6; last < days; last += 7) {
      if (random.nextInt(6) > 0) {
        int first = Math.max(0, last - EXPORT_DAYS + 1);
        reports.add(new Report(false, first, last));
        Arrays.fill(signIns.up, first, last + 1, true);
      }
      if (random.nextInt(10) > 0) {
        reports.add(new Report(true, last - 6, last));
      }
      if (last % 30 < 7 && last >= 29) {
        reports.add(new Report(true, last - 29, last));
      }
    }
  }

  /** One of whom reports tell: by the name of a device, by an account, or as a sender of mail. */
  private void person(int place, int number) {
    boolean device = place == SIGN_INS && number % 2 == 0;
    if (number == 1) {
      both(place, number % 4 == 1);
      return;
    }
    Device person =
        new Device(devices.size(), "", device ? "laptop" + devices.size() : "", false, days);
    person.sends = place == MAIL;
    devices.add(person);
    boolean old = random.nextInt(3) > 0;
    boolean refused = place == SIGN_INS && random.nextInt(4) == 0;
    int upgrade = 10 + random.nextInt(days);
    upgrade -= place == MAIL && number % 2 == 0 ? upgrade % 7 : 0; // at the beginning of a report
    int regress = random.nextInt(3) == 0 ? upgrade + 20 + random.nextInt(40) : days;
    for (int day = 0; day < days; day++) {
      if (random.nextInt(7) > 1) {
        boolean isOld = old && (day < upgrade || day >= regress);
        person.at[day] = sites.get(place);
        person.does[day] = isOld ? refused ? 'r' : 'b' : (char) ('0' + random.nextInt(5));
      }
    }
  }

  /** Entries of Zeek's without a version or an offer are a loss. */
  private void undecided() {
    Sensor sensor = sites.get(ZEEK).sensors.get(0);
    for (int day = 0; day < fingerprints; day++) {
      int all = 0;
      int none = 0;
      for (Device device : devices) {
        char does = device.at[day] == sites.get(ZEEK) ? device.does[day] : '.';
        all +=
            does == 'b' || does == 'r'
                ? 2
                : does == 'j' ? 4 : does == '.' ? 0 : Math.max(1, does - '0');
        none += does == 'r' ? 2 : does == '0' ? 1 : 0;
      }
      sensor.lossy[day] = 100 * none > all;
    }
  }

  /**
   * A phone that makes up another link address every few days. With a name it is one client;
   * without one, nothing tells that they are one: each address is a device here, too.
   */
  private void phone(boolean named) {
    Site home = sites.get(random.nextInt(2));
    int upgrade = random.nextBoolean() ? days / 3 + random.nextInt(days / 2) : 0;
    int number = devices.size();
    Device device = null;
    for (int from = 0; from < days; ) {
      int until = Math.min(days, from + 3 + random.nextInt(11));
      String mac =
          String.format(
              "DA-00-%02X-%02X-%02X-%02X", number >> 8, number & 255, from >> 8, from & 255);
      if (device == null || !named) {
        String name = named ? "phone" + number + ".example" : "";
        device = new Device(devices.size(), mac, name, false, days);
        devices.add(device);
      }
      device.turns.put(from, mac);
      for (int day = from; day < until; day++) {
        if (random.nextInt(7) > 1) {
          device.at[day] = home;
          device.does[day] = day < upgrade ? 'b' : '3';
        }
      }
      from = until;
    }
  }

  /** Says of some that were seen last long ago that they are gone, and of one too early. */
  private void retire() {
    int count = 0;
    for (Device device : devices) {
      int last = -1;
      for (int day = 0; day < days; day++) {
        last = device.at[day] != null ? day : last;
      }
      boolean known = device.mac.startsWith("00-") && !device.behindNat && last > 5;
      known &= known && device.at[last].number != EVE; // whom a link address does not name
      if (known && device.at[last].isSeen(last) && count < 4) {
        if (last < days - 8 || count == 0) {
          device.retired = last < days - 8 ? last + 3 : last - 4;
          count++;
        }
      }
    }
  }

  /** The days on which somebody says that a client is gone, by its link address. */
  Map<String, Integer> retired() {
    Map<String, Integer> retired = new TreeMap<>();
    for (Device device : devices) {
      if (device.retired < days) {
        retired.put(device.mac, device.retired);
      }
    }
    return retired;
  }

  /**
   * Returns whether a client may be called one that changes its address, or not: by a day it is
   * known by one that it made up and did not keep. A sensor behind a router does not see by what it
   * is known: days that it alone saw may be nobody's.
   */
  boolean mayChange(int number, int asOf, boolean isCalledSo) {
    Device device = devices.get(number);
    if (!device.name.isEmpty() || device.turns.isEmpty()) {
      return !isCalledSo;
    }
    int[] all = seen(device, asOf, false);
    int[] near = seen(device, asOf, true);
    return isCalledSo
        ? near[1] - near[0] < KEPT_DAYS && asOf - all[0] >= KEPT_DAYS
        : all[1] - all[0] >= KEPT_DAYS || asOf - near[0] < KEPT_DAYS;
  }

  /** The first and the last day on which a device was seen, by any sensor or where it is. */
  private static int[] seen(Device device, int asOf, boolean near) {
    int[] days = {Integer.MAX_VALUE / 2, -1};
    for (int day = 0; day <= asOf; day++) {
      Site site = device.at[day];
      if (site != null && (near ? site.sensors.get(0).up[day] : site.isSeen(day))) {
        days[0] = Math.min(days[0], day);
        days[1] = day;
      }
    }
    return days;
  }

  /** A machine with a good program each workday, and a job that ends one day. */
  private void both(int place, boolean monthly) {
    int number = devices.size();
    Site home = sites.get(place < SIGN_INS ? BOTH.get(place) : place);
    boolean known = place < SIGN_INS;
    String mac = known ? String.format("00-00-5E-02-%02X-%02X", number >> 8, number & 255) : "";
    String name = known ? "both" + number + ".example" : "";
    Device device = new Device(number, mac, name, false, days);
    device.monthly = monthly;
    device.sends = place == MAIL;
    device.jobEnds = days / 3 + random.nextInt(days);
    devices.add(device);
    for (int day = 0; day < days; day++) {
      LocalDate date = LocalDate.parse(Saved.day(day));
      int weekday = date.getDayOfWeek().getValue();
      boolean due = monthly ? date.getDayOfMonth() == date.lengthOfMonth() : weekday == 7;
      boolean runs = due && day < device.jobEnds;
      if (runs || weekday < 6) {
        device.at[day] = home;
        device.does[day] = runs ? 'j' : '3';
      }
    }
  }

  boolean doesBoth(int device) {
    return devices.get(device).jobEnds > 0;
  }

  /**
   * Returns whether a state is true of a machine that does both: while it has its job it is not
   * fixed, but where the answer says that a job of month's ends may be left; afterwards it is
   * fixed, or the answer says how long it has to be silent.
   */
  boolean isRight(int number, int asOf, String state, String rhythms) {
    Device device = devices.get(number);
    if (shown(device, asOf).stream().noneMatch(Shown::low)) {
      return state.equals(State.NEW.word()) || state.equals(State.GOOD.word());
    }
    boolean unsure = state.startsWith(State.BELOW.word()) && rhythms.contains(" of ");
    return asOf < device.jobEnds
        ? unsure
            || device.monthly
                && state.equals(State.FIXED.word())
                && rhythms.contains("no month's end since")
        : unsure || state.equals(State.FIXED.word());
  }

  private void sites() {
    sites.add(new Site(0, "berlin", 0, days - 1));
    sites.add(new Site(1, "paris", 0, days - 1));
    sites.add(new Site(2, "oslo", days / 3, days - 1));
    sites.add(new Site(3, "rome", 0, days * 2 / 3));
    sites.add(new Site(WEEKLY, "weekly", 0, days - 1));
    sites.add(new Site(ZEEK, "zagreb", 0, days - 1));
    sites.add(new Site(EVE, "evora", 0, days - 1));
    for (Site site : sites) {
      int sensors = site.number < 2 ? 2 : 1;
      for (int i = 0; i < sensors; i++) {
        Sensor sensor = new Sensor(i == 0, days);
        for (int day = 0; day < days; day++) {
          sensor.up[day] = random.nextInt(12) > 0;
          sensor.lossy[day] = random.nextInt(20) == 0 && site.number < ZEEK;
        }
        if (site.number == 2) {
          Arrays.fill(sensor.up, days / 2, days / 2 + days / 6, false);
        }
        if (site.number == WEEKLY) {
          for (int day = 0; day < days; day++) {
            sensor.up[day] = day % 7 == 1;
            sensor.lossy[day] = false;
          }
        }
        site.sensors.add(sensor);
      }
    }
    for (int number : List.of(SIGN_INS, MAIL)) {
      Site tenant = new Site(number, TENANT, 0, days - 1);
      tenant.sensors.add(new Sensor(true, days));
      Arrays.fill(tenant.sensors.get(0).lossy, true); // reports cover no day
      sites.add(tenant);
    }
  }

  private Device device(boolean nat, String name, int from, int to) {
    int number = devices.size();
    boolean madeUp = random.nextInt(8) == 0;
    String mac =
        String.format(
            "%s-00-5E-%02X-%02X-%02X", madeUp ? "02" : "00", 1, number >> 8, number & 255);
    boolean named = name.isEmpty() || madeUp || random.nextInt(5) < 3;
    Device device =
        new Device(number, mac, named ? name + (name.isEmpty() ? "" : ".example") : "", nat, days);
    devices.add(device);
    Site home = sites.get(nat ? 0 : random.nextInt(SITES));
    boolean roams = random.nextInt(10) == 0 && !madeUp && !nat && home.number != EVE;
    boolean old = random.nextInt(3) == 0;
    boolean refused = random.nextInt(5) == 0;
    int upgrade = from + 15 + random.nextInt(days);
    int regress = random.nextInt(4) == 0 ? upgrade + 20 + random.nextInt(40) : days;
    int again = regress + 10 + random.nextInt(60);
    for (int day = Math.max(from, home.opens); day < to && day <= home.closes; day++) {
      Site site = roams && day / 7 % 5 == number % 5 ? sites.get(random.nextInt(2)) : home;
      if (!site.isOpen(day) || random.nextInt(7) < 2) {
        continue;
      }
      device.at[day] = site;
      boolean isOld = old && (day < upgrade || day >= regress && day < again);
      device.does[day] = isOld ? refused ? 'r' : 'b' : (char) ('0' + random.nextInt(5));
    }
    return device;
  }

  /** Leases of two to five weeks, which go to others later. */
  private void addresses() {
    Map<Device, Integer> lease = new HashMap<>();
    Map<Device, Integer> until = new HashMap<>();
    Map<Device, Site> where = new HashMap<>();
    int pool = devices.size() / 3;
    for (int day = 0; day < days; day++) {
      for (Device device : devices) {
        Site site = device.at[day];
        if (site == null) {
          continue;
        }
        if (site.number >= SITES) {
          continue;
        }
        boolean ends =
            until.getOrDefault(device, -1) < day
                || where.get(device) != site
                || device.turns.containsKey(day);
        if (!device.behindNat && ends) {
          boolean stays = site.number == EVE || device.name.isEmpty() && site.number == 3;
          Integer before = lease.get(device);
          if (before != null && where.get(device) != null) {
            where.get(device).leases.remove(before);
          }
          int address = stays ? 5_000 + device.number : random.nextInt(pool);
          while (site.leases.containsKey(address) && !stays) {
            address = (address + 1) % (pool * 2);
          }
          site.leases.put(address, device.number);
          lease.put(device, address);
          where.put(device, site);
          until.put(device, stays ? days : day + 14 + random.nextInt(21));
        }
        int host = device.behindNat ? 9_999 : lease.get(device);
        device.address[day] = "10." + site.number + "." + (host >> 8) + "." + (host & 255);
        hold(site, device.address[day], day, device);
      }
    }
    for (Device device : devices) {
      if (device.mac.isEmpty()) {
        String known =
            device.name.isEmpty() ? "account:" + account(device) : "device:" + device.name;
        shown(device, days - 1).forEach(each -> hold(each.site, known, each.day, device));
      }
    }
  }

  private void hold(Site site, String address, int day, Device device) {
    holders
        .computeIfAbsent(site.name + " " + address + " " + day, key -> new HashSet<>())
        .add(device.number);
  }

  private static String account(Device device) {
    return "user" + device.number + "@example.org";
  }

  /** The files of all sensors, in the order of days, with reports on the last of their own. */
  List<byte[]> files() throws IOException {
    if (files.isEmpty()) {
      for (int day = 0; day < days; day++) {
        write(day);
      }
    }
    return files;
  }

  private void write(int day) throws IOException {
    for (Site site : sites.subList(0, SITES)) {
      for (Sensor sensor : site.sensors) {
        if (site.isOpen(day) && sensor.up[day]) {
          files.add(site.number < ZEEK ? file(site, sensor, day).bytes() : log(site, day));
        }
      }
    }
    for (Report report : reports) {
      if (report.last == day) {
        files.add(scanned(TENANT, report.ofMail ? senders(report) : signIns(report)));
      }
    }
  }

  /** What a run of the product saves of logs. */
  private byte[] scanned(String site, Map<String, String> logs) throws IOException {
    List<String> scan = new ArrayList<>(List.of("scan", "-q", "--site", site, "--format", "jsonl"));
    for (Map.Entry<String, String> log : logs.entrySet()) {
      scan.add(Files.writeString(folder.resolve(log.getKey()), log.getValue()).toString());
    }
    Cli.Said said = Cli.run(scan.toArray(String[]::new));
    if (!said.out().contains("\"log_unreadable_lines\":0")) {
      throw new IOException(said.out() + said.err());
    }
    for (String log : logs.keySet()) {
      Files.delete(folder.resolve(log));
    }
    return said.out().getBytes(StandardCharsets.UTF_8);
  }

  private byte[] log(Site site, int day) throws IOException {
    List<Deed> deeds = new ArrayList<>();
    for (Device device : devices) {
      if (device.at[day] == site) {
        deeds.add(deed(device, day, device.address[day], tells(device, site) ? device.name : ""));
      }
    }
    String date = Saved.day(day);
    return scanned(
        site.name,
        site.number == EVE
            ? WrittenLogs.eve(date, deeds)
            : WrittenLogs.zeek(date, deeds, day >= fingerprints));
  }

  /** Returns whether frames that come straight from a device have its name. */
  private static boolean tells(Device device, Site site) {
    return device.number % 3 > 0 || site.number == 3 || device.mac.startsWith("02-");
  }

  private static Deed deed(Device device, int day, String address, String name) {
    String mac = device.mac(day);
    return new Deed(Saved.day(day), device.number, address, mac, name, device.does[day]);
  }

  private Map<String, String> signIns(Report report) {
    List<Deed> deeds = new ArrayList<>();
    for (int day = report.first; day <= report.last; day++) {
      for (Device device : devices) {
        if (device.at[day] == sites.get(SIGN_INS)) {
          deeds.add(deed(device, day, account(device), device.name));
        }
      }
    }
    return WrittenLogs.signIns(Saved.day(report.last), deeds);
  }

  private Map<String, String> senders(Report report) {
    List<Sent> all = new ArrayList<>();
    for (Device device : devices) {
      Sent sent = sent(device, report);
      if (sent.old() + sent.good() > 0) {
        all.add(sent);
      }
    }
    return WrittenLogs.senders(Saved.day(report.first), Saved.day(report.last), all);
  }

  private Sent sent(Device device, Report report) {
    int old = 0;
    int good = 0;
    for (int day = report.first; day <= report.last; day++) {
      if (device.at[day] == sites.get(MAIL)) {
        char does = device.does[day];
        old += does == 'b' ? 2 : does == 'j' ? 1 : 0;
        good += does == 'j' ? 3 : does == 'b' ? 0 : does - '0';
      }
    }
    return new Sent(account(device), old, good);
  }

  /** What could be known of a device by the end of a day, in the order of days. */
  private List<Shown> shown(Device device, int asOf) {
    List<Shown> all = new ArrayList<>();
    for (int day = 0; day <= asOf; day++) {
      Site site = device.at[day];
      if (site != null && site.isSeen(day)) {
        char does = device.does[day];
        boolean untold = does == 'r' && site.number == ZEEK && day < fingerprints;
        boolean low = does == 'j' || does == 'b' || does == 'r' && !untold;
        int good = does == 'j' ? 3 : Character.isDigit(does) ? does - '0' : 0;
        all.add(new Shown(day, day, site, low, good));
      }
    }
    for (Report report : device.sends ? reports : List.<Report>of()) {
      Sent sent = sent(device, report);
      if (report.ofMail && report.last <= asOf && sent.old() + sent.good() > 0) {
        all.add(new Shown(report.first, report.last, sites.get(MAIL), sent.old() > 0, sent.good()));
      }
    }
    return all;
  }

  private Saved file(Site site, Sensor sensor, int day) {
    Saved lines = new Saved(site.name);
    String date = Saved.day(day);
    StringBuilder nat = new StringBuilder();
    for (Device device : devices) {
      if (device.at[day] != site) {
        continue;
      }
      if (device.behindNat) {
        nat.append(device.does[day]);
        continue;
      }
      Client client = new Client(device.address[day]);
      client.mac(sensor.near ? device.mac(day) : "00-00-5E-FF-00-0" + site.number);
      client.name(sensor.near && !tells(device, site) ? "" : device.name);
      lines.client(date, does(client, device.does[day]));
    }
    if (nat.length() > 0) {
      int below = nat.toString().indexOf('b') >= 0 ? 1 : 0;
      Client client = new Client("10.0.39.15").mac("00-00-5E-EE-00-01").good(nat.length());
      lines.client(date, below > 0 ? client.old(1) : client);
    }
    String second = sensor.near ? "00" : "05";
    int lost = sensor.lossy[day] ? 50 : 0;
    String id = site.name + (sensor.near ? "-near-" : "-far-") + date;
    return lines.runWith(
        date + "T08:00:" + second + "Z", date + "T18:00:" + second + "Z", id, "", lost, 0, 0);
  }

  private static Client does(Client client, char letter) {
    return switch (letter) {
      case 'b' -> client.old(2);
      case 'j' -> client.old(1).good(3);
      case 'r' -> client.refusedOld(2);
      case '0' -> client.refusedGood(1);
      default -> client.good(letter - '0');
    };
  }

  int devices() {
    int seen = 1; // all behind the NAT are one
    for (Device device : devices) {
      seen += !device.behindNat && !shown(device, days - 1).isEmpty() ? 1 : 0;
    }
    return seen;
  }

  /** What a device did on each day. */
  String story(int device) {
    return String.valueOf(devices.get(device).does);
  }

  boolean isBehindNat(int device) {
    return devices.get(device).behindNat;
  }

  /** A directory of all devices: names and link addresses. */
  String directory() {
    StringBuilder csv = new StringBuilder("Device name,Wi-Fi MAC,Primary user UPN\r\n");
    for (Device device : devices) {
      if (!device.behindNat && device.turns.isEmpty() && !device.mac.isEmpty()) {
        csv.append("device-").append(device.number).append(',').append(device.mac.replace("-", ""));
        csv.append(",user").append(device.number).append("@example.org\r\n");
      }
    }
    return csv.toString();
  }

  /** The leases of a site's DHCP server. */
  String leases(int site) {
    StringBuilder csv = new StringBuilder("address,hwaddr,from,until\n");
    for (Device device : devices) {
      for (int day = 0; day < days; day++) {
        if (device.at[day] == sites.get(site) && !device.behindNat) {
          csv.append(device.address[day]).append(',').append(device.mac(day)).append(',');
          csv.append(Saved.day(day)).append(',').append(Saved.day(day)).append('\n');
        }
      }
    }
    return csv.toString();
  }

  List<String> siteNames() {
    return sites.subList(0, SITES).stream().map(site -> site.name).toList();
  }

  /** The last day of the site that closes. */
  int closes() {
    return sites.get(3).closes;
  }

  /**
   * The state of a device at the end of a day; empty where no one saw it by then. One that was good
   * before its last low day is fixed, or the answer says how long it has to be silent.
   */
  String truth(int number, int asOf) {
    Device device = devices.get(number);
    boolean below = false;
    boolean fixed = false;
    boolean back = false;
    boolean perhapsBack = false;
    boolean mixed = false;
    int lastLow = -1;
    int lastGood = -1;
    int fixedOn = -1;
    int longestGap = 0;
    Set<Integer> lowWeekdays = new HashSet<>();
    int good = 0;
    int goodDays = 0;
    int first = -1;
    int last = -1;
    Set<Site> seenAt = new HashSet<>();
    List<Shown> all = shown(device, asOf);
    for (int i = 0; i < all.size(); ) {
      int day = all.get(i).day;
      boolean low = false;
      int most = 0;
      int more = 0;
      for (; i < all.size() && all.get(i).day == day; i++) {
        Shown each = all.get(i);
        low |= each.low && (!fixed || each.first >= fixedOn);
        boolean counts = each.first == day || each.first > Math.max(lastLow, lastGood);
        more = Math.max(more, counts ? each.good : 0);
        most = Math.max(most, each.good);
        seenAt.add(each.site);
      }
      first = first < 0 ? day : first;
      last = day;
      if (low) {
        back |= fixed && !mixed;
        perhapsBack |= fixed;
        mixed |= good > 0 || most > 0;
        longestGap = below ? Math.max(longestGap, day - lastLow) : 0;
        lastLow = day;
        lowWeekdays.add(day % 7);
        below = true;
        fixed = false;
        good = 0;
        goodDays = 0;
      } else if (more > 0) {
        good += more;
        goodDays++;
        lastGood = day;
        boolean isFixed = below && good >= 5 && goodDays >= 2;
        fixedOn = isFixed && !fixed ? day : fixedOn;
        fixed |= isFixed;
      }
    }
    if (first < 0) {
      return "";
    }
    if (device.retired <= asOf && last < device.retired) {
      return State.RETIRED.word();
    }
    if (fixed && !mixed) {
      return State.FIXED.word();
    }
    if (!below) {
      boolean byMac = device.name.isEmpty() && !device.mac.isEmpty();
      int known = byMac ? seen(device, asOf, true)[0] : first; // days before may be nobody's
      String since = asOf - first < State.NEW_DAYS ? State.NEW.word() : State.GOOD.word();
      return asOf - known < State.NEW_DAYS && !since.equals(State.NEW.word())
          ? since + OR + State.NEW.word()
          : since;
    }
    int left = last;
    int needed = Math.max(WINDOW, 2 * longestGap);
    int absent =
        seenAt.stream().mapToInt(site -> site.absentSince(left, asOf, lowWeekdays)).min().orElse(0);
    String flagged = State.BELOW.word() + " back";
    String stays = back ? flagged : State.BELOW.word() + (perhapsBack ? OR + flagged : "");
    String gone = absent >= needed ? State.QUIET.word() : stays;
    return fixed ? State.FIXED.word() + OR + gone : gone;
  }
}
