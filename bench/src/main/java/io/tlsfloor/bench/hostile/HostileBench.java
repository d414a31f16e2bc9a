package io.tlsfloor.bench.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes each attack, scans it, and says what that cost: a table with a row an attack.
 *
 * <p>A scan may cost 40 µs a packet, 20 ns a byte, and three times what a scan of the planted
 * connections alone costs: about a second, as cryptography takes the JDK long to load. On a machine
 * that is slower than the one the figures are for, as that plain scan shows, it may cost more in
 * the same measure: so the bound is of work, not of the clock.
 */
public final class HostileBench {
  private static final double MICROS_A_PACKET = 40;
  private static final double NANOS_A_BYTE = 20;
  private static final Duration PLAIN = Duration.ofMillis(700); // on the kind of machine meant

  private final Path folder;
  private final long seed;
  private final Duration plain;

  private HostileBench(Path folder, long seed) throws IOException, InterruptedException {
    this.folder = folder;
    this.seed = seed;
    Attack none = Attack.of("none", 1, 1, () -> (wire, i) -> {});
    Path file = folder.resolve("none.pcap");
    none.writer().write(file, 1, seed);
    Duration least = Duration.ofDays(1);
    for (int i = 0; i < 3; i++) {
      Duration cpu = ScanRun.of(file, Duration.ofMinutes(2)).cpu();
      least = cpu.compareTo(least) < 0 ? cpu : least;
    }
    plain = least;
    Files.delete(file);
  }

  /**
   * Runs attacks by name, or all of them.
   *
   * @param folder for the captures, one at a time
   * @param chosen names; empty for all
   * @param size of each
   * @param told takes each row of the table
   * @return what broke its bound, or was neither found nor stated: a sentence each
   */
  public static List<String> run(
      Path folder, List<String> chosen, Extent size, long seed, Consumer<String> told)
      throws IOException, InterruptedException {
    HostileBench bench = new HostileBench(folder, seed);
    List<String> broken = new ArrayList<>();
    told.accept("| attack | packets | MB | CPU s | allowed s | peak MB | found | exit | stated |");
    told.accept("|---|---|---|---|---|---|---|---|---|");
    for (Attack attack : attacks()) {
      if (chosen.isEmpty() || chosen.contains(attack.name())) {
        bench.run(attack, size == Extent.FULL ? attack.full() : attack.brief(), told, broken);
      }
    }
    return broken;
  }

  /** All attacks that are known. Whoever finds another adds it here, before mending. */
  private static List<Attack> attacks() {
    return Stream.of(
            TcpFloods.all(),
            TlsFloods.all(),
            DatagramFloods.all(),
            CollidingFloods.all(),
            PacketFloods.all(),
            Ambushes.all(),
            FileFloods.all())
        .flatMap(List::stream)
        .toList();
  }

  /** How large the attacks are made. */
  public enum Extent {
    /** Seconds for all of them. */
    BRIEF,
    /** As they were first found to harm. */
    FULL
  }

  private void run(Attack attack, int steps, Consumer<String> told, List<String> broken)
      throws IOException, InterruptedException {
    Path file = folder.resolve(attack.name() + ".capture");
    Attack.Written written = attack.writer().write(file, steps, seed);
    double speed = Math.max(1, (double) plain.toMillis() / PLAIN.toMillis());
    double allowed =
        3e-9 * plain.toNanos()
            + speed
                * (MICROS_A_PACKET / 1e6 * written.packets()
                    + NANOS_A_BYTE / 1e9 * written.bytes());
    ScanRun scan = ScanRun.of(file, Duration.ofSeconds((long) (4 * allowed) + 60));
    Files.delete(file);
    double cpu = scan.cpu().toNanos() / 1e9;
    told.accept(
        String.format(
            Locale.ROOT,
            "| %s | %,d | %,.1f | %.2f | %.2f | %,d | %d of %d | %d | %s |",
            attack.name(),
            written.packets(),
            written.bytes() / 1e6,
            cpu,
            allowed,
            scan.megabytes(),
            scan.found(),
            Planted.CONNECTIONS,
            scan.exit(),
            scan.losses()));
    if (cpu > allowed) {
      broken.add(String.format(Locale.ROOT, "%s: %.2f s of %.2f s", attack.name(), cpu, allowed));
    }
    if (scan.exit() != 1 && scan.exit() != 3) {
      broken.add(attack.name() + ": exit " + scan.exit() + " " + scan.losses());
    }
    if (scan.found() < Planted.CONNECTIONS && !scan.stated()) {
      broken.add(attack.name() + ": hides a client, and nothing is stated");
    }
  }

  /** Runs it: {@code [--full] [--seed NUMBER] [ATTACK…]}. Exit 1: a bound does not hold. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(arguments));
    Extent size = words.remove("--full") ? Extent.FULL : Extent.BRIEF;
    long seed = 1;
    int seedAt = words.indexOf("--seed");
    if (seedAt >= 0) {
      seed = Long.parseLong(words.get(seedAt + 1));
      words.subList(seedAt, seedAt + 2).clear();
    }
    Path folder = Files.createTempDirectory("tlsfloor-hostile-");
    List<String> broken;
    try {
      broken = run(folder, words, size, seed, System.out::println);
    } finally {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
    broken.forEach(line -> System.err.println("hostile: " + line));
    System.exit(broken.isEmpty() ? 0 : 1);
  }
}
