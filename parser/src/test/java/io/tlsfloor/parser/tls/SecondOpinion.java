package io.tlsfloor.parser.tls;

import io.kaitai.struct.ByteBufferKaitaiStream;
import io.kaitai.struct.KaitaiStream;
import io.tlsfloor.parser.kaitai.TlsMessages;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads messages with the parser that Kaitai Struct made of {@code tls_messages.ksy}, as text. */
public final class SecondOpinion {
  static final String REFUSED = "refused";

  private static final int SERVER_NAME = 0;
  private static final int SUPPORTED_GROUPS = 10;
  private static final int EC_POINT_FORMATS = 11;
  private static final int SIGNATURE_ALGORITHMS = 13;
  private static final int ALPN = 16;
  private static final int SUPPORTED_VERSIONS = 43;
  private static final int MAX_HOST_NAME = 255;
  private static final Set<Integer> BEFORE_TLS_1_2 =
      Set.of(0x0002, 0x0300, 0x0301, 0x0302, 0xFEFF, 0x0100);

  private SecondOpinion() {}

  /**
   * Returns what a generated reader makes of bytes; nothing where it throws, which is its way to
   * refuse.
   */
  private static <T> Optional<T> read(byte[] bytes, Function<KaitaiStream, T> reader) {
    try {
      return Optional.of(reader.apply(new ByteBufferKaitaiStream(bytes)));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Where the views and this disagree about bytes; empty where they do not. */
  public static String difference(byte[] bytes) {
    FirstOpinion views = new FirstOpinion();
    return different(views.client(bytes, false), client(bytes, false))
        + different(views.client(bytes, true), client(bytes, true))
        + different(views.server(bytes), server(bytes))
        + different(views.sslv2Client(bytes), sslv2Client(bytes))
        + different(views.sslv2Server(bytes), sslv2Server(bytes))
        + different(views.record(bytes), record(bytes));
  }

  private static String different(String first, String second) {
    return first.equals(second) ? "" : first + " against " + second + "\n";
  }

  static String record(byte[] bytes) {
    return read(bytes, TlsMessages.Record::new)
        .map(r -> r.contentType() + " " + (r.major() << 8 | r.minor()) + " " + r.lenFragment())
        .orElse(REFUSED);
  }

  static String sslv2Client(byte[] bytes) {
    return read(bytes, TlsMessages.Sslv2ClientHello::new)
        .map(h -> h.version() + " " + specs(h.cipherSpecs()) + " " + h.lenChallenge())
        .orElse(REFUSED);
  }

  static String sslv2Server(byte[] bytes) {
    return read(bytes, TlsMessages.Sslv2ServerHello::new)
        .map(h -> h.sessionIdHit() + " " + specs(h.cipherSpecs()) + " " + h.lenCertificate())
        .orElse(REFUSED);
  }

  private static List<Integer> specs(List<TlsMessages.CipherSpec> specs) {
    return specs.stream().map(TlsMessages.CipherSpec::value).toList();
  }

  static String server(byte[] bytes) {
    Optional<TlsMessages.ServerHello> read = read(bytes, TlsMessages.ServerHello::new);
    if (read.isEmpty()) {
      return REFUSED;
    }
    TlsMessages.ServerHello hello = read.get();
    Optional<List<TlsMessages.Extension>> extensions = extensions(hello.rest());
    if (extensions.isEmpty()) {
      return REFUSED;
    }
    int selected = hello.version();
    String alpn = "";
    Set<Integer> seen = new HashSet<>();
    for (TlsMessages.Extension extension : extensions.get()) {
      boolean first = seen.add(extension.extensionType());
      if (extension.extensionType() == SUPPORTED_VERSIONS) {
        var version = read(extension.body(), TlsMessages.SelectedVersion::new);
        if (version.isEmpty() || !first) {
          return REFUSED;
        }
        selected = version.get().version();
      } else if (extension.extensionType() == ALPN && alpn.isEmpty()) {
        List<String> names = protocolNames(extension.body());
        alpn = names.size() == 1 ? names.get(0) : "";
      }
    }
    int sessionId = hello.isOldDraft() ? 0 : hello.lenSessionId();
    int compression = hello.isOldDraft() ? 0 : hello.compressionMethod();
    return String.join(
        " ",
        List.of(hello.version(), selected, sessionId, hello.cipherSuite(), compression).toString(),
        types(extensions.get()).toString(),
        alpn);
  }

  static String client(byte[] bytes, boolean dtls) {
    Optional<TlsMessages.ClientHello> read =
        read(bytes, stream -> new TlsMessages.ClientHello(stream, dtls));
    if (read.isEmpty()) {
      return REFUSED;
    }
    TlsMessages.ClientHello hello = read.get();
    Optional<List<TlsMessages.Extension>> block = extensions(hello.rest());
    boolean trailing = block.isEmpty() && BEFORE_TLS_1_2.contains(hello.version());
    if (block.isEmpty() && !trailing) {
      return REFUSED;
    }
    List<TlsMessages.Extension> extensions = block.orElse(List.of());
    Contents contents = new Contents();
    for (TlsMessages.Extension extension : extensions) {
      if (!contents.read(extension)) {
        return REFUSED;
      }
    }
    return String.join(
        " ",
        List.of(hello.version(), hello.lenSessionId()).toString(),
        hello.cipherSuites().toString(),
        types(extensions).toString(),
        (contents.versions.isEmpty() ? List.of(hello.version()) : contents.versions).toString(),
        contents.groups.toString(),
        contents.pointFormats.toString(),
        contents.signatureAlgorithms.toString(),
        contents.alpn.toString(),
        contents.serverName,
        String.valueOf(trailing ? hello.rest().length : 0));
  }

  /** The members of a block; nothing where the bytes are no block; no bytes are no members. */
  private static Optional<List<TlsMessages.Extension>> extensions(byte[] rest) {
    if (rest.length == 0) {
      return Optional.of(List.of());
    }
    return read(rest, TlsMessages.ExtensionBlock::new).map(block -> block.extensions().entries());
  }

  private static List<Integer> types(List<TlsMessages.Extension> extensions) {
    return extensions.stream().map(TlsMessages.Extension::extensionType).toList();
  }

  private static List<String> protocolNames(byte[] body) {
    return read(body, TlsMessages.ProtocolNames::new)
        .map(names -> names.list().entries().stream().map(n -> latin1(n.name())).toList())
        .orElse(List.of());
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Of a type that stands twice the first counts; supported_versions may not. */
  private static final class Contents {
    List<Integer> versions = List.of();
    List<Integer> groups = List.of();
    List<Integer> pointFormats = List.of();
    List<Integer> signatureAlgorithms = List.of();
    List<String> alpn = List.of();
    String serverName = "";
    private final Set<Integer> seen = new HashSet<>();

    boolean read(TlsMessages.Extension extension) {
      if (!seen.add(extension.extensionType())) {
        return extension.extensionType() != SUPPORTED_VERSIONS;
      }
      byte[] body = extension.body();
      switch (extension.extensionType()) {
        case SUPPORTED_VERSIONS ->
            versions =
                SecondOpinion.read(body, TlsMessages.SupportedVersions::new)
                    .map(TlsMessages.SupportedVersions::versions)
                    .orElse(List.of());
        case SUPPORTED_GROUPS -> groups = twoByteNumbers(body);
        case SIGNATURE_ALGORITHMS -> signatureAlgorithms = twoByteNumbers(body);
        case EC_POINT_FORMATS ->
            pointFormats =
                SecondOpinion.read(body, TlsMessages.NumbersOfOneByte::new)
                    .map(TlsMessages.NumbersOfOneByte::numbers)
                    .orElse(List.of());
        case ALPN -> alpn = protocolNames(body);
        case SERVER_NAME -> serverName = serverName(body);
        default -> {}
      }
      return extension.extensionType() != SUPPORTED_VERSIONS || !versions.isEmpty();
    }

    private static List<Integer> twoByteNumbers(byte[] body) {
      return SecondOpinion.read(body, TlsMessages.NumbersOfTwoBytes::new)
          .map(TlsMessages.NumbersOfTwoBytes::numbers)
          .orElse(List.of());
    }

    private static String serverName(byte[] body) {
      List<TlsMessages.ServerName> names = new ArrayList<>();
      SecondOpinion.read(body, TlsMessages.ServerNames::new)
          .ifPresent(list -> names.addAll(list.list().entries()));
      return names.stream()
          .filter(name -> name.nameType() == 0)
          .findFirst()
          .filter(name -> name.lenName() <= MAX_HOST_NAME)
          .map(name -> latin1(name.name()))
          .orElse("");
    }
  }
}
