package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.names.DnsStreamReader;
import io.tlsfloor.capture.names.NameReader;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.preface.Preface;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The names that a TCP connection gives of others: those in the answers of a DNS server, and how a
 * mail client calls itself.
 */
final class TcpNames {
  private final TcpDirections conversation;
  private final NameReader names;
  private @Nullable DnsStreamReader dns;
  private boolean clientNamed;

  TcpNames(TcpDirections conversation, NameReader names) {
    this.conversation = conversation;
    this.names = names;
  }

  /** Begins again, of another conversation.flow. */
  void begin() {
    dns = null;
    clientNamed = false;
  }

  /** Whether bytes of {@code direction} begin a DNS server's answers; DONE: read them. */
  Progress test(int direction, ByteBuffer buffer, int start, int length) {
    if (conversation.flow.senderPort(direction) != NameReader.DNS_PORT) {
      return Progress.MALFORMED;
    }
    Progress answer = DnsStreamReader.test(buffer, start, length);
    if (answer == Progress.DONE) {
      dns = new DnsStreamReader(names, conversation.flow.sender(1 - direction).address());
    }
    return answer;
  }

  /** Reads whole answers; returns how many bytes were used. */
  int read(ByteBuffer buffer, int start, int length, FrameMark frame) {
    return dns == null ? length : dns.read(buffer, start, length, frame);
  }

  /** Bytes of {@code direction} took a dialogue further: perhaps the client gave its name. */
  void dialogue(Preface preface, int direction, FrameMark frame) {
    if (!clientNamed && preface.clientName().isPresent()) {
      clientNamed = true;
      names
          .clients()
          .add(
              conversation.flow.sender(direction).address(),
              preface.clientName().get(),
              ClientNameSource.EHLO,
              frame);
    }
  }
}
