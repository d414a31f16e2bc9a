package io.tlsfloor.cli.policy;

import io.tlsfloor.cli.command.Console;
import io.tlsfloor.rules.Exemption;
import io.tlsfloor.rules.ExemptionUse;

/** Points out exceptions of a policy that did nothing in a run. */
public final class UnusedExemptions {
  private UnusedExemptions() {}

  /** An exception without a use may be spelt wrongly, or have done its service. */
  public static void pointOut(ExemptionUse exemptions, Console console) {
    for (Exemption unused : exemptions.unused()) {
      console.warn(
          "the exception in line "
              + unused.line()
              + " of the policy matched nothing: "
              + unused.reason()
              + " (owner "
              + unused.owner()
              + ", until "
              + unused.expires()
              + ")");
    }
  }
}
