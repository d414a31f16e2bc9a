package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Progress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Reads messages with the hand-written views, as text in the form of {@link SecondOpinion}. */
final class FirstOpinion {
  private final TlsRecordView record = new TlsRecordView();
  private final ClientHelloView client = new ClientHelloView();
  private final ServerHelloView server = new ServerHelloView();
  private final SslV2ClientHelloView sslv2Client = new SslV2ClientHelloView();
  private final SslV2ServerHelloView sslv2Server = new SslV2ServerHelloView();

  String record(byte[] bytes) {
    return record.wrap(ByteBuffer.wrap(bytes), 0, bytes.length) == Progress.DONE
        ? record.contentType() + " " + record.version() + " " + record.fragmentLength()
        : SecondOpinion.REFUSED;
  }

  String sslv2Client(byte[] bytes) {
    if (sslv2Client.wrap(ByteBuffer.wrap(bytes), 0, bytes.length) != Progress.DONE) {
      return SecondOpinion.REFUSED;
    }
    return sslv2Client.version()
        + " "
        + list(sslv2Client.cipherSpecCount(), sslv2Client::cipherSpec)
        + " "
        + sslv2Client.challengeLength();
  }

  String sslv2Server(byte[] bytes) {
    if (sslv2Server.wrap(ByteBuffer.wrap(bytes), 0, bytes.length) != Progress.DONE) {
      return SecondOpinion.REFUSED;
    }
    return (sslv2Server.sessionIdHit() ? 1 : 0)
        + " "
        + list(sslv2Server.cipherSpecCount(), sslv2Server::cipherSpec)
        + " "
        + sslv2Server.certificateLength();
  }

  String server(byte[] bytes) {
    if (!server.wrap(ByteBuffer.wrap(bytes), 0, bytes.length)) {
      return SecondOpinion.REFUSED;
    }
    return String.join(
        " ",
        List.of(
                server.legacyVersion(),
                server.selectedVersion(),
                server.sessionIdLength(),
                server.cipherSuite(),
                server.compressionMethod())
            .toString(),
        list(server.extensionCount(), server::extensionType).toString(),
        server.alpn());
  }

  String client(byte[] bytes, boolean dtls) {
    boolean sound =
        dtls
            ? client.wrapDtls(ByteBuffer.wrap(bytes), 0, bytes.length)
            : client.wrap(ByteBuffer.wrap(bytes), 0, bytes.length);
    if (!sound) {
      return SecondOpinion.REFUSED;
    }
    return String.join(
        " ",
        List.of(client.legacyVersion(), client.sessionIdLength()).toString(),
        list(client.suiteCount(), client::suite).toString(),
        list(client.extensionCount(), client::extensionType).toString(),
        list(client.versionCount(), client::versionValue).toString(),
        list(client.groupCount(), client::group).toString(),
        list(client.pointFormatCount(), client::pointFormat).toString(),
        list(client.signatureAlgorithmCount(), client::signatureAlgorithm).toString(),
        list(client.alpnCount(), client::alpn).toString(),
        client.serverName(),
        String.valueOf(client.trailingBytes()));
  }

  private static <T> List<T> list(int count, IntFunction<T> member) {
    return IntStream.range(0, count).mapToObj(member).toList();
  }
}
