package io.tlsfloor.parser.field;

import io.tlsfloor.parser.observation.CipherSuites;
import io.tlsfloor.parser.observation.Grease;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The fields of ClientHello, ServerHello and HelloRetryRequest (RFC 8446 §4.1). */
final class HelloFields {
  private static final String CLIENT = "RFC 8446 §4.1.2";
  private static final String SERVER = "RFC 8446 §4.1.3";
  private static final int FALLBACK_SCSV = 0x5600;
  private static final int RANDOM_BYTES = 32;
  private static final int SENTINEL_BYTES = 8;
  private static final int MAX_NAMED = 6;
  private static final String RETRY = // SHA-256 of "HelloRetryRequest", RFC 8446 §4.1.3
      "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";

  private final FieldList in;
  private final boolean dtls;
  private boolean retry;

  /** Reads what follows in {@code in}. */
  HelloFields(FieldList in, boolean dtls) {
    this.in = in;
    this.dtls = dtls;
  }

  void clientHello() {
    in.version("legacy_version", dtls ? "RFC 6347 §4.2.1" : CLIENT);
    int random = in.skip(RANDOM_BYTES, "random");
    in.add("random", random, "the client's random", CLIENT);
    sessionId(CLIENT);
    if (dtls) {
      int start = in.position();
      in.skip(in.u8("cookie"), "cookie");
      in.add("cookie", start, "the server's cookie, sent back", "RFC 6347 §4.2.1");
    }
    suites();
    int start = in.position();
    in.skip(in.u8("legacy_compression_methods"), "legacy_compression_methods");
    in.add("legacy_compression_methods", start, "methods by number", CLIENT);
    extensions(true, CLIENT);
  }

  void serverHello() {
    in.version("legacy_version", SERVER);
    int random = in.skip(RANDOM_BYTES, "random");
    if (in.failed()) {
      return;
    }
    retry = hex(random, RANDOM_BYTES).equals(RETRY);
    in.add(
        "random",
        random,
        retry ? "the value that makes this a HelloRetryRequest" : "the server's random",
        SERVER);
    sentinel(random + RANDOM_BYTES - SENTINEL_BYTES);
    sessionId(SERVER);
    int suite = in.position();
    int number = in.u16("cipher_suite");
    in.add("cipher_suite", suite, suite(number), SERVER);
    int compression = in.position();
    in.add("legacy_compression_method", compression, 1, "method " + in.u8("compression"), SERVER);
    extensions(false, SERVER);
  }

  /** Whether the ServerHello that was read is a HelloRetryRequest. */
  boolean isRetry() {
    return retry;
  }

  private void sentinel(int start) {
    String last = hex(start, SENTINEL_BYTES);
    String says =
        switch (last) {
          case "444f574e47524401" -> "downgrade sentinel: the server could do TLS 1.3";
          case "444f574e47524400" -> "downgrade sentinel: the server could do TLS 1.2 or better";
          default -> "";
        };
    if (!says.isEmpty()) {
      in.add("random[24..31]", start, SENTINEL_BYTES, says, SERVER);
    }
  }

  private void sessionId(String source) {
    int start = in.position();
    int length = in.u8("legacy_session_id");
    in.skip(length, "legacy_session_id");
    in.add("legacy_session_id", start, length == 0 ? "none" : FieldList.bytes(length), source);
  }

  private void suites() {
    int start = in.position();
    int length = in.u16("cipher_suites");
    int first = in.position();
    in.skip(length, "cipher_suites");
    if (in.failed()) {
      return;
    }
    List<String> names = new ArrayList<>();
    int fallback = -1;
    for (int at = first; at + 1 < first + length; at += 2) {
      int number = in.at(at) << 8 | in.at(at + 1);
      names.add(suite(number));
      if (number == FALLBACK_SCSV) {
        fallback = at;
      }
    }
    in.add("cipher_suites", start, names.size() + ": " + some(names), CLIENT);
    if (fallback >= 0) {
      in.add(
          "cipher_suites.TLS_FALLBACK_SCSV",
          fallback,
          2,
          "a retry after a failure, with less than the client can do",
          "RFC 7507 §4");
    }
  }

  private static String suite(int number) {
    return Grease.is(number) ? "GREASE" : CipherSuites.name(number);
  }

  private static String some(List<String> names) {
    return names.size() <= MAX_NAMED
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MAX_NAMED))
            + " and "
            + (names.size() - MAX_NAMED)
            + " more";
  }

  private void extensions(boolean client, String source) {
    if (in.failed()) {
      return;
    }
    if (!in.hasRemaining()) {
      return; // up to TLS 1.2 the block may be missing (RFC 5246 §7.4.1.2)
    }
    int start = in.position();
    int length = in.u16("extensions");
    in.add("extensions.length", start, FieldList.bytes(length), source);
    int outer = in.enter(length, "extensions");
    while (in.hasRemaining() && !in.failed()) {
      extension(client, source);
    }
    in.leave(outer, "extensions");
  }

  private void extension(boolean client, String source) {
    int start = in.position();
    int type = in.u16("extension_type");
    int length = in.u16("extension_data");
    if (in.failed()) {
      return;
    }
    String name = Grease.is(type) ? "GREASE" : ExtensionNames.name(type);
    in.add("extension_type", start, 2, name + ", " + FieldList.bytes(length), source);
    if (length > in.remaining()) {
      in.skip(length, name); // cut: says so
      return;
    }
    int outer = in.enter(length, name);
    switch (type) {
      case 0 -> serverName(length);
      case 16 -> protocols();
      case 43 -> versions(client);
      default -> {
        // Named above; its contents decide nothing.
      }
    }
    in.leave(outer, name);
  }

  private void serverName(int length) {
    if (length == 0) {
      return; // a server's acknowledgment, RFC 6066 §3
    }
    in.u16("server_name_list");
    while (in.hasRemaining() && !in.failed()) {
      int type = in.u8("name_type");
      int size = in.u16("host_name");
      int start = in.position();
      in.skip(size, "host_name");
      if (!in.failed() && type == 0) {
        in.add("server_name.host_name", start, in.text(start, size), "RFC 6066 §3");
      }
    }
  }

  private void protocols() {
    int start = in.position();
    in.u16("protocol_name_list");
    List<String> names = new ArrayList<>();
    while (in.hasRemaining() && !in.failed()) {
      int size = in.u8("protocol_name");
      int at = in.position();
      in.skip(size, "protocol_name");
      if (!in.failed()) {
        names.add(in.text(at, size));
      }
    }
    in.add("protocol_name_list", start, String.join(", ", names), "RFC 7301 §3.1");
  }

  private void versions(boolean client) {
    if (!client) {
      in.version("supported_versions.selected_version", "RFC 8446 §4.2.1");
      return;
    }
    in.u8("versions");
    int number = 0;
    while (in.remaining() >= 2 && !in.failed()) {
      if (Grease.is(in.peek16())) {
        int start = in.position();
        in.u16("versions");
        in.add("supported_versions.versions[" + number + "]", start, "GREASE", "RFC 8701 §2");
      } else {
        in.version("supported_versions.versions[" + number + "]", "RFC 8446 §4.2.1");
      }
      number++;
    }
  }

  private String hex(int start, int length) {
    StringBuilder hex = new StringBuilder(length * 2);
    for (int i = start; i < start + length; i++) {
      hex.append(HexFormat.of().toHexDigits((byte) in.at(i)));
    }
    return hex.toString();
  }
}
