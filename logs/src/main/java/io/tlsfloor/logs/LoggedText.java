package io.tlsfloor.logs;

import io.tlsfloor.parser.observation.CipherSuites;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.Way;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values that both kinds of logs write as text. */
final class LoggedText {
  private static final int MAX_NAME_CHARS = 255; // RFC 1035 §2.3.4: a longer one is no host's
  private static final int MAX_ALTERNATIVE_NAMES = 128;
  private static final int OWN_BYTES = 200; // of a certificate, without its texts: about
  private static final int TEXT_BYTES = 56; // of a text, without its characters

  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern HISTORY = Pattern.compile("[A-Za-z^]{0,100}");
  private static final Pattern MAC = Pattern.compile("([0-9a-f]{2}[:-]){5}[0-9a-f]{2}");

  /** Possessive: what may go back recurses for each character, and a long name fills the stack. */
  private static final Pattern COMMON_NAME =
      Pattern.compile("(?:^|[,/]\\s*)CN=((?:\\\\.|[^,/\\\\])*+)");

  private LoggedText() {}

  /** Suites by name, built when the first entry names one. */
  private static final class Suites {
    static final Map<String, Integer> BY_NAME = byName();

    private static Map<String, Integer> byName() {
      Map<String, Integer> numbers = new HashMap<>();
      for (int suite = 0; suite <= 0xFFFF; suite++) {
        String name = CipherSuites.name(suite);
        if (!name.startsWith("0x")) {
          numbers.put(name, suite);
        }
      }
      return numbers;
    }
  }

  /** The number of a suite; empty for a name that IANA does not know. */
  static Optional<Integer> suite(String name) {
    return Optional.ofNullable(Suites.BY_NAME.get(name));
  }

  /** Returns whether it is a history of messages, as Zeek writes them. */
  static boolean isHistory(String text) {
    return HISTORY.matcher(text).matches();
  }

  /** Returns whether a server name may be one. */
  static boolean isName(String text) {
    return !text.isEmpty() && text.length() <= MAX_NAME_CHARS;
  }

  static boolean isMd5(String text) {
    return MD5.matcher(text).matches();
  }

  static Optional<MacAddress> mac(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return MAC.matcher(lower).matches()
        ? Optional.of(new MacAddress(HexFormat.fromHexDigitsToLong(lower.replaceAll("[:-]", ""))))
        : Optional.empty();
  }

  /** A certificate of which the log gives the names. */
  static ServerCertificate certificate(
      String subject, String issuer, List<String> alternativeNames) {
    Matcher commonName = COMMON_NAME.matcher(subject);
    return new ServerCertificate(
        subject,
        issuer,
        commonName.find() ? Optional.of(commonName.group(1)) : Optional.empty(),
        alternativeNames.stream().limit(MAX_ALTERNATIVE_NAMES).toList());
  }

  /** Memory that a certificate's names take, about. */
  static int bytes(ServerCertificate certificate) {
    int names = 0;
    for (String name : certificate.alternativeNames()) {
      names += TEXT_BYTES + 2 * name.length();
    }
    return OWN_BYTES + 2 * (certificate.subject().length() + certificate.issuer().length()) + names;
  }

  /** Returns what a log says of a mail connection that went over to TLS. */
  static MailDialogue startedTls() {
    return new MailDialogue(
        Protocol.SMTP, Optional.empty(), false, true, Optional.empty(), true, List.of());
  }

  /** The way of a connection of which a log says no more. */
  static Way way(
      Optional<Integer> vlan,
      Optional<Integer> innerVlan,
      Optional<MacAddress> clientMac,
      Optional<MacAddress> serverMac) {
    return new Way(
        List.of(),
        List.of(),
        vlan,
        innerVlan,
        clientMac,
        serverMac,
        Optional.empty(),
        false,
        Optional.empty());
  }

  /** The way of a connection that began with mail. */
  static Way afterMail(Way way) {
    return new Way(
        List.of(PrefaceKind.SMTP),
        way.tunnels(),
        way.vlan(),
        way.innerVlan(),
        way.clientMac(),
        way.serverMac(),
        way.target(),
        way.fragmented(),
        Optional.empty());
  }

  /** Returns what JA4's first letter stands for. */
  static Protocol protocol(String ja4) {
    return switch (ja4.charAt(0)) {
      case 'd' -> Protocol.DTLS;
      case 'q' -> Protocol.QUIC;
      default -> Protocol.TLS;
    };
  }
}
