package io.tlsfloor.cli.option;

import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.rules.catalogue.OtherNames;
import java.util.List;
import java.util.Set;

/** Options of {@code endpoints}. The help says which action has which. */
public final class EndpointSettings {
  static final Setting.Rows ROWS = new Setting.Rows();

  static final Kind<String> INSTANCES =
      Kind.of(OtherNames::instance, "")
          .suggesting(List.of("Worldwide", "China", "USGovGCCHigh", "USGovDoD"));

  /** The category of an endpoint set, as Microsoft names them. */
  public enum Category {
    OPTIMIZE,
    ALLOW,
    DEFAULT
  }

  private static final Set<String> ENDPOINTS_COMMAND = Set.of("endpoints");

  public static final Setting<String> INSTANCE =
      ROWS.value("instance", "NAME", INSTANCES)
          .repeated()
          .more("`update` takes Worldwide by default, with `--online` also those that are stored.")
          .of(
              ENDPOINTS_COMMAND,
              "only this cloud instance, by any usual name: `Worldwide`, `GCC High`, `DoD`, `21Vianet`");

  public static final Setting<String> AREA =
      ROWS.value(
              "area",
              "NAME",
              Kind.of(OtherNames::area, "")
                  .suggesting(List.of("Exchange", "SharePoint", "Teams", "Common")))
          .of(
              ENDPOINTS_COMMAND,
              "show: only this service area, by any usual name: `Exchange`, `OneDrive`, `Teams`, `MIP`");

  public static final Setting<Integer> SET =
      ROWS.value(
              "set",
              "N",
              Kind.of(EndpointSettings::setNumber, "Give the number of a set, such as 11."))
          .of(ENDPOINTS_COMMAND, "show: only the endpoint set with this number");

  public static final Setting<Category> CATEGORY =
      ROWS.value("category", "NAME", Kind.word(Category.class))
          .of(ENDPOINTS_COMMAND, "show: only this category: `optimize`, `allow`, `default`");

  public static final Setting<Boolean> VALUES =
      ROWS.flag("values")
          .of(ENDPOINTS_COMMAND, "show: every name and prefix, instead of a line for each set");

  public static final Setting<Transport> TRANSPORT =
      ROWS.value("transport", "NAME", Kind.word(Transport.class))
          .of(ENDPOINTS_COMMAND, "lookup: `tcp` (default) or `udp`");

  public static final Setting<String> ENDPOINTS =
      ROWS.value("endpoints", "FILE", Kind.FILE)
          .of(
              ENDPOINTS_COMMAND,
              "show, lookup: this saved answer of Microsoft's endpoint service instead of the list"
                  + " in use");

  public static final Setting<String> POLICY =
      ROWS.value("policy", "FILE", Kind.FILE)
          .of(ENDPOINTS_COMMAND, "show, lookup: with the services of this policy file");

  public static final Setting<String> FROM =
      ROWS.value("from", "FILE", Kind.FILE)
          .more(
              "It is what `https://endpoints.office.com/endpoints/worldwide?clientrequestid=…`"
                  + " answers.")
          .of(ENDPOINTS_COMMAND, "update: store this saved answer of the endpoint service");

  public static final Setting<String> LIST_VERSION =
      ROWS.value("list-version", "NUMBER", Kind.TEXT)
          .more("Without it, the age of the list is not known.")
          .of(ENDPOINTS_COMMAND, "update: Microsoft's number of that list, ten digits");

  public static final Setting<Boolean> ONLINE =
      ROWS.flag("online")
          .of(ENDPOINTS_COMMAND, "update: ask Microsoft's endpoint service, over HTTPS");

  public static final Setting<String> SERVICE =
      ROWS.value("service", "URL", Kind.TEXT)
          .more("It can be a mirror.")
          .of(
              ENDPOINTS_COMMAND,
              "update: where the service is (default `https://endpoints.office.com`)");

  private EndpointSettings() {}

  private static Integer setNumber(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException();
    }
    return Integer.valueOf(text);
  }
}
