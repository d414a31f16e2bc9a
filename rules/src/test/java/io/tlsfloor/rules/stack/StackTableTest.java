package io.tlsfloor.rules.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Seen;
import io.tlsfloor.rules.resource.Tsv;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StackTableTest {
  private static final StackTable TABLE = StackTable.bundled();

  static Stream<Stack> stacks() {
    return StackTable.read().stream();
  }

  /** A hello's parts, for tests to change. */
  private record Parts(
      int version,
      List<Integer> suites,
      List<Integer> extensions,
      List<Integer> groups,
      List<Integer> pointFormats) {
    static Parts of(Stack stack) {
      String text = stack.hello().toString();
      if (text.startsWith("v2:")) {
        return new Parts(0, numbers(text.substring(3), 16), List.of(), List.of(), List.of());
      }
      String[] parts = text.split(",", -1);
      return new Parts(
          Integer.parseInt(parts[0]),
          numbers(parts[1], 10),
          numbers(parts[2], 10),
          numbers(parts[3], 10),
          numbers(parts[4], 10));
    }

    private static List<Integer> numbers(String text, int radix) {
      List<Integer> numbers = new ArrayList<>();
      for (String number : text.isEmpty() ? new String[0] : text.split("-")) {
        numbers.add(Integer.parseInt(number, radix));
      }
      return numbers;
    }
  }

  private static Offer offer(Parts hello) {
    if (hello.version() == 0) {
      return Seen.with(Seen.upTo(TlsVersion.TLS_1_0), hello.suites(), false, HelloFormat.SSLV2);
    }
    TlsVersion version = new TlsVersion(hello.version());
    return new Offer(
        HelloFormat.TLS,
        true,
        1,
        new Offer.Range(version, version, Optional.empty(), Optional.empty(), false),
        new Offer.Lists(
            hello.suites(), hello.extensions(), hello.groups(), hello.pointFormats(), List.of()),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void aHelloRebuiltFromTheTableIsNamed(Stack stack) {
    ClientStack match = TABLE.match(offer(Parts.of(stack))).orElseThrow();

    assertThat(match.confidence()).isEqualTo(Confidence.HIGH);
    assertThat(match.candidates()).contains(stack.name());
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void withGreaseInItItIsStillNamed(Stack stack) {
    if (Parts.of(stack).version() == 0) {
      return; // GREASE is younger than SSLv2-format hellos
    }
    Parts hello = Parts.of(stack);
    List<Integer> suites = new ArrayList<>(hello.suites());
    suites.add(0, 0x3A3A);
    List<Integer> extensions = new ArrayList<>(hello.extensions());
    extensions.add(0xFAFA);

    Optional<ClientStack> match =
        TABLE.match(
            offer(
                new Parts(
                    hello.version(), suites, extensions, hello.groups(), hello.pointFormats())));

    assertThat(match.orElseThrow().confidence()).isEqualTo(Confidence.HIGH);
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void withOneSuiteMovedItIsMediumAtMostAndOfItsFamily(Stack stack) {
    List<Integer> suites = new ArrayList<>(Parts.of(stack).suites());
    suites.add(suites.remove(0));
    Parts whole = Parts.of(stack);
    Parts moved =
        new Parts(
            whole.version(), suites, whole.extensions(), whole.groups(), whole.pointFormats());

    Optional<ClientStack> match = TABLE.match(offer(moved));

    match.ifPresent(
        found -> {
          assertThat(found.confidence()).isEqualTo(Confidence.MEDIUM);
          assertThat(found.name()).isEqualTo(stack.family().name());
        });
    if (suites.size() >= 9) {
      assertThat(match).as("a list this long is still recognised").isPresent();
    }
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void leftOutOfTheTableItIsNotMisnamedAsAnother(Stack stack) {
    List<Stack> others = stacks().filter(other -> !other.hello().equals(stack.hello())).toList();

    Optional<ClientStack> match = StackTable.of(others).match(offer(Parts.of(stack)));

    match.ifPresent(
        found -> {
          assertThat(found.confidence()).isEqualTo(Confidence.MEDIUM);
          assertThat(found.name()).isEqualTo(stack.family().name());
        });
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void withItsWholeFamilyLeftOutItIsNotNamed(Stack stack) {
    List<Stack> others = stacks().filter(s -> !s.family().equals(stack.family())).toList();

    assertThat(StackTable.of(others).match(offer(Parts.of(stack)))).isEmpty();
  }

  @Test
  void aHelloThatSeveralRowsShareHasThemAllAsCandidates() {
    Stack known = stacks().findFirst().orElseThrow();
    Stack twin = new Stack("twin", known.family(), "Twin", "windows", known.hello(), false);

    ClientStack match =
        StackTable.of(List.of(known, twin)).match(offer(Parts.of(known))).orElseThrow();

    assertThat(match.candidates()).containsExactly(known.name(), "Twin");
    assertThat(match.confidence()).isEqualTo(Confidence.HIGH);
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void aClientThatShufflesItsExtensionsIsNamedInAnyOrder(Stack stack) {
    Parts hello = Parts.of(stack);
    List<Integer> extensions = new ArrayList<>(hello.extensions());
    Collections.rotate(extensions, 3);
    Parts turned =
        new Parts(
            hello.version(), hello.suites(), extensions, hello.groups(), hello.pointFormats());

    Optional<ClientStack> match = TABLE.match(offer(turned));

    if (stack.shuffles()) {
      assertThat(match.orElseThrow().candidates()).contains(stack.name());
      assertThat(match.orElseThrow().confidence()).isEqualTo(Confidence.HIGH);
    } else if (!turned.equals(hello)) {
      match.ifPresent(found -> assertThat(found.confidence()).isEqualTo(Confidence.MEDIUM));
    }
  }

  @Test
  void aHelloLikeNoneIsNotGuessedAt() {
    assertThat(TABLE.match(Seen.upTo(TlsVersion.TLS_1_0))).isEmpty();
  }

  @Test
  void theLongestHelloIsStillRecognisedWithAllThatMayComeOnTop() {
    Parts longest =
        stacks()
            .map(Parts::of)
            .max(Comparator.comparing(parts -> parts.suites().size() + parts.extensions().size()))
            .orElseThrow();

    assertThat(TABLE.match(offer(withSuites(longest, 0x00FF, 0x5600, 0xEE01, 0xEE02)))).isPresent();
  }

  @Test
  void aHelloThatWasMadeToBeLongIsLikeNone() {
    Parts known = Parts.of(stacks().findFirst().orElseThrow());
    int[] signals = new int[10_000];
    Arrays.fill(signals, 0x5600); // which likeness leaves out

    assertThat(TABLE.match(offer(withSuites(known, 0x5600)))).isPresent();
    assertThat(TABLE.match(offer(withSuites(known, signals)))).isEmpty();
  }

  private static Parts withSuites(Parts hello, int... more) {
    List<Integer> suites = new ArrayList<>(hello.suites());
    Arrays.stream(more).forEach(suites::add);
    return new Parts(
        hello.version(), suites, hello.extensions(), hello.groups(), hello.pointFormats());
  }

  @Test
  void halfAHelloIsNotNamed() {
    Stack known = stacks().findFirst().orElseThrow();

    assertThat(TABLE.match(Seen.half(offer(Parts.of(known))))).isEmpty();
  }

  @Test
  void aServerNameMoreOrLessIsALikeness() {
    Stack java = stacks().filter(stack -> stack.key().equals("java7")).findFirst().orElseThrow();
    Parts javaHello = Parts.of(java);
    List<Integer> extensions = new ArrayList<>(javaHello.extensions());
    extensions.remove(Integer.valueOf(0));
    Parts nameless =
        new Parts(
            javaHello.version(),
            javaHello.suites(),
            extensions,
            javaHello.groups(),
            javaHello.pointFormats());

    ClientStack match = TABLE.match(offer(nameless)).orElseThrow();

    assertThat(match.confidence()).isEqualTo(Confidence.MEDIUM);
    assertThat(match.name()).isEqualTo("Java (JSSE)");
    assertThat(match.candidates()).containsExactly("Java 7 (JSSE)");
    assertThat(match.key()).isEqualTo("java7");
  }

  /**
   * Hellos of programs on OpenSSL 3.5.9 that are held back, with the library's own list of suites:
   * what is not of one program alone gets no page of one program.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          s_client -tls1      | 769,49162-49172-57-49161-49171-51-53-47-255,0-11-10-35-22-23,29-23-30-24-25,0-1-2   | OpenSSL 3.5 held to TLS 1.0 | high   | openssl-held
          without a name      | 769,49162-49172-57-49161-49171-51-53-47-255,11-10-35-22-23,29-23-30-24-25,0-1-2     | OpenSSL 3.5 without SNI, held to TLS 1.0 | high | openssl-held
          s_client -tls1_1    | 770,49162-49172-57-49161-49171-51-53-47,65281-0-11-10-35-22-23,29-23-30-24-25,0-1-2 | OpenSSL 3.5 held to TLS 1.1 | high   | openssl-held
          Python and s_client | 770,49162-49172-57-49161-49171-51-53-47-255,0-11-10-35-22-23,29-23-30-24-25,0-1-2   | OpenSSL 3.5 held to TLS 1.1 | high   | openssl-held
          curl --tls-max 1.0  | 769,49162-49172-57-49161-49171-51-53-47-255,0-11-10-16-22-23,29-23-30-24-25,0-1-2   | OpenSSL                     | medium | openssl
          Perl, TLSv1         | 769,49162-49172-57-49161-49171-51-53-47-255,0-11-10-35-5-22-23,29-23-30-24-25,0-1-2 | OpenSSL                     | medium | openssl
          Node.js 20, TLSv1   | 769,49162-49172-57-49161-49171-51-53-47-255,0-11-10-35-22-23,29-23-30-25-24,0-1-2   | OpenSSL                     | medium | openssl
          Python 2.7, a suite | 769,57-56-51-50-22-19-53-47-10-4-255,0-35,,                                         | OpenSSL                     | medium | openssl
          """)
  void aProgramOnOpenSslGetsThePageOfTheLibraryUnlessItsHelloIsItsOwn(
      String program, String hello, String name, String confidence, String page) {
    Stack family = stacks().filter(s -> s.family().key().equals("openssl")).findFirst().get();
    Stack sent = Stack.of(program, family.family(), program, "", hello);

    ClientStack match = TABLE.match(offer(Parts.of(sent))).orElseThrow();

    assertThat(match.name()).isEqualTo(name);
    assertThat(match.confidence()).hasToString(confidence.toUpperCase(Locale.ROOT));
    assertThat(TABLE.page(match.key())).hasValue(page);
  }

  /** Hashes that the sources of the table publish for these clients. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "schannel-xp-ie8 c8a0d08d2cbee4bed7cd90e47588ab9b",
        "schannel-vista 2baf01616e930d378df97576e2686df3",
        "schannel-win7-new 1eede9d19dc45c2cb66d2f5c6849e843",
        "schannel-win10-tls10 54328bd36c14bd82ddaa0c04b25ed9ad",
        "java7 51a7ad14509fd614c7bb3a50c4982b8c",
        "openssl098 fd6bbdf835788b3c7d33372127470a06",
        "android42-43 ef323f542a99ab12d6b5348bf039b7b4",
        "apple-108 cc5925c4720edb550491a12a35c15d4d",
        "firefox6 2aef69b4ba1938c3a400de4188743185",
        "polycom-phone 9e41b6bf545347abccf0dc8fd76083a5"
      })
  void theHellosHashToThePublishedJa3(String keyAndHash) throws Exception {
    String[] parts = keyAndHash.split(" ");
    String text =
        Tsv.rows(StackTable.class, "stacks.tsv", 8).stream()
            .filter(row -> row[0].equals(parts[0]))
            .map(row -> row[5])
            .findFirst()
            .orElseThrow();
    byte[] hash = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.US_ASCII));

    assertThat(HexFormat.of().formatHex(hash)).isEqualTo(parts[1]);
  }

  @Test
  void keysAreUniqueAndNeverAFamilys() {
    Map<String, Long> keys =
        stacks().collect(Collectors.groupingBy(Stack::key, Collectors.counting()));
    Set<String> families = new HashSet<>();
    stacks().forEach(stack -> families.add(stack.family().key()));

    assertThat(keys).allSatisfy((key, count) -> assertThat(count).as(key).isEqualTo(1));
    assertThat(keys.keySet()).doesNotContainAnyElementsOf(families);
  }
}
