package io.tlsfloor.bench;

import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.parser.packet.InnerPacket;
import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.tls.CertificateNames;
import io.tlsfloor.parser.tls.ClientHelloView;
import io.tlsfloor.parser.tls.HelloFacts;
import io.tlsfloor.parser.tls.HelloKinds;
import io.tlsfloor.parser.tls.KnownCertificates;
import io.tlsfloor.report.form.jsonl.JsonLinesReport;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.catalogue.Match;
import io.tlsfloor.rules.catalogue.Scope;
import io.tlsfloor.rules.judge.Judge;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Holds what each step from a frame to a line takes: nanoseconds, and with {@code -prof gc} bytes.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@Fork(
    value = 1,
    jvmArgs = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xms64m", "-Xmn32m", "-Xmx1g"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StepsBench {
  private static final int ROUND = 1_000;
  private static final int ETHERNET = 1;
  private static final int DATAGRAM = 1_200; // bytes
  private static final int HANDSHAKE_BODY = 9; // after record and message header
  private static final Scope HTTPS = new Scope(Transport.TCP, 443, Scope.TODAY, false);

  private final PacketView packet = new PacketView();
  private final ClientHelloView hello = new ClientHelloView();
  private final HelloKinds kinds = new HelloKinds();
  private final KnownCertificates known = new KnownCertificates();
  private final Catalogue catalogue = Catalogue.bundled();
  private final Judge judge = new Judge(Policy.standard(), catalogue);
  private final List<ByteBuffer> hellos = new ArrayList<>();
  private final List<ByteBuffer> certificates = new ArrayList<>();
  private List<Judgement> judgements = List.of();
  private Recorded recorded;
  private JsonLinesReport lines;
  private final ByteBuffer random = ByteBuffer.allocate(ROUND + DATAGRAM);
  private long written;

  /** Makes the traffic, and takes hellos and certificates out of it and out of the JDK. */
  @Setup
  public void make() throws IOException, GeneralSecurityException {
    new Random(1).nextBytes(random.array());
    recorded = new Recorded();
    for (ByteBuffer frame : recorded.frames) {
      if (wrap(frame) == PacketKind.TCP) {
        int at = packet.payloadStart();
        if (packet.payloadLength() > HANDSHAKE_BODY
            && frame.get(at) == 22
            && frame.get(at + 5) == 1) {
          hellos.add(frame.slice(at + HANDSHAKE_BODY, packet.payloadLength() - HANDSHAKE_BODY));
        }
      }
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init((KeyStore) null);
    X509TrustManager roots = (X509TrustManager) factory.getTrustManagers()[0];
    for (X509Certificate root : roots.getAcceptedIssuers()) {
      certificates.add(ByteBuffer.wrap(root.getEncoded()));
    }
    judgements = recorded.connections.stream().map(judge::judge).toList();
    lines = new JsonLinesReport(chunk -> written += chunk.length());
  }

  private PacketKind wrap(ByteBuffer frame) {
    return packet.wrap(ETHERNET, frame, 0, frame.capacity(), frame.capacity());
  }

  /** From the link layer to TCP. */
  @Benchmark
  @OperationsPerInvocation(ROUND)
  public int linkToTcp() {
    int payload = 0;
    for (int i = 0; i < ROUND; i++) {
      wrap(recorded.frames.get(i));
      payload += packet.payloadLength();
    }
    return payload;
  }

  /**
   * Returns whether a datagram of which nothing is known, such as QUIC from its middle, ends with
   * IP.
   */
  @Benchmark
  @OperationsPerInvocation(ROUND)
  public int innerPacket() {
    int found = 0;
    for (int i = 0; i < ROUND; i++) {
      found += InnerPacket.isBehindHeader(random, i, DATAGRAM, DATAGRAM) ? 1 : 0;
    }
    return found;
  }

  /** Returns what a hello offers, of a kind that was met. */
  @Benchmark
  @OperationsPerInvocation(ROUND)
  public Offer helloKnown() {
    Offer last = null;
    for (int i = 0; i < ROUND; i++) {
      ByteBuffer body = hellos.get(i % hellos.size());
      hello.wrap(body, 0, body.capacity());
      last = kinds.offer(hello, HelloFormat.TLS);
    }
    return last;
  }

  /** The same of one of a new kind, with its fingerprints. */
  @Benchmark
  @OperationsPerInvocation(ROUND)
  public Offer helloNew() {
    Offer last = null;
    for (int i = 0; i < ROUND; i++) {
      ByteBuffer body = hellos.get(i % hellos.size());
      hello.wrap(body, 0, body.capacity());
      last = HelloFacts.offer(hello, HelloFormat.TLS);
    }
    return last;
  }

  /** The names of a certificate that was met. */
  @Benchmark
  @OperationsPerInvocation(ROUND)
  public int certificateKnown() {
    int names = 0;
    for (int i = 0; i < ROUND; i++) {
      ByteBuffer der = certificates.get(i % 8);
      names +=
          known.names(der, 0, der.capacity()).map(ServerCertificate::subject).isPresent() ? 1 : 0;
    }
    return names;
  }

  /** The same of a new one. */
  @Benchmark
  @OperationsPerInvocation(ROUND)
  public int certificateNew() {
    int names = 0;
    for (int i = 0; i < ROUND; i++) {
      ByteBuffer der = certificates.get(i % certificates.size());
      names += CertificateNames.read(der, 0, der.capacity()).isPresent() ? 1 : 0;
    }
    return names;
  }

  /** A name in the endpoint list. */
  @Benchmark
  public Optional<Match> catalogueName() {
    return catalogue.byName("outlook.office365.com", HTTPS);
  }

  /** A name of somebody else. */
  @Benchmark
  public Optional<Match> catalogueOtherName() {
    return catalogue.byName("static.news.example", HTTPS);
  }

  /** A judgement. */
  @Benchmark
  @OperationsPerInvocation(ROUND)
  public Judgement judge() {
    Judgement last = null;
    for (int i = 0; i < ROUND; i++) {
      last = judge.judge(connection(i));
    }
    return last;
  }

  private TlsConnection connection(int i) {
    return recorded.connections.get(i % recorded.connections.size());
  }

  /** A JSON line, with the id of its connection. */
  @Benchmark
  @OperationsPerInvocation(ROUND)
  public long jsonLine() throws IOException {
    for (int i = 0; i < ROUND; i++) {
      lines.connection(Result.of(judgements.get(i % judgements.size())));
    }
    return written;
  }

  /** All of a capture without the file: a fifth of its packets begin a connection. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public int capture() {
    return recorded.analyze(new ArrayList<>());
  }
}
