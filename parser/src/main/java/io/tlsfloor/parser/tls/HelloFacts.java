package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.DowngradeSentinel;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Numbers;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.TlsVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * Copies out of borrowed hellos what is kept of a connection: one {@link Offer}, one {@link
 * Choice}.
 */
public final class HelloFacts {
  /**
   * Bounds a list of suites, extensions or groups; programs have some dozens, scanners some
   * hundreds. A hello with more of them has no fingerprints, which would take more time than it
   * took to send.
   */
  static final int MAX_NUMBERS = 1 << 9;

  private static final int MAX_NUMBER = 0xFFFF;
  private static final int MAX_NAMES = 64; // of protocols

  private HelloFacts() {}

  /**
   * Returns what a whole ClientHello offers.
   *
   * @param hello a view whose last {@code wrap} returned {@code true}
   * @param format TLS, DTLS or QUIC
   */
  public static Offer offer(ClientHelloView hello, HelloFormat format) {
    return offer(hello, format, true);
  }

  /** The same, with fingerprints or without. */
  static Offer offer(ClientHelloView hello, HelloFormat format, boolean fingerprints) {
    HelloNumbers numbers = HelloNumbers.of(hello);
    int[] suites = numbers.suites();
    int[] extensions = numbers.extensions();
    boolean usual = fingerprints && isUsual(hello);
    return new Offer(
        format,
        true,
        1,
        new Offer.Range(
            new TlsVersion(hello.legacyVersion()),
            Versions.highest(hello, format),
            Versions.lowestListed(hello, format),
            Versions.listed(hello),
            hasFallback(suites)),
        new Offer.Lists(
            Numbers.of(suites, Math.min(suites.length, MAX_NUMBERS)),
            Numbers.of(extensions, Math.min(extensions.length, MAX_NUMBERS)),
            kept(hello.groupCount(), hello::group),
            kept(hello.pointFormatCount(), hello::pointFormat),
            alpn(hello)),
        serverName(hello),
        otherNames(hello),
        hello.encryptedClientHello(),
        usual ? Optional.of(Ja3.md5(hello, numbers)) : Optional.empty(),
        usual ? Optional.of(Ja4.fingerprint(hello, format, numbers)) : Optional.empty());
  }

  private static boolean hasFallback(int[] suites) {
    for (int suite : suites) {
      if (suite == ClientHelloView.FALLBACK_SCSV) {
        return true;
      }
    }
    return false;
  }

  /** How many numbers go into the fingerprints of a hello. */
  static int numbers(ClientHelloView hello) {
    return hello.suiteCount()
        + hello.extensionCount()
        + hello.groupCount()
        + hello.signatureAlgorithmCount();
  }

  private static boolean isUsual(ClientHelloView hello) {
    return hello.suiteCount() <= MAX_NUMBERS
        && hello.extensionCount() <= MAX_NUMBERS
        && hello.groupCount() <= MAX_NUMBERS
        && hello.signatureAlgorithmCount() <= MAX_NUMBERS;
  }

  /**
   * Returns what a hello in SSLv2 format offers. Its minimum is SSL 2.0 if it lists a suite of SSL
   * 2.0, else unknown.
   *
   * @param hello a view whose last {@code wrap} returned {@code DONE}
   */
  public static Offer sslv2(SslV2ClientHelloView hello) {
    return bare(
        HelloFormat.SSLV2,
        true,
        hello.version(),
        hello.offersSslV2Suite() ? Optional.of(TlsVersion.SSL_2_0) : Optional.empty(),
        hello.fallbackScsv(),
        kept(hello.cipherSpecCount(), hello::cipherSpec),
        Optional.empty());
  }

  /**
   * Returns what a ClientHello offers that is cut, or malformed after its version: only a known
   * version below TLS 1.2 is a fact, since 0x0303 may have been followed by supported_versions.
   *
   * @param hello a view after {@code wrapBeginning}: suites and server name count where they lie
   *     whole in the bytes that are there
   */
  public static Optional<Offer> cutOffer(ClientHelloView hello, HelloFormat format) {
    return hello.versionRead() && tells(hello.legacyVersion())
        ? Optional.of(
            bare(
                format,
                false,
                hello.legacyVersion(),
                Optional.empty(),
                hello.fallbackScsv(),
                kept(hello.suiteCount(), hello::suite),
                serverName(hello)))
        : Optional.empty();
  }

  /** Further server names, which no sound program sends. */
  static List<String> otherNames(ClientHelloView hello) {
    if (hello.otherNameCount() == 0) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < hello.otherNameCount(); i++) {
      names.add(hello.otherName(i));
    }
    return names;
  }

  /** The server name, also of a hello of which the rest is not there. */
  public static Optional<String> serverName(ClientHelloView hello) {
    return hello.hasServerName() ? Optional.of(hello.serverName()) : Optional.empty();
  }

  /** 0x0303 says nothing; of the others only those below are sure. */
  private static boolean tells(int version) {
    return new TlsVersion(version).isBefore(TlsVersion.TLS_1_2);
  }

  private static Offer bare(
      HelloFormat format,
      boolean whole,
      int version,
      Optional<TlsVersion> min,
      boolean fallbackScsv,
      List<Integer> suites,
      Optional<String> serverName) {
    return new Offer(
        format,
        whole,
        1,
        new Offer.Range(
            new TlsVersion(version),
            Versions.capped(version, format),
            min,
            Optional.empty(),
            fallbackScsv),
        Offer.Lists.ofSuites(suites),
        serverName,
        List.of(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Returns what a whole ServerHello or HelloRetryRequest chooses.
   *
   * @param hello a view whose last {@code wrap} returned {@code true}
   */
  public static Choice choice(ServerHelloView hello) {
    boolean retry = hello.isHelloRetryRequest();
    return new Choice(
        new TlsVersion(hello.selectedVersion()),
        retry ? ChoiceBasis.HELLO_RETRY_REQUEST : ChoiceBasis.SERVER_HELLO,
        true,
        Optional.of(hello.cipherSuite()),
        hello.hasAlpn() ? Optional.of(hello.alpn()) : Optional.empty(),
        hello.sentinel(),
        hello.preSharedKey(),
        retry ? Optional.empty() : Optional.of(Ja3.md5(hello)));
  }

  /**
   * Returns what SSL 2.0's own ServerHello chooses: the version; the suite is left to the client.
   *
   * @param hello a view whose last {@code wrap} returned {@code DONE}
   */
  public static Choice choice(SslV2ServerHelloView hello) {
    return bareChoice(hello.version(), true);
  }

  /**
   * Returns what a ServerHello chooses that is cut, or malformed after its version; see {@link
   * #cutOffer}.
   *
   * @param hello a view after any {@code wrap}, whatever it returned
   */
  public static Optional<Choice> cutChoice(ServerHelloView hello) {
    return hello.versionRead() && tells(hello.legacyVersion())
        ? Optional.of(bareChoice(hello.legacyVersion(), false))
        : Optional.empty();
  }

  private static Choice bareChoice(int version, boolean whole) {
    return new Choice(
        new TlsVersion(version),
        ChoiceBasis.SERVER_HELLO,
        whole,
        Optional.empty(),
        Optional.empty(),
        DowngradeSentinel.NONE,
        false,
        Optional.empty());
  }

  private static List<String> alpn(ClientHelloView hello) {
    List<String> names = new ArrayList<>(2);
    for (int i = 0; i < Math.min(hello.alpnCount(), MAX_NAMES); i++) {
      names.add(hello.alpn(i));
    }
    return names;
  }

  /** The first of some numbers, as many as are kept. */
  private static List<Integer> kept(int count, IntUnaryOperator value) {
    int[] numbers = new int[Math.min(count, MAX_NUMBERS)];
    boolean wide = false; // SSL 2.0's cipher specs have 24 bits
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = value.applyAsInt(i);
      wide |= numbers[i] > MAX_NUMBER;
    }
    return wide ? Arrays.stream(numbers).boxed().toList() : Numbers.of(numbers, numbers.length);
  }
}
