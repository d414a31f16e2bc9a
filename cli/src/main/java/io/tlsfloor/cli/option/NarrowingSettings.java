package io.tlsfloor.cli.option;

import java.util.Set;

/** Options that say which connections of captures are looked at. */
public final class NarrowingSettings {
  static final Setting.Rows ROWS = new Setting.Rows();

  private static final Set<String> SCANS = Set.of("scan", "report");
  private static final Kind<TimeBound> TIME =
      Kind.of(
          TimeBound::parse,
          "Give a time such as 2026-11-02T09:00:00Z (UTC without a zone), a day, or +90s, +10m,"
              + " +2h after the first packet.");

  public static final Setting<TimeBound> FROM =
      ROWS.value("from", "TIME", TIME)
          .more(
              "`2026-11-02T09:00:00Z`, with a zone as in ISO 8601 or UTC without one, a day, or"
                  + " `+90s`, `+10m`, `+2h`, `+1d` after the first packet of all files.")
          .of(
              SCANS,
              "only connections that begin at this time or later: ISO 8601, or `+10m` after the"
                  + " first packet");

  public static final Setting<TimeBound> TO =
      ROWS.value("to", "TIME", TIME).of(SCANS, "only connections that begin before this time");

  public static final Setting<ClientChoice> CLIENT =
      ROWS.value(
              "client",
              "CIDR|MAC|NAME",
              Kind.of(
                  ClientChoice::parse,
                  "Give an address, a range such as 10.0.0.0/8 or 2001:db8::/32, a MAC address or a"
                      + " name. A scan without it shows names and addresses."))
          .repeated()
          .more(
              "A MAC address is the one that the client's frames come from: beyond a router, the"
                  + " router's. For a name captures are read twice.")
          .of(
              Set.of("scan", "report", "explain", "diff"),
              "only clients with this address, range, MAC address or name");

  public static final Setting<ServerChoice> SERVER =
      ROWS.value(
              "server",
              "CIDR|NAME",
              Kind.of(
                  ServerChoice::parse,
                  "Give an address, a range, or a name such as smtp.office365.com or"
                      + " *.sharepoint.com."))
          .repeated()
          .of(
              SCANS,
              "only connections to this address, range or name, such as" + " `*.sharepoint.com`");

  public static final Setting<String> SERVICE =
      ROWS.value("service", "NAME", Kind.TEXT)
          .repeated()
          .more(
              "In any case, by any usual name: `Exchange Online`, `Exchange`, `EXO`, `Teams`,"
                  + " `OneDrive`, `China`, `GCC High`.")
          .of(
              Set.of("scan", "report", "diff"),
              "only this service, service area or cloud instance; `none` for connections to no"
                  + " service");

  public static final Setting<String> STACK =
      ROWS.value("stack", "NAME", Kind.TEXT)
          .repeated()
          .more("A part of the name is enough.")
          .of(SCANS, "only clients that look like this software, such as `Java 7`");

  public static final Setting<String> FILTER =
      ROWS.value("filter", "TEXT", Kind.TEXT)
          .letter("f")
          .more(
              "`'host 10.20.3.41 and not port 53'`. Nothing else needs libpcap for files. The"
                  + " filter is compiled for the link type of each interface; where it cannot be,"
                  + " none of the frames is read, and a warning says so. A filter on ports loses"
                  + " IP fragments, tunnels and names from DNS: the coverage counts the frames that"
                  + " were filtered out, but not what they held.")
          .of(
              SCANS,
              "read only frames that this filter of pcap-filter(7) lets through; needs libpcap");

  private NarrowingSettings() {}
}
