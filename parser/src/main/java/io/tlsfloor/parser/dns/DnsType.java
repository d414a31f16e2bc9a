package io.tlsfloor.parser.dns;

/** Numbers of resource record types (IANA, "Resource Record (RR) TYPEs"). */
public final class DnsType {
  /** An IPv4 address (RFC 1035 §3.4.1). */
  public static final int A = 1;

  /** The name that this one is an alias of (RFC 1035 §3.3.1). */
  public static final int CNAME = 5;

  /** An IPv6 address (RFC 3596 §2.1). */
  public static final int AAAA = 28;

  /** A NetBIOS name's addresses (RFC 1002 §4.2.1.3). */
  public static final int NB = 32;

  private DnsType() {}
}
