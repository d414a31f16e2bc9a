package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.names.NameReader;
import io.tlsfloor.capture.stream.BufferPool;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.dtls.DtlsHandshakeView;
import io.tlsfloor.parser.dtls.DtlsRecordView;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.quic.InitialCiphers;
import io.tlsfloor.parser.quic.QuicLongHeaderView;
import io.tlsfloor.parser.tls.AlertView;
import io.tlsfloor.parser.tls.CertificateView;
import io.tlsfloor.parser.tls.ClientHelloView;
import io.tlsfloor.parser.tls.HelloKinds;
import io.tlsfloor.parser.tls.KnownCertificates;
import io.tlsfloor.parser.tls.ServerHelloView;
import io.tlsfloor.parser.tls.SslV2ClientHelloView;
import io.tlsfloor.parser.tls.SslV2ServerHelloView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One of each view, shared by all connections of one thread: a view holds nothing between calls.
 * And the kinds of hello that this thread has met.
 */
final class Views {
  final ClientHelloView clientHello = new ClientHelloView();
  final ServerHelloView serverHello = new ServerHelloView();
  final HelloKinds helloKinds = new HelloKinds();
  final SslV2ClientHelloView sslV2ClientHello = new SslV2ClientHelloView();
  final SslV2ServerHelloView sslV2ServerHello = new SslV2ServerHelloView();
  final AlertView alert = new AlertView();
  final DtlsRecordView dtlsRecord = new DtlsRecordView();
  final DtlsHandshakeView dtlsHandshake = new DtlsHandshakeView();
  final QuicLongHeaderView quicLongHeader = new QuicLongHeaderView();

  private final CertificateView certificate = new CertificateView();
  private final KnownCertificates knownCertificates = new KnownCertificates();

  private @Nullable InitialCiphers initialCiphers; // made for the first: it loads cryptography

  /** Where names go that are read. */
  final NameReader names;

  /** Which frames brought the message that is being read. */
  final List<FrameRef> frames = new ArrayList<>();

  /** Room for bytes that wait, used by one connection after the other. */
  final BufferPool buffers = new BufferPool();

  Views(NameReader names) {
    this.names = names;
  }

  /** Points {@link #clientHello} at a body; whether it is a well-formed one of this format. */
  boolean wrap(HelloFormat format, ByteBuffer buffer, int start, int length) {
    return format == HelloFormat.DTLS
        ? clientHello.wrapDtls(buffer, start, length)
        : clientHello.wrap(buffer, start, length);
  }

  /** The ciphers of Initial packets. */
  InitialCiphers initialCiphers() {
    InitialCiphers ciphers = initialCiphers == null ? new InitialCiphers() : initialCiphers;
    initialCiphers = ciphers;
    return ciphers;
  }

  /** The names in the first certificate of a Certificate message; empty if it cannot be read. */
  Optional<ServerCertificate> certificateNames(ByteBuffer buffer, int start, int length) {
    return certificate.wrapFirst(buffer, start, length) == Progress.DONE
        ? knownCertificates.names(
            buffer, certificate.certificateStart(), certificate.certificateLength())
        : Optional.empty();
  }
}
