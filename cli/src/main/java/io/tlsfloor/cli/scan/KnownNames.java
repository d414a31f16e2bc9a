package io.tlsfloor.cli.scan;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.catalogue.EndpointSet;
import io.tlsfloor.rules.catalogue.OtherNames;
import io.tlsfloor.rules.catalogue.Row;
import io.tlsfloor.rules.judge.ServiceNames;
import io.tlsfloor.rules.resource.Spelling;
import io.tlsfloor.rules.stack.StackTable;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Refuses a service or a stack that there is none of: a run narrowed to it would look clean because
 * of a spelling mistake.
 */
final class KnownNames {
  private KnownNames() {}

  static void check(Narrowing narrowing, Catalogue catalogue) throws CommandException {
    Set<String> services = new TreeSet<>();
    for (Row row : catalogue.rows()) {
      EndpointSet set = row.set();
      services.add(ServiceNames.name(set));
      services.add(set.area());
      services.add(set.instance());
    }
    services.add(Narrowing.NO_SERVICE);
    Set<String> hints = new TreeSet<>(services);
    hints.addAll(OtherNames.USUAL);
    for (String asked : narrowing.services()) {
      String name = OtherNames.any(asked);
      if (services.stream()
          .noneMatch(known -> known.equalsIgnoreCase(asked) || known.equals(name))) {
        throw CommandException.usage(
            Settings.SERVICE + " cannot be \"" + asked + "\"", Spelling.hint(asked, hints));
      }
    }
    Set<String> stacks = StackTable.bundled().names();
    for (String asked : narrowing.stacks()) {
      if (stacks.stream().noneMatch(name -> name.toLowerCase(Locale.ROOT).contains(asked))) {
        throw CommandException.usage(
            Settings.STACK
                + " cannot be \""
                + asked
                + "\": no client stack that is known is called so",
            "Give a part of a name, such as Java, OpenSSL 1.0, Schannel or Python.");
      }
    }
  }
}
