package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.observation.Grease;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.TlsVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which version a hello names as its highest and lowest. Unknown numbers never win over known ones.
 */
final class Versions {
  private Versions() {}

  /** The highest version that the client says it will take. */
  static TlsVersion highest(ClientHelloView hello, HelloFormat format) {
    return hello.hasSupportedVersions()
        ? highestListed(hello, format)
        : capped(hello.legacyVersion(), format);
  }

  /**
   * A version field alone: one that promises more than the last version without supported_versions
   * counts as that one (RFC 8446 §4.2.1, RFC 9147 §5.3).
   */
  static TlsVersion capped(int legacyVersion, HelloFormat format) {
    if (format == HelloFormat.DTLS) { // versions count down, in ones' complement
      boolean above = legacyVersion >>> 8 == 0xFE && legacyVersion < TlsVersion.DTLS_1_2.value();
      return above ? TlsVersion.DTLS_1_2 : new TlsVersion(legacyVersion);
    }
    return legacyVersion > TlsVersion.TLS_1_2.value()
        ? TlsVersion.TLS_1_2
        : new TlsVersion(legacyVersion);
  }

  private static TlsVersion highestListed(ClientHelloView hello, HelloFormat format) {
    TlsVersion highest = new TlsVersion(hello.versionValue(0));
    for (int i = 1; i < hello.versionCount(); i++) {
      TlsVersion version = new TlsVersion(hello.versionValue(i));
      if (order(version, format) > order(highest, format)) {
        highest = version;
      }
    }
    return highest;
  }

  /** Known ones by rank; below them the unknown by number; GREASE last. */
  private static int order(TlsVersion version, HelloFormat format) {
    if (belongs(version, format)) {
      return 0x10000 + version.rank();
    }
    return Grease.is(version.value()) ? -1 : version.value();
  }

  /** Returns whether the number has a meaning in this protocol: DTLS's mean nothing in TLS. */
  private static boolean belongs(TlsVersion version, HelloFormat format) {
    return version.isKnown()
        && (version.isDraft() || version.isDtls() == (format == HelloFormat.DTLS));
  }

  /** The lowest known version of supported_versions; empty without the extension. */
  static Optional<TlsVersion> lowestListed(ClientHelloView hello, HelloFormat format) {
    TlsVersion lowest = null;
    for (int i = 0; hello.hasSupportedVersions() && i < hello.versionCount(); i++) {
      TlsVersion version = new TlsVersion(hello.versionValue(i));
      if (belongs(version, format) && (lowest == null || version.isBefore(lowest))) {
        lowest = version;
      }
    }
    return Optional.ofNullable(lowest);
  }

  /** supported_versions in wire order without GREASE; empty without the extension. */
  static Optional<List<TlsVersion>> listed(ClientHelloView hello) {
    if (!hello.hasSupportedVersions()) {
      return Optional.empty();
    }
    List<TlsVersion> versions = new ArrayList<>(hello.versionCount());
    for (int i = 0; i < hello.versionCount(); i++) {
      if (!Grease.is(hello.versionValue(i))) {
        versions.add(new TlsVersion(hello.versionValue(i)));
      }
    }
    return Optional.of(versions);
  }
}
