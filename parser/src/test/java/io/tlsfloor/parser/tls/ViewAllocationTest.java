package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tlsfloor.parser.observation.HelloFormat;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Views allocate nothing, on good bytes and on bad ones. */
final class ViewAllocationTest {
  private static final int ROUNDS = 2_000;
  private static final long SLACK_BYTES = 1_024; // the measurement's own, once

  private final TlsRecordView record = new TlsRecordView();
  private final ClientHelloView client = new ClientHelloView();
  private final ServerHelloView server = new ServerHelloView();
  private final SslV2ClientHelloView sslv2Client = new SslV2ClientHelloView();
  private final SslV2ServerHelloView sslv2Server = new SslV2ServerHelloView();
  private final CertificateView certificates = new CertificateView();
  private final AlertView alert = new AlertView();

  @Test
  void noReadAllocates() {
    ByteBuffer hello = direct(Hellos.OPENSSL_LISTS_OLD_VERSIONS);
    ByteBuffer answer = direct(Hellos.OPENSSL_SERVER_TLS_1_3);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assertThat(threads.isThreadAllocatedMemoryEnabled()).isTrue();
    long seen = read(hello) + read(answer); // loads classes, grows scratch space

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int round = 0; round < ROUNDS; round++) {
      seen += read(hello) + read(answer);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated).isLessThanOrEqualTo(SLACK_BYTES);
    assertThat(seen).isPositive();
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
  }

  /** Reads with every view, whole and cut. */
  private long read(ByteBuffer buffer) {
    long seen = 0;
    for (int length = buffer.capacity(); length >= 0; length -= 7) {
      if (client.wrap(buffer, 0, length)) {
        seen += all(client);
      }
      client.wrapDtls(buffer, 0, length);
      if (server.wrap(buffer, 0, length)) {
        seen += (long) server.selectedVersion() + server.cipherSuite();
        seen += server.preSharedKey() || server.isHelloRetryRequest() ? 1 : 0;
        seen += server.sentinel().ordinal();
      }
      seen += record.wrap(buffer, 0, length).ordinal();
      seen += TlsStart.at(buffer, 0, length).ordinal();
      seen += sslv2Client.wrap(buffer, 0, length).ordinal();
      seen += sslv2Server.wrap(buffer, 0, length).ordinal();
      seen += certificates.wrap(buffer, 0, length) ? 1 : 0;
      seen += certificates.wrapFirst(buffer, 0, length).ordinal();
      seen += alert.wrap(buffer, 0, length) ? 1 : 0;
      seen += PseudoTls.client(buffer, 0, length).ordinal();
      seen += PseudoTls.server(buffer, 0, length).ordinal();
      client.wrapBeginning(buffer, 0, length, HelloFormat.TLS);
      seen += client.serverNameLength();
    }
    return seen;
  }

  private static long all(ClientHelloView hello) {
    long sum = (long) hello.legacyVersion() + hello.serverNameLength() + hello.randomStart();
    for (int i = 0; i < hello.suiteCount(); i++) {
      sum += hello.suite(i);
    }
    for (int i = 0; i < hello.extensionCount(); i++) {
      sum += (long) hello.extensionType(i) + hello.extensionLength(i);
    }
    for (int i = 0; i < hello.versionCount(); i++) {
      sum += hello.versionValue(i);
    }
    for (int i = 0; i < hello.groupCount(); i++) {
      sum += hello.group(i);
    }
    return sum + (hello.fallbackScsv() || hello.encryptedClientHello() ? 1 : 0);
  }
}
