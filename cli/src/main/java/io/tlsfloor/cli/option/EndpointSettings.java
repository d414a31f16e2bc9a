package io.tlsfloor.cli.option;

import io.tlsfloor.rules.catalogue.OtherNames;
import java.util.List;
import java.util.Set;

/** Options of {@code endpoints}. The help says which action has which. */
public final class EndpointSettings {
  static final Setting.Rows ROWS = new Setting.Rows();

  static final Kind<String> INSTANCES =
      Kind.of(OtherNames::instance, "")
          .suggesting(List.of("Worldwide", "China", "USGovGCCHigh", "USGovDoD"));

  private static final Set<String> ENDPOINTS_COMMAND = Set.of("endpoints");

  public static final Setting<String> FROM =
      ROWS.value("from", "FILE|DIR", Kind.FILE)
          .more(
              "An answer is that of"
                  + " `https://endpoints.office.com/endpoints/worldwide?clientrequestid=…`. The"
                  + " folder is the one that `endpoints show` names there.")
          .of(
              ENDPOINTS_COMMAND,
              "update: store this saved answer, or the lists that another machine stored in this"
                  + " folder; Microsoft's service is not asked");

  public static final Setting<String> LIST_VERSION =
      ROWS.value("list-version", "NUMBER", Kind.TEXT)
          .more("Without it, the age of the list is not known.")
          .of(ENDPOINTS_COMMAND, "update --from: Microsoft's number of that list, ten digits");

  public static final Setting<String> SERVICE =
      ROWS.value("service", "URL", Kind.TEXT)
          .more("It can be a mirror.")
          .of(
              ENDPOINTS_COMMAND,
              "update: where the service is (default `https://endpoints.office.com`)");

  private EndpointSettings() {}
}
