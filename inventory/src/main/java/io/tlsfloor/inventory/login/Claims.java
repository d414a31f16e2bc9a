package io.tlsfloor.inventory.login;

import com.nimbusds.openid.connect.sdk.claims.ClaimsSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what a provider says of somebody. */
final class Claims {
  private static final List<String> NAMES = List.of("preferred_username", "email", "name");

  private Claims() {}

  /** A name for people; empty where the provider says none. */
  static String name(ClaimsSet claims) {
    for (String claim : NAMES) {
      if (claims.getClaim(claim) instanceof String value && !value.isBlank()) {
        return value.strip();
      }
    }
    return "";
  }

  /** Adds the values of a claim: one, or a list. Dots in its name lead into objects. */
  static void add(Set<String> values, ClaimsSet claims, String claim) {
    Object value = claims.getClaim(claim);
    if (value == null) {
      String[] steps = claim.split("\\.");
      value = claims.getClaim(steps[0]);
      for (int at = 1; at < steps.length && value != null; at++) {
        value = value instanceof Map<?, ?> map ? map.get(steps[at]) : null;
      }
    }
    if (value instanceof List<?> list) {
      list.forEach(each -> values.add(String.valueOf(each)));
    } else if (value instanceof String text) {
      values.add(text);
    }
  }
}
