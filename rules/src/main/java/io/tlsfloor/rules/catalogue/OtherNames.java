package io.tlsfloor.rules.catalogue;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Names that people and Microsoft's own pages use for cloud instances and service areas, next to
 * those of the endpoint list. Case, spaces and punctuation do not matter: {@code GCC High}, {@code
 * gcc-high}.
 */
public final class OtherNames {
  private static final Map<String, String> INSTANCES =
      table(
          "Worldwide", "worldwide world global commercial public gcc usgovgcc microsoft365",
          "USGovGCCHigh", "usgovgcchigh gcchigh gcch usgov usgovhigh usgovernmentgcchigh",
          "USGovDoD", "usgovdod dod usgovernmentdod",
          "China", "china 21vianet vianet gallatin prc",
          "Germany", "germany blackforest",
          "France", "france bleu");

  private static final Map<String, String> AREAS =
      table(
          "Exchange", "exchange exchangeonline exo outlook mail",
          "SharePoint", "sharepoint sharepointonline spo onedrive onedriveforbusiness odb",
          "Skype", "skype skypeforbusiness sfb lync teams microsoftteams msteams",
          "Common",
              "common microsoft365common office365common office officeonline entra entraid azuread"
                  + " aad signin mip aip informationprotection azureinformationprotection purview"
                  + " yammer vivaengage viva",
          "MEM", "mem intune microsoftintune endpointmanager");

  /** Holds what people call them, as they spell it: for hints. */
  public static final List<String> USUAL =
      List.of(
          "Teams",
          "OneDrive",
          "Outlook",
          "Skype for Business",
          "Entra ID",
          "Purview",
          "Intune",
          "GCC High",
          "DoD",
          "21Vianet");

  private OtherNames() {}

  /** The list's name for a cloud instance; what is not known stays as it is. */
  public static String instance(String name) {
    return INSTANCES.getOrDefault(bare(name), name);
  }

  /** The list's name for a service area; what is not known stays as it is. */
  public static String area(String name) {
    return AREAS.getOrDefault(bare(name), name);
  }

  /** The list's name for either; what is not known stays as it is. */
  public static String any(String name) {
    String instance = instance(name);
    return instance.equals(name) ? area(name) : instance;
  }

  /** Returns whether this is a usual name of an instance or area. */
  public static boolean isKnown(String name) {
    return INSTANCES.containsKey(bare(name)) || AREAS.containsKey(bare(name));
  }

  /**
   * Returns whether a name that someone typed means this service, its area or its cloud instance.
   */
  public static boolean means(String typed, String service, String area, String instance) {
    String known = any(typed);
    return service.equalsIgnoreCase(typed)
        || area.equalsIgnoreCase(known)
        || instance.equalsIgnoreCase(known);
  }

  private static String bare(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static Map<String, String> table(String... namesAndOthers) {
    Map<String, String> table = new HashMap<>();
    for (int i = 0; i < namesAndOthers.length; i += 2) {
      for (String other : namesAndOthers[i + 1].split(" ")) {
        table.put(other, namesAndOthers[i]);
      }
    }
    return Map.copyOf(table);
  }
}
