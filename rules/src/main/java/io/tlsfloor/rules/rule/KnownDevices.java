package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.resource.Tsv;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Devices that are known by their names or by who made them: a printer has no Node.js that anybody
 * could update, whatever its TLS library looks like.
 */
public final class KnownDevices {
  private static final Set<String> WORDS = new HashSet<>(); // of a name, between its marks
  private static final Set<Integer> MAKERS = new HashSet<>(); // first three bytes, 0x001BA9
  private static final Pattern NAMES = read(); // that makers give, with the link address

  private KnownDevices() {}

  private static Pattern read() {
    StringBuilder names = new StringBuilder();
    for (String[] row : Tsv.rows(KnownDevices.class, "devices.tsv", 3)) {
      switch (row[0]) {
        case "word" -> WORDS.add(row[1]);
        case "mac" -> MAKERS.add(Integer.valueOf(row[1].replace("-", ""), 16));
        case "name" -> names.append(names.isEmpty() ? "" : "|").append(row[1]);
        default -> throw new IllegalStateException("devices.tsv: by what is " + row[0] + "?");
      }
    }
    return Pattern.compile(names.toString());
  }

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
   * @param names that it gave itself
   * @param mac the link address of its frames
   */
  public static boolean isPrinter(Collection<String> names, Optional<MacAddress> mac) {
    if (mac.isPresent() && MAKERS.contains((int) (mac.get().bits() >>> 24))) {
      return true;
    }
    for (String name : names) {
      String host = name.toLowerCase(Locale.ROOT).split("\\.", 2)[0];
      if (NAMES.matcher(host).matches()
          || Arrays.stream(host.split("[^a-z]+")).anyMatch(WORDS::contains)) {
        return true;
      }
    }
    return false;
  }

  /** Ports and dialogues of mail. */
  public static boolean isMail(int port, List<String> prefaces) {
    return Remedies.isMail(port)
        || prefaces.stream().anyMatch(preface -> preface.startsWith("starttls"));
  }
}
