package io.tlsfloor.parser.observation;

import java.util.List;
import java.util.Optional;

/**
 * Holds what the first ClientHello says the client will take (RFC 8446 §4.1.2).
 *
 * @param format form on the wire
 * @param whole whether all of the hello was read; of half a hello only {@code max} is sure
 * @param hellos how many ClientHellos were seen (2 after HelloRetryRequest or HelloVerifyRequest)
 * @param range the versions
 * @param lists what else it lists
 * @param serverName the first host_name of server_name, as sent
 * @param otherNames further host_names, which RFC 6066 §3 forbids
 * @param encryptedClientHello whether encrypted_client_hello is there: {@code serverName} is then
 *     the outer, public one
 * @param ja3 the MD5 in hex; empty for SSLv2 format and for half a hello
 * @param ja4 the fingerprint; empty for SSLv2 format and for half a hello
 */
public record Offer(
    HelloFormat format,
    boolean whole,
    int hellos,
    Range range,
    Lists lists,
    Optional<String> serverName,
    List<String> otherNames,
    boolean encryptedClientHello,
    Optional<String> ja3,
    Optional<String> ja4) {
  /** Copies the list. */
  public Offer {
    otherNames = List.copyOf(otherNames);
  }

  /** An offer with one server name at most. */
  public Offer(
      HelloFormat format,
      boolean whole,
      int hellos,
      Range range,
      Lists lists,
      Optional<String> serverName,
      boolean encryptedClientHello,
      Optional<String> ja3,
      Optional<String> ja4) {
    this(
        format, whole, hellos, range, lists, serverName, List.of(), encryptedClientHello, ja3, ja4);
  }

  /**
   * The versions of a hello.
   *
   * @param legacyVersion the hello's version field, as sent
   * @param max the highest known version that the client takes, with the cap of RFC 8446 §4.2.1 for
   *     hellos without supported_versions
   * @param min the lowest version of supported_versions; empty without that extension
   * @param versions supported_versions in wire order without GREASE; empty without the extension
   * @param fallbackScsv whether TLS_FALLBACK_SCSV is among the suites (RFC 7507)
   */
  public record Range(
      TlsVersion legacyVersion,
      TlsVersion max,
      Optional<TlsVersion> min,
      Optional<List<TlsVersion>> versions,
      boolean fallbackScsv) {
    /** Copies the list, so that the record never aliases scratch space. */
    public Range {
      versions = versions.isPresent() ? Optional.of(List.copyOf(versions.get())) : Optional.empty();
    }
  }

  /**
   * The lists of a hello.
   *
   * @param suites cipher suites in wire order, GREASE included; 24-bit cipher specs for SSLv2
   *     format
   * @param extensions extension types in wire order, GREASE included
   * @param groups supported_groups in wire order, GREASE included
   * @param pointFormats ec_point_formats in wire order
   * @param alpn protocol names in wire order
   */
  public record Lists(
      List<Integer> suites,
      List<Integer> extensions,
      List<Integer> groups,
      List<Integer> pointFormats,
      List<String> alpn) {
    /** Copies the lists, so that the record never aliases scratch space. */
    public Lists {
      suites = Numbers.copyOf(suites);
      extensions = Numbers.copyOf(extensions);
      groups = Numbers.copyOf(groups);
      pointFormats = Numbers.copyOf(pointFormats);
      alpn = List.copyOf(alpn);
    }

    /** The lists of a hello of which only the suites are known. */
    public static Lists ofSuites(List<Integer> suites) {
      return new Lists(suites, List.of(), List.of(), List.of(), List.of());
    }
  }

  /** This offer, with {@code hellos} ClientHellos seen. */
  public Offer withHellos(int hellos) {
    return hellos == this.hellos ? this : with(hellos, serverName, otherNames);
  }

  /** This offer, with other server names. */
  public Offer withServerNames(Optional<String> serverName, List<String> otherNames) {
    return with(hellos, serverName, otherNames);
  }

  private Offer with(int hellos, Optional<String> serverName, List<String> otherNames) {
    return new Offer(
        format,
        whole,
        hellos,
        range,
        lists,
        serverName,
        otherNames,
        encryptedClientHello,
        ja3,
        ja4);
  }

  /** See {@link Range}. */
  public TlsVersion legacyVersion() {
    return range.legacyVersion;
  }

  /** See {@link Range}. */
  public TlsVersion max() {
    return range.max;
  }

  /** See {@link Range}. */
  public Optional<TlsVersion> min() {
    return range.min;
  }

  /** See {@link Range}. */
  public Optional<List<TlsVersion>> versions() {
    return range.versions;
  }

  /** See {@link Range}. */
  public boolean fallbackScsv() {
    return range.fallbackScsv;
  }

  /** See {@link Lists}. */
  public List<Integer> suites() {
    return lists.suites;
  }

  /** See {@link Lists}. */
  public List<Integer> extensions() {
    return lists.extensions;
  }

  /** See {@link Lists}. */
  public List<Integer> groups() {
    return lists.groups;
  }

  /** See {@link Lists}. */
  public List<Integer> pointFormats() {
    return lists.pointFormats;
  }

  /** See {@link Lists}. */
  public List<String> alpn() {
    return lists.alpn;
  }
}
