package io.tlsfloor.cli;

/** The head of a log of handshakes as Zeek writes it; rows with tabs between the cells follow. */
public final class ZeekLog {
  public static final String SSL =
      """
      #separator \\x09
      #set_separator	,
      #empty_field	(empty)
      #unset_field	-
      #path	ssl
      #open	2026-11-02-09-00-00
      #fields	ts	uid	id.orig_h	id.orig_p	id.resp_h	id.resp_p	version	server_name	last_alert	established	ssl_history	ja4
      """;

  private ZeekLog() {}
}
