package io.tlsfloor.bench;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.rules.IpPrefix;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.catalogue.Match;
import io.tlsfloor.rules.catalogue.Row;
import io.tlsfloor.rules.catalogue.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Times look-ups in the bundled endpoint list, by kinds of subjects, and prints a table.
 *
 * <p>Each kind has 4,096 subjects, drawn with a fixed seed. All are looked up in turn, in rounds;
 * rounds before the first that counts let the code be compiled. Of each kind it is known whether
 * its subjects match, and a run in which one does otherwise fails.
 */
public final class LookUps {
  private static final int SUBJECTS = 4096;
  private static final int WARM_ROUNDS = 300;
  private static final int ROUNDS = 101;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final Scope HTTPS = new Scope(Transport.TCP, 443, Scope.TODAY, false);

  private final Random random = new Random(1);
  private final Catalogue catalogue;
  private final List<Row> names;
  private final List<Row> prefixes;

  private LookUps(Catalogue catalogue) {
    this.catalogue = catalogue;
    names = catalogue.rows().stream().filter(row -> !row.isPrefix()).toList();
    prefixes = catalogue.rows().stream().filter(Row::isPrefix).toList();
  }

  /** Runs it; takes no arguments. */
  public static void main(String[] arguments) {
    long begun = System.nanoTime();
    Catalogue catalogue = Catalogue.bundled();
    boolean found = catalogue.byName("outlook.office365.com", HTTPS).isPresent();
    long first = System.nanoTime() - begun;
    if (!found) {
      throw new IllegalStateException("outlook.office365.com matches nothing");
    }
    LookUps lookUps = new LookUps(catalogue);
    System.out.printf(
        Locale.ROOT,
        "%d names and %d prefixes; reading the list and the first look-up of the process: %.0f ms%n",
        lookUps.names.size(),
        lookUps.prefixes.size(),
        first / NANOS_PER_MILLI);
    System.out.println(
        "| looked up | matches | ns, median of " + ROUNDS + " rounds (least to most) |");
    System.out.println("|---|---|---|");
    lookUps.names();
    lookUps.addresses();
  }

  private void names() {
    List<String> exact =
        names.stream().map(Row::value).filter(value -> value.indexOf('*') < 0).toList();
    List<String> wild =
        names.stream().map(Row::value).filter(value -> value.startsWith("*.")).toList();
    Function<String, Optional<Match>> byName = name -> catalogue.byName(name, HTTPS);
    time("a name that the list holds", true, draw(() -> any(exact)), byName);
    time(
        "a name two labels below a wildcard",
        true,
        draw(() -> label() + "." + label() + any(wild).substring(1)),
        byName);
    time(
        "a name of somebody else", false, draw(() -> label() + "." + label() + ".example"), byName);
    time(
        "a look-alike: a listed name with an ending",
        false,
        draw(() -> any(exact) + "." + label() + ".example"),
        byName);
    String deep = "sub.".repeat(30);
    time("a name of 32 labels", false, draw(() -> deep + label() + ".example"), byName);
    time(
        "a wildcard of a certificate",
        true,
        draw(() -> any(wild)),
        name -> catalogue.byCertificateName(name, HTTPS));
  }

  private void addresses() {
    List<IpPrefix> v4 = prefixes(true);
    List<IpPrefix> v6 = prefixes(false);
    Function<IpAddress, Optional<Match>> byAddress = address -> catalogue.byAddress(address, HTTPS);
    time("an IPv4 address in a prefix", true, draw(() -> in(any(v4))), byAddress);
    time(
        "another IPv4 address",
        false,
        draw(() -> IpAddress.v4(10 << 24 | random.nextInt(1 << 24))),
        byAddress);
    time("an IPv6 address in a prefix", true, draw(() -> in(any(v6))), byAddress);
    time(
        "another IPv6 address",
        false,
        draw(() -> IpAddress.v6(0x20010DB8L << 32 | random.nextInt(), random.nextLong())),
        byAddress);
  }

  private List<IpPrefix> prefixes(boolean v4) {
    return prefixes.stream()
        .map(row -> IpPrefix.parse(row.value()))
        .filter(prefix -> prefix.address().v4() == v4)
        .toList();
  }

  /** An address in a prefix: its host bits at random. */
  private IpAddress in(IpPrefix prefix) {
    IpAddress base = prefix.address();
    if (base.v4()) {
      int host = prefix.length() == 32 ? 0 : random.nextInt() >>> prefix.length();
      return IpAddress.v4((int) base.low() | host);
    }
    long upper = prefix.length() >= 64 ? 0 : random.nextLong() >>> prefix.length();
    long lower =
        prefix.length() == 128 ? 0 : random.nextLong() >>> Math.max(0, prefix.length() - 64);
    return IpAddress.v6(base.high() | upper, base.low() | lower);
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private String label() {
    return "h" + Integer.toString(random.nextInt(1 << 24), 36);
  }

  private static <T> List<T> draw(Supplier<T> one) {
    List<T> all = new ArrayList<>(SUBJECTS);
    IntStream.range(0, SUBJECTS).forEach(i -> all.add(one.get()));
    return all;
  }

  private static <T> void time(
      String kind, boolean matches, List<T> subjects, Function<T, Optional<Match>> lookUp) {
    double[] nanos = new double[ROUNDS];
    for (int round = -WARM_ROUNDS; round < ROUNDS; round++) {
      int found = 0;
      long begun = System.nanoTime();
      for (T subject : subjects) {
        found += lookUp.apply(subject).isPresent() ? 1 : 0;
      }
      long taken = System.nanoTime() - begun;
      if (found != (matches ? SUBJECTS : 0)) {
        throw new IllegalStateException(kind + ": " + found + " of " + SUBJECTS + " match");
      }
      if (round >= 0) {
        nanos[round] = (double) taken / SUBJECTS;
      }
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.0f (%.0f to %.0f) |%n",
        kind,
        matches ? "yes" : "no",
        nanos[ROUNDS / 2],
        nanos[0],
        nanos[ROUNDS - 1]);
  }
}
