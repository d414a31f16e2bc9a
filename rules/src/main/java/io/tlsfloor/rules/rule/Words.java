package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.ServiceEvidence;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Facts in words, the same in every finding. */
final class Words {
  private Words() {}

  static String of(Confidence confidence) {
    return confidence.name().toLowerCase(Locale.ROOT);
  }

  static String of(Side side) {
    return side == Side.CLIENT ? "client" : "server";
  }

  static String of(ServiceEvidence evidence) {
    return switch (evidence) {
      case SNI -> "SNI";
      case CONNECT -> "the CONNECT target";
      case SOCKS -> "the SOCKS target";
      case MAIL_GREETING -> "the mail greeting";
      case DNS -> "DNS";
      case CERTIFICATE -> "the certificate";
      case ADDRESS -> "the address";
    };
  }

  /** {@code 0x0301 (TLS 1.0)}. */
  static String wire(TlsVersion version) {
    String hex = "0x" + HexFormat.of().toHexDigits((short) version.value());
    String name = version.toString();
    return name.equals(hex) ? hex : hex + " (" + name + ")";
  }

  /** The versions of a list, as they stand on the wire. */
  static String wire(List<TlsVersion> versions) {
    return versions.stream().map(Words::wire).collect(Collectors.joining(", "));
  }

  /** {@code in frame 12}, {@code in frames 12 and 14}, or nothing. */
  static String inFrames(List<FrameRef> frames) {
    if (frames.isEmpty()) {
      return "";
    }
    return frames.size() == 1
        ? " in frame " + frames.get(0).number()
        : " in frames " + frames.get(0).number() + " to " + frames.get(frames.size() - 1).number();
  }

  /** What is special about the hello, to follow a clause; empty for an ordinary one. */
  static String peculiarities(Offer offer) {
    StringBuilder text = new StringBuilder();
    if (offer.format() == HelloFormat.SSLV2) {
      text.append(", in an SSLv2-format hello");
    }
    if (offer.fallbackScsv()) {
      text.append(", with TLS_FALLBACK_SCSV");
    }
    if (!offer.whole()) {
      text.append(", of which only a part was read");
    }
    return text.toString();
  }

  /** The name of the field that told the offer's highest version. */
  static String maxField(Offer offer) {
    return offer.versions().isPresent()
        ? "client_hello.supported_versions"
        : "client_hello.legacy_version";
  }

  /** The value of {@link #maxField}. */
  static String maxValue(Offer offer) {
    return offer.versions().map(Words::wire).orElseGet(() -> wire(offer.legacyVersion()));
  }
}
