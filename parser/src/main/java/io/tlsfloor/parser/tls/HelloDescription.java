package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.AddressText;
import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.observation.CipherSuites;
import io.tlsfloor.parser.observation.DowngradeSentinel;
import io.tlsfloor.parser.observation.Grease;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Describes the fields of a hello from where its view found them (RFC 8446 §4.1). */
final class HelloDescription {
  private static final String CLIENT = "RFC 8446 §4.1.2";
  private static final String SERVER = "RFC 8446 §4.1.3";
  private static final String VERSIONS = "RFC 8446 §4.2.1";
  private static final int RANDOM_BYTES = 32;
  private static final int SENTINEL_BYTES = 8;
  private static final int MAX_NAMED = 6;
  private static final int MAX_EXTENSIONS = 256; // told; of others what they hold, if it matters
  private static final int MAX_VERSIONS = 127; // told: as many as a list may have

  private final FieldSink sink;
  private final ByteBuffer buffer;
  private final int readTo;
  private int at;

  /** Describes a body that begins at {@code start} and was read up to {@code readTo}. */
  HelloDescription(FieldSink sink, ByteBuffer buffer, int start, int readTo) {
    this.sink = sink;
    this.buffer = buffer;
    this.readTo = readTo;
    at = start;
  }

  void client(ClientHelloView hello) {
    boolean read =
        version("legacy_version", hello.isDtls() ? "RFC 6347 §4.2.1" : CLIENT)
            && field("random", RANDOM_BYTES, "the client's random", CLIENT)
            && sessionId(hello.sessionIdLength(), CLIENT)
            && (!hello.isDtls() || cookie(hello))
            && suites(hello)
            && compressionMethods(hello);
    if (read && block(hello.extensionBlockStart(), CLIENT)) {
      for (int i = 0; i < hello.extensionCount(); i++) {
        if (extension(i, hello.extensionCount(), hello.extensionAt(i), CLIENT)) {
          content(hello, i);
        }
      }
    }
  }

  void server(ServerHelloView hello) {
    boolean read =
        version("legacy_version", SERVER)
            && random(hello)
            && (hello.isOldDraft() || sessionId(hello.sessionIdLength(), SERVER))
            && field("cipher_suite", 2, () -> suite(hello.cipherSuite()), SERVER)
            && (hello.isOldDraft()
                || field(
                    "legacy_compression_method",
                    1,
                    () -> "method " + hello.compressionMethod(),
                    SERVER));
    if (read && block(hello.extensionBlockStart(), SERVER)) {
      for (int i = 0; i < hello.extensionCount(); i++) {
        if (extension(i, hello.extensionCount(), hello.extensionAt(i), SERVER)) {
          content(hello, i);
        }
      }
    }
  }

  private interface Text {
    String get();
  }

  /** Describes the next bytes, if they were read; says whether they were. */
  private boolean field(String name, int length, Text meaning, String source) {
    if (length > readTo - at) {
      return false;
    }
    sink.field(name, at, length, meaning.get(), source);
    at += length;
    return true;
  }

  private boolean field(String name, int length, String meaning, String source) {
    return field(name, length, () -> meaning, source);
  }

  private boolean version(String name, String source) {
    return field(name, 2, () -> FieldSink.version(Bytes.u16(buffer, at)), source);
  }

  private boolean random(ServerHelloView hello) {
    String meaning = "the server's random";
    int random = at;
    boolean read =
        field(
            "random",
            RANDOM_BYTES,
            () ->
                hello.isHelloRetryRequest()
                    ? "the value that makes this a HelloRetryRequest"
                    : meaning,
            SERVER);
    if (read && hello.sentinel() != DowngradeSentinel.NONE) {
      boolean two = hello.sentinel() == DowngradeSentinel.TO_TLS_1_2;
      sink.field(
          "random[24..31]",
          random + RANDOM_BYTES - SENTINEL_BYTES,
          SENTINEL_BYTES,
          "downgrade sentinel: the server could do TLS " + (two ? "1.3" : "1.2 or better"),
          SERVER);
    }
    return read;
  }

  private boolean sessionId(int length, String source) {
    String meaning = length == 0 ? "none" : FieldSink.count(length);
    return field("legacy_session_id", 1 + length, meaning, source);
  }

  private boolean cookie(ClientHelloView hello) {
    int length = hello.suitesStart() - 2 - at; // with its own length
    return length > 0
        && field("cookie", length, "the server's cookie, sent back", "RFC 6347 §4.2.1");
  }

  private boolean suites(ClientHelloView hello) {
    int start = at;
    if (hello.suitesStart() != at + 2 || Bytes.u16(buffer, at) > readTo - at - 2) {
      return false;
    }
    String meaning =
        hello.suiteCount() + ": " + some(hello.suiteCount(), i -> suite(hello.suite(i)));
    boolean read = field("cipher_suites", 2 + 2 * hello.suiteCount(), meaning, CLIENT);
    for (int i = hello.suiteCount() - 1; read && i >= 0; i--) {
      if (hello.suite(i) == ClientHelloView.FALLBACK_SCSV) {
        sink.field(
            "cipher_suites.TLS_FALLBACK_SCSV",
            start + 2 + 2 * i,
            2,
            "a retry after a failure, with less than the client can do",
            "RFC 7507 §4");
        break;
      }
    }
    return read;
  }

  private static String suite(int number) {
    return Grease.is(number) ? "GREASE" : CipherSuites.name(number);
  }

  private static String some(int count, IntFunction<String> name) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < Math.min(count, MAX_NAMED); i++) {
      names.add(name.apply(i));
    }
    int more = count - names.size();
    return String.join(", ", names) + (more > 0 ? " and " + more + " more" : "");
  }

  private boolean compressionMethods(ClientHelloView hello) {
    boolean there = hello.compressionStart() == at && at < readTo;
    return there
        && field(
            "legacy_compression_methods", 1 + Bytes.u8(buffer, at), "methods by number", CLIENT);
  }

  private boolean block(int start, String source) {
    return start == at
        && field("extensions.length", 2, () -> FieldSink.count(Bytes.u16(buffer, at)), source);
  }

  /** Returns whether all of it was read. */
  private boolean extension(int index, int count, int start, String source) {
    if (start + ExtensionBlock.HEADER_BYTES > readTo) {
      return false;
    }
    int type = Bytes.u16(buffer, start);
    int length = Bytes.u16(buffer, start + 2);
    if (index < MAX_EXTENSIONS) {
      String name = Grease.is(type) ? "GREASE" : ExtensionType.name(type);
      sink.field("extension_type", start, 2, name + ", " + FieldSink.count(length), source);
    } else if (index == MAX_EXTENSIONS) {
      String more = "one of " + (count - index) + " extensions that are not told";
      sink.field("extension_type", start, 2, more, source);
    }
    return start + ExtensionBlock.HEADER_BYTES + length <= readTo;
  }

  private void content(ClientHelloView hello, int index) {
    int start = hello.extensionStart(index);
    int end = start + hello.extensionLength(index);
    switch (hello.extensionType(index)) {
      case ExtensionType.SERVER_NAME -> {
        if (hello.hasServerName() && isInside(hello.serverNameStart(), start, end)) {
          hostName(hello.serverNameStart(), hello.serverName());
          for (int i = 0; i < hello.otherNameCount(); i++) {
            hostName(hello.otherNameStart(i), hello.otherName(i));
          }
        }
      }
      case ExtensionType.ALPN -> {
        if (hello.alpnCount() > 0 && isInside(hello.alpnStart(0), start, end)) {
          protocols(start, end, some(hello.alpnCount(), hello::alpn));
        }
      }
      case ExtensionType.SUPPORTED_VERSIONS -> versions(start + 1, end);
      default -> {} // its contents decide nothing
    }
  }

  private void hostName(int at, String name) {
    sink.field(
        "server_name.host_name", at, name.length(), AddressText.ofName(name), name, "RFC 6066 §3");
  }

  private static boolean isInside(int at, int start, int end) {
    return at >= start && at < end;
  }

  private void protocols(int start, int end, String names) {
    sink.field("protocol_name_list", start, end - start, names, "RFC 7301 §3.1");
  }

  private void versions(int start, int end) {
    for (int i = 0; i < MAX_VERSIONS && start + 2 * i + 2 <= end; i++) {
      int version = Bytes.u16(buffer, start + 2 * i);
      boolean grease = Grease.is(version);
      sink.field(
          "supported_versions.versions[" + i + "]",
          start + 2 * i,
          2,
          grease ? "GREASE" : FieldSink.version(version),
          grease ? "RFC 8701 §2" : VERSIONS);
    }
  }

  private void content(ServerHelloView hello, int index) {
    int start = hello.extensionAt(index) + ExtensionBlock.HEADER_BYTES;
    int end = start + Bytes.u16(buffer, start - 2);
    int type = hello.extensionType(index);
    if (type == ExtensionType.ALPN && hello.hasAlpn()) {
      protocols(start, end, hello.alpn());
    } else if (type == ExtensionType.SUPPORTED_VERSIONS && end - start >= 2) {
      String version = FieldSink.version(Bytes.u16(buffer, start));
      sink.field("supported_versions.selected_version", start, 2, version, VERSIONS);
    }
  }
}
