package io.tlsfloor.rules.policy;

import io.tlsfloor.rules.Exemption;
import io.tlsfloor.rules.IpPrefix;
import io.tlsfloor.rules.NamePattern;
import io.tlsfloor.rules.resource.Spelling;
import io.tlsfloor.rules.stack.StackTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the {@code [[exceptions]]} of a policy file. */
final class ExemptionList {
  private static final List<String> KEYS =
      List.of("client", "server-name", "stack", "rule", "reason", "owner", "expires");

  private ExemptionList() {}

  static List<Exemption> read(ConfigTable file) throws ConfigException {
    List<Exemption> exemptions = new ArrayList<>();
    for (ConfigTable entry : file.tables("exceptions")) {
      Exemption exemption = exemption(entry);
      for (Exemption earlier : exemptions) {
        if (earlier.shadows(exemption)) {
          throw entry.wrong(
              "this exception is shadowed: the one in line "
                  + earlier.line()
                  + " covers all of it, for as long; take it out, or change one of them");
        }
      }
      exemptions.add(exemption);
    }
    return exemptions;
  }

  private static Exemption exemption(ConfigTable entry) throws ConfigException {
    entry.allow(KEYS);
    Exemption exemption =
        new Exemption(
            entry.value("client", IpPrefix::parse),
            entry.value("server-name", NamePattern::parse),
            entry.value("stack", ExemptionList::stacks).orElse(Set.of()),
            entry.value("rule", Vocabulary.RULE::read),
            entry.required("reason", text -> text),
            entry.required("owner", text -> text),
            entry.day("expires"),
            entry.line());
    if (exemption.client().isEmpty()
        && exemption.serverName().isEmpty()
        && exemption.stacks().isEmpty()) {
      throw entry.wrong(
          "an exception needs \"client\", \"server-name\" or \"stack\"; to turn a rule off for all,"
              + " set its severity to \"off\"");
    }
    return exemption;
  }

  /** A stack, or a family with all its stacks. */
  private static Set<String> stacks(String text) {
    Set<String> keys = StackTable.bundled().keys();
    if (keys.contains(text)) {
      Set<String> stacks = new TreeSet<>(Set.of(text));
      for (String key : keys) {
        if (StackTable.bundled().family(key).equals(Optional.of(text))) {
          stacks.add(key);
        }
      }
      return stacks;
    }
    Optional<String> near = Spelling.nearest(text, keys);
    throw new IllegalArgumentException(
        "no client stack \""
            + text
            + "\""
            + near.map(key -> "; did you mean \"" + key + "\"?")
                .orElse(": the keys are " + String.join(", ", new TreeSet<>(keys))));
  }
}
