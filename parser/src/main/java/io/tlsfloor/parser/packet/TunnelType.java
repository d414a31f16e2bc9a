package io.tlsfloor.parser.packet;

/** An encapsulation, or a tag of one, on the way to the innermost packet. */
enum TunnelType {
  VLAN("vlan", Shows.NUMBER, Counts.AS_TAG, Compares.NUMBER),
  QINQ("qinq", Shows.NUMBER, Counts.AS_TAG, Compares.NUMBER),
  MPLS("mpls", Shows.NUMBER, Counts.AS_TAG, Compares.NAME), // each direction has its own labels
  VNTAG("vntag", Shows.NAME, Counts.AS_TAG, Compares.NAME),
  CISCO_METADATA("sgt", Shows.NUMBER, Counts.AS_TAG, Compares.NOTHING), // set on the way in only
  PPPOE("pppoe", Shows.NUMBER, Counts.AS_TUNNEL, Compares.NUMBER),
  GRE("gre", Shows.NAME, Counts.AS_TUNNEL, Compares.NAME), // RFC 2890 lets keys differ by direction
  ERSPAN("erspan", Shows.NUMBER, Counts.AS_TAG, Compares.NUMBER),
  VXLAN("vxlan", Shows.NUMBER, Counts.AS_TUNNEL, Compares.NUMBER),
  GENEVE("geneve", Shows.NUMBER, Counts.AS_TUNNEL, Compares.NUMBER),
  GTP_U("gtp-u", Shows.NUMBER, Counts.AS_TUNNEL, Compares.NAME), // the receiver chose the number
  CAPWAP("capwap", Shows.NAME, Counts.AS_TUNNEL, Compares.NAME),
  TZSP("tzsp", Shows.NAME, Counts.AS_TUNNEL, Compares.NAME),
  IP_IN_IP("ip-in-ip", Shows.NAME, Counts.AS_TUNNEL, Compares.NAME),
  SIX_IN_FOUR("6in4", Shows.NAME, Counts.AS_TUNNEL, Compares.NAME),
  FOUR_IN_SIX("4in6", Shows.NAME, Counts.AS_TUNNEL, Compares.NAME),
  IP6_IN_IP6("ip6-in-ip6", Shows.NAME, Counts.AS_TUNNEL, Compares.NAME);

  private enum Shows {
    NAME,
    NUMBER
  }

  private enum Counts {
    AS_TAG,
    AS_TUNNEL
  }

  private enum Compares {
    NOTHING,
    NAME,
    NUMBER
  }

  private final String text;
  private final Shows shows;
  private final Counts counts;
  private final Compares compares;

  TunnelType(String text, Shows shows, Counts counts, Compares compares) {
    this.text = text;
    this.shows = shows;
    this.counts = counts;
    this.compares = compares;
  }

  /** Returns whether it counts towards the depth of nesting. */
  boolean nests() {
    return counts == Counts.AS_TUNNEL;
  }

  /** Returns whether packets of one connection have it in both directions. */
  boolean isShared() {
    return compares != Compares.NOTHING;
  }

  /** Returns whether packets of one connection have the same number in both directions. */
  boolean numberIsShared() {
    return compares == Compares.NUMBER;
  }

  /** The text for reports: {@code vlan:12}, {@code gre}. */
  String describe(int number) {
    return shows == Shows.NUMBER && number != TunnelPath.NO_NUMBER ? text + ":" + number : text;
  }
}
