package io.tlsfloor.report.pseudonym;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pseudonyms of single things: the same for the same thing and the same key, in whatever run.
 * Confined to one thread.
 */
public final class Pseudonyms {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567"; // RFC 4648 §6
  private static final int NAME_LETTERS = 8; // 40 bits: a million names and hardly two alike
  private static final int FOLDER_LETTERS = 6;
  private static final long LOCAL = 0x0200_0000_0000L; // RFC 7042 §2.1: assigned by no one
  private static final long GROUP = 0x0100_0000_0000L;
  private static final int MAX_KNOWN = 4096; // captures and MAC addresses that are remembered
  private static final int MAC_CHARS = 17;

  /** What may be an address, or a MAC address, in running text. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<![0-9A-Fa-f:-])[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}(?![0-9A-Fa-f:-])"
              + "|(?<![0-9.])[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![0-9])"
              + "|(?<![0-9A-Za-z:.])[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{1,40}(?:[0-9.]{7,15})?"
              + "(?![0-9A-Za-z:])");

  private static final Pattern MAC = Pattern.compile("[^:-]{2}(?:[:-][^:-]{2}){5}");

  private final PseudonymKey key;
  private final AddressPseudonyms addresses;
  private final String keyId;
  private final Map<String, String> captures = new HashMap<>(); // asked for with each frame
  private final Map<MacAddress, MacAddress> macs = new HashMap<>();

  /** Pseudonyms by a key. */
  public Pseudonyms(PseudonymKey key) {
    this.key = key;
    addresses = new AddressPseudonyms(key);
    keyId = key.id();
  }

  /** Identifies the key and says nothing of it. */
  public String keyId() {
    return keyId;
  }

  /** Returns one of the same family and kind, prefix-preserving. */
  public IpAddress address(IpAddress address) {
    return addresses.of(address);
  }

  /**
   * Returns one with the bit of addresses that no maker assigned. Those of groups stay as they are.
   */
  public MacAddress mac(MacAddress mac) {
    if (mac.bits() == 0 || (mac.bits() & GROUP) != 0) {
      return mac;
    }
    if (macs.size() >= MAX_KNOWN) {
      macs.clear();
    }
    return macs.computeIfAbsent(mac, this::made);
  }

  private MacAddress made(MacAddress mac) {
    byte[] bytes = ByteBuffer.allocate(8).putLong(mac.bits()).array();
    long random = ByteBuffer.wrap(key.mac("mac", bytes)).getLong() >>> 16;
    return new MacAddress(random & ~GROUP | LOCAL);
  }

  /**
   * Replaces a name that a client gave itself: its first label and its domain apart, so that the
   * short name and the long one of a device are seen to be alike. An address in place of a name
   * becomes its pseudonym.
   */
  public String name(String name) {
    String plain = name.toLowerCase(Locale.ROOT).strip();
    if (plain.endsWith(".")) {
      plain = plain.substring(0, plain.length() - 1);
    }
    boolean bracketed = plain.startsWith("[") && plain.endsWith("]");
    String literal = bracketed ? plain.substring(1, plain.length() - 1) : plain;
    boolean tagged = bracketed && literal.startsWith("ipv6:"); // RFC 5321 §4.1.3
    Optional<IpAddress> address = IpAddress.find(tagged ? literal.substring(5) : literal);
    if (address.isPresent()) {
      String shown = (tagged ? "IPv6:" : "") + address(address.get());
      return bracketed ? "[" + shown + "]" : shown;
    }
    int dot = plain.indexOf('.');
    String host =
        "host-" + letters("host", dot < 0 ? plain : plain.substring(0, dot), NAME_LETTERS);
    if (dot < 0) {
      return host;
    }
    String domain = plain.substring(dot + 1);
    return host
        + "."
        + (domain.equals("local") ? domain : "domain-" + letters("domain", domain, NAME_LETTERS));
  }

  /** Replaces a user: the part before the at sign and its domain apart, as of names. */
  public String user(String user) {
    String plain = user.toLowerCase(Locale.ROOT).strip();
    int at = plain.lastIndexOf('@');
    String who = "user-" + letters("user", at < 0 ? plain : plain.substring(0, at), NAME_LETTERS);
    return at < 0
        ? who
        : who + "@domain-" + letters("domain", plain.substring(at + 1), NAME_LETTERS);
  }

  /**
   * Replaces the name of a capture or a folder of some: nothing of its path stays. Standard input
   * is called as it is.
   */
  public String capture(String path) {
    if (path.equals("-")) {
      return path;
    }
    if (captures.size() >= MAX_KNOWN) {
      captures.clear();
    }
    return captures.computeIfAbsent(path, p -> "capture-" + letters("capture", p, NAME_LETTERS));
  }

  /**
   * Replaces the name of a file that no client named: the last part of its path stays, but for
   * addresses in it. The folder becomes a pseudonym, so that files of one name stay apart.
   *
   * @param hidden addresses that are replaced in the name
   */
  public String file(String path, Predicate<IpAddress> hidden) {
    int end = path.length();
    while (end > 1 && isSeparator(path.charAt(end - 1))) {
      end--;
    }
    int last = end - 1;
    while (last >= 0 && !isSeparator(path.charAt(last))) {
      last--;
    }
    String name = text(path.substring(last + 1, end), hidden);
    return last < 0
        ? name
        : "folder-" + letters("folder", path.substring(0, last), FOLDER_LETTERS) + "/" + name;
  }

  private static boolean isSeparator(char c) {
    return c == '/' || c == '\\';
  }

  /**
   * Text with pseudonyms for addresses in it.
   *
   * @param hidden addresses that are replaced; MAC addresses are always
   */
  public String text(String text, Predicate<IpAddress> hidden) {
    return TOKEN
        .matcher(text)
        .replaceAll(token -> Matcher.quoteReplacement(replacement(token.group(), hidden)));
  }

  private String replacement(String found, Predicate<IpAddress> hidden) {
    if (found.length() == MAC_CHARS && MAC.matcher(found).matches()) {
      long bits = Long.parseLong(found.replaceAll("[:-]", ""), 16);
      String mac = mac(new MacAddress(bits)).toString();
      return found.indexOf(':') < 0 ? mac : mac.replace('-', ':');
    }
    // A colon or dot at the end is punctuation.
    int end = found.length();
    while (end > 2
        && (found.charAt(end - 1) == '.'
            || found.charAt(end - 1) == ':' && found.charAt(end - 2) != ':')) {
      end--;
    }
    Optional<IpAddress> address = IpAddress.find(found.substring(0, end));
    return address.isPresent() && hidden.test(address.get())
        ? address(address.get()) + found.substring(end)
        : found;
  }

  private String letters(String purpose, String text, int count) {
    byte[] random = key.mac(purpose, text.getBytes(StandardCharsets.UTF_8));
    StringBuilder letters = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      letters.append(LETTERS.charAt(random[i] & 31));
    }
    return letters.toString();
  }
}
