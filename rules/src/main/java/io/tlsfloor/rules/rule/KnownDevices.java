package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.resource.Tsv;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Devices that are known by their names, by who made them or by how they ask for an address: a
 * printer has no Node.js that anybody could update, whatever its TLS library looks like.
 */
public final class KnownDevices {
  private static final Set<String> WORDS = new HashSet<>(); // of a name, between its marks
  private static final Set<String> PARAMETERS = new HashSet<>(); // that DHCP clients ask for
  private static final Set<Integer> MAKERS = new HashSet<>(); // first three bytes, 0x001BA9
  private static final Pattern NAMES; // that makers give, with the link address
  private static final Pattern VENDOR_CLASSES; // of DHCP clients, in lower case

  static {
    List<String> names = new ArrayList<>();
    List<String> classes = new ArrayList<>();
    for (String[] row : Tsv.rows(KnownDevices.class, "devices.tsv", 3)) {
      switch (row[0]) {
        case "word" -> WORDS.add(row[1]);
        case "mac" -> MAKERS.add(Integer.valueOf(row[1].replace("-", ""), 16));
        case "parameters" -> PARAMETERS.add(row[1]);
        case "name" -> names.add(row[1]);
        case "class" -> classes.add(row[1]);
        default -> throw new IllegalStateException("devices.tsv: by what is " + row[0] + "?");
      }
    }
    NAMES = Pattern.compile(String.join("|", names));
    VENDOR_CLASSES = Pattern.compile(String.join("|", classes));
  }

  private KnownDevices() {}

  /**
   * A printer's finding with what helps there, in place of what helps for the programs that its
   * hello looks like.
   *
   * @param mail whether it was found on mail
   */
  public static Finding ofPrinter(Finding finding, boolean mail) {
    Optional<Remedy> given = finding.remedy();
    return given.isPresent() && Remedies.isForClient(given.get())
        ? finding.withRemedy(Remedies.ofDevice(mail))
        : finding;
  }

  /**
   * Returns whether a client is a printer, a scanner or a copier.
   *
   * @param names that it gave itself, and what it said of its kind
   * @param mac the link address of its frames
   */
  public static boolean isPrinter(Collection<ClientName> names, Optional<MacAddress> mac) {
    if (mac.isPresent() && MAKERS.contains((int) (mac.get().bits() >>> 24))) {
      return true;
    }
    for (ClientName name : names) {
      if (isPrinters(name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPrinters(ClientName name) {
    String text = name.name().toLowerCase(Locale.ROOT);
    return switch (name.from()) {
      case DHCP_VENDOR_CLASS -> VENDOR_CLASSES.matcher(text).lookingAt() || hasWord(text);
      case DHCP_PARAMETERS -> PARAMETERS.contains(text);
      case DHCP, NETBIOS, MDNS, EHLO, DEVICE -> {
        String host = text.split("\\.", 2)[0];
        yield NAMES.matcher(host).matches() || hasWord(host);
      }
      case USER, APPLICATION, PERHAPS_USER, PERHAPS_MACHINE -> false;
    };
  }

  private static boolean hasWord(String text) {
    return Arrays.stream(text.split("[^a-z]+")).anyMatch(WORDS::contains);
  }

  /** Ports and dialogues of mail. */
  public static boolean isMail(int port, List<String> prefaces) {
    return Remedies.isMail(port)
        || prefaces.stream().anyMatch(preface -> preface.startsWith("starttls"));
  }
}
