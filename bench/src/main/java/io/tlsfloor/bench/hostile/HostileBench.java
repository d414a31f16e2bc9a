package io.tlsfloor.bench.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes each attack, scans it, and says what that cost: a table with a row an attack.
 *
 * <p>A scan may cost 40 µs a packet, 20 ns a byte, and three times what a scan of the planted
 * connections alone, in the same form, costs: about a second, as cryptography takes the JDK long to
 * load. Evidence is a second capture, which is written: its bytes count as those that are read, and
 * a file as 0.3 ms. On a machine that is slower than the one the figures are for, as that plain
 * scan shows, it may cost more in the same measure: so the bound is of work, not of the clock.
 */
public final class HostileBench {
  private static final double MICROS_A_PACKET = 40;
  private static final double NANOS_A_BYTE = 20;
  private static final double MICROS_A_FILE = 300; // of evidence
  private static final Duration PLAIN = Duration.ofMillis(700); // on the kind of machine meant

  private final Path folder;
  private final long seed;
  private final Usual scan;
  private final Usual proof;

  /** Holds what a scan of the planted clients alone costs, and what finds them in lines. */
  private record Usual(Duration cpu, Pattern planted) {}

  private HostileBench(Path folder, long seed) throws IOException, InterruptedException {
    this.folder = folder;
    this.seed = seed;
    Attack none = Attack.of("none", 1, 1, () -> (wire, i) -> {});
    Path file = folder.resolve("none.pcap");
    none.writer().write(file, 1, seed);
    scan = usual(file, Attack.Form.SCAN);
    proof = usual(file, Attack.Form.PROOF);
    Files.delete(file);
  }

  private static Usual usual(Path file, Attack.Form form) throws IOException, InterruptedException {
    Duration least = Duration.ofDays(1);
    Set<String> clients = Set.of();
    for (int i = 0; i < 3; i++) {
      ScanRun run = ScanRun.of(file, form, ScanRun.ANY, Duration.ofMinutes(2));
      least = run.cpu().compareTo(least) < 0 ? run.cpu() : least;
      clients = run.clients();
    }
    return new Usual(least, Pattern.compile(String.join("|", clients)));
  }

  /**
   * Runs attacks by name, or all of them; while one is scanned, the next one is made.
   *
   * @param folder for the captures, two at a time
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
    List<Attack> all =
        attacks().filter(a -> chosen.isEmpty() || chosen.contains(a.name())).toList();
    ExecutorService maker = Executors.newSingleThreadExecutor();
    try {
      Future<Made> next = all.isEmpty() ? null : maker.submit(() -> bench.make(all.get(0), size));
      for (int i = 0; next != null; i++) {
        Made made = next.get();
        int after = i + 1;
        next = after < all.size() ? maker.submit(() -> bench.make(all.get(after), size)) : null;
        bench.scan(made, told, broken);
      }
    } catch (ExecutionException e) {
      throw new IOException("an attack cannot be made", e);
    } finally {
      maker.shutdownNow();
    }
    return broken;
  }

  /**
   * Runs all attacks of a few packets inside of this process, where only what is found counts.
   *
   * @return those that hide a client and state nothing, or that end with a fault: a sentence each
   */
  public static List<String> ambushes(Path folder) throws IOException {
    List<String> broken = new ArrayList<>();
    for (Attack attack : attacks().filter(Attack::isAmbush).toList()) {
      Path file = folder.resolve(attack.name() + ".capture");
      attack.writer().write(file, 1, 1);
      judge(attack, ScanRun.here(file), broken);
      Files.delete(file);
    }
    return broken;
  }

  /**
   * Explains all attacks of a few packets, and has them proven, inside of this process.
   *
   * @return those that end one of the two with a fault: a sentence each
   */
  public static List<String> stories(Path folder) throws IOException {
    String proof = folder.resolve("proof.pcapng").toString();
    List<String> broken = new ArrayList<>();
    for (Attack attack : attacks().filter(Attack::isAmbush).toList()) {
      Path file = folder.resolve(attack.name() + ".capture");
      attack.writer().write(file, 1, 1);
      String capture = file.toString();
      String[] proving = {"scan", capture, "--evidence", proof};
      ScanRun.fault("explain", "--all", capture).ifPresent(f -> broken.add(attack.name() + f));
      ScanRun.fault(proving).ifPresent(f -> broken.add(attack.name() + f));
      Files.delete(file);
    }
    return broken;
  }

  /** All attacks that are known. Whoever finds another adds it here, before mending. */
  private static Stream<Attack> attacks() {
    return Stream.of(
            TcpFloods.all(),
            TlsFloods.all(),
            ClientFloods.all(),
            DatagramFloods.all(),
            PieceFloods.all(),
            DialogueFloods.all(),
            WordFloods.all(),
            CollidingFloods.all(),
            PacketFloods.all(),
            Ambushes.all(),
            Forgeries.all(),
            SequenceAmbushes.all(),
            OddHellos.all(),
            DatagramAmbushes.all(),
            StoryAmbushes.all(),
            ProofFloods.all(),
            FileFloods.all())
        .flatMap(List::stream);
  }

  /** An attack by its name. */
  static Attack attack(String name) {
    return attacks().filter(attack -> attack.name().equals(name)).findFirst().orElseThrow();
  }

  /** How large the attacks are made. */
  public enum Extent {
    /** Seconds for all of them. */
    BRIEF,
    /** Has the size at which it was first found to harm. */
    FULL
  }

  private record Made(Attack attack, Path file, Attack.Written written) {}

  private Made make(Attack attack, Extent size) throws IOException {
    Path file = folder.resolve(attack.name() + ".capture");
    int steps = size == Extent.FULL ? attack.full() : attack.brief();
    return new Made(attack, file, attack.writer().write(file, steps, seed));
  }

  private void scan(Made made, Consumer<String> told, List<String> broken)
      throws IOException, InterruptedException {
    Attack.Written written = made.written();
    Attack.Form form = made.attack().form();
    Usual usual = form == Attack.Form.PROOF ? proof : scan;
    double speed = Math.max(1, (double) scan.cpu().toMillis() / PLAIN.toMillis());
    double toRead =
        MICROS_A_PACKET / 1e6 * written.packets() + NANOS_A_BYTE / 1e9 * written.bytes();
    double start = 3e-9 * usual.cpu().toNanos();
    Duration atMost = Duration.ofSeconds((long) (4 * (start + speed * toRead)) + 60);
    ScanRun run = ScanRun.of(made.file(), form, usual.planted(), atMost);
    Files.delete(made.file());
    double toProve =
        MICROS_A_FILE / 1e6 * run.proven().files() + NANOS_A_BYTE / 1e9 * run.proven().bytes();
    double allowed = start + speed * (toRead + toProve);
    double cpu = run.cpu().toNanos() / 1e9;
    told.accept(
        String.format(
            Locale.ROOT,
            "| %s | %,d | %,.1f | %.2f | %.2f | %,d | %d of %d | %d | %s |",
            made.attack().name(),
            written.packets(),
            written.bytes() / 1e6,
            cpu,
            allowed,
            run.megabytes(),
            run.found(),
            Planted.CONNECTIONS,
            run.exit(),
            run.isRefused() ? "refused: " + run.losses() : run.losses()));
    if (cpu > allowed) {
      broken.add(
          String.format(Locale.ROOT, "%s: %.2f s of %.2f s", made.attack().name(), cpu, allowed));
    }
    judge(made.attack(), run, broken);
  }

  private static void judge(Attack attack, ScanRun scan, List<String> broken) {
    if (scan.exit() != 1 && scan.exit() != 3 && !scan.isRefused()) {
      broken.add(attack.name() + ": exit " + scan.exit() + " " + scan.losses());
    }
    if (scan.found() < Planted.CONNECTIONS && !scan.stated()) {
      broken.add(attack.name() + ": hides a client, and nothing is stated");
    }
  }

  /**
   * Runs it: {@code [--full] [--seed NUMBER] [--make FOLDER] [ATTACK…]}. Exit 1: a bound does not
   * hold; 2: there is no such attack.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(arguments));
    Extent size = words.remove("--full") ? Extent.FULL : Extent.BRIEF;
    long seed = Long.parseLong(option(words, "--seed").orElse("1"));
    Optional<Path> kept = option(words, "--make").map(Path::of);
    List<String> unknown = new ArrayList<>(words);
    unknown.removeAll(attacks().map(Attack::name).toList());
    if (!unknown.isEmpty()) {
      System.err.println("hostile: no such attack: " + String.join(", ", unknown));
      System.exit(2);
    }
    if (kept.isPresent()) {
      HostileBench.make(kept.get(), words, size, seed);
      return;
    }
    Path folder = Files.createTempDirectory("tlsfloor-hostile-");
    List<String> broken;
    try {
      broken = run(folder, words, size, seed, System.out::println);
    } finally {
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    broken.forEach(line -> System.err.println("hostile: " + line));
    System.exit(broken.isEmpty() ? 0 : 1);
  }

  /** Makes captures of these attacks, or of all, for whoever sends them. */
  private static void make(Path folder, List<String> names, Extent size, long seed)
      throws IOException {
    Files.createDirectories(folder);
    for (Attack attack : attacks().toList()) {
      if (names.isEmpty() || names.contains(attack.name())) {
        int steps = size == Extent.FULL ? attack.full() : attack.brief();
        attack.writer().write(folder.resolve(attack.name() + ".pcap"), steps, seed);
      }
    }
  }

  private static Optional<String> option(List<String> words, String name) {
    int at = words.indexOf(name);
    if (at < 0 || at + 1 == words.size()) {
      return Optional.empty();
    }
    String value = words.get(at + 1);
    words.subList(at, at + 2).clear();
    return Optional.of(value);
  }
}
