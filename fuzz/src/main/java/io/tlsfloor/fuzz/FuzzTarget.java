package io.tlsfloor.fuzz;

import io.tlsfloor.capture.chain.ChainReader;
import io.tlsfloor.capture.chain.ChainResult;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.parser.dhcp.DhcpMessageView;
import io.tlsfloor.parser.dns.DnsAnswers;
import io.tlsfloor.parser.dns.DnsMessageView;
import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.quic.QuicFrames;
import io.tlsfloor.parser.quic.QuicLongHeaderView;
import io.tlsfloor.parser.tls.SecondOpinion;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.policy.PolicyFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Says what reads bytes that others wrote, each with a way to give it any. */
public enum FuzzTarget {
  /** The views of TLS and SSL 2.0 messages, against the readers that Kaitai Struct made. */
  VIEWS {
    @Override
    void run(byte[] bytes) {
      String difference = SecondOpinion.difference(bytes);
      if (!difference.isEmpty()) {
        throw new AssertionError(difference);
      }
    }
  },
  /** Headers from a link layer to TCP and UDP; the first byte chooses the link type. */
  PACKETS {
    @Override
    void run(byte[] bytes) {
      if (bytes.length > 0) {
        PacketView view = new PacketView();
        int linkType = LINK_TYPES[(bytes[0] & 0xFF) % LINK_TYPES.length];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        PacketKind kind = view.wrap(linkType, buffer, 1, bytes.length - 1, bytes.length + 7);
        if (kind == PacketKind.TCP || kind == PacketKind.UDP) {
          int end = view.payloadStart() + view.payloadLength();
          if (view.payloadStart() < 0 || end > view.buffer().limit()) {
            throw new AssertionError("payload outside of the packet");
          }
          view.tunnels();
        }
      }
    }
  },
  /** Dialogues before TLS, by both ends in turn. */
  DIALOGUES {
    @Override
    void run(byte[] bytes) {
      Talk.dialogue(bytes);
    }
  },
  /** Connections over TCP, with holes and packets out of order. */
  STREAMS {
    @Override
    void run(byte[] bytes) {
      new Talk(bytes, Talk.Transport.TCP).analyzeInBounds();
    }
  },
  /** The same connections, cut otherwise: what is told must not depend on it. */
  SEGMENTS {
    @Override
    void run(byte[] bytes) {
      Talk.compareCuts(bytes);
    }
  },
  /** DTLS between two ends. */
  DTLS {
    @Override
    void run(byte[] bytes) {
      new Talk(bytes, Talk.Transport.DTLS).analyzeInBounds();
    }
  },
  /** QUIC packets between two ends, and the frames inside of one. */
  QUIC {
    @Override
    void run(byte[] bytes) {
      new QuicLongHeaderView().wrap(ByteBuffer.wrap(bytes), 0, bytes.length);
      QuicFrames.read(
          bytes,
          (offset, from, at, count) -> {
            if (at < 0 || count < 0 || at + count > from.limit()) {
              throw new AssertionError("a frame outside of the packet");
            }
          });
      new Talk(bytes, Talk.Transport.QUIC).analyzeInBounds();
    }
  },
  /** DNS, NetBIOS and DHCP messages, alone and as datagrams. */
  DNS {
    @Override
    void run(byte[] bytes) {
      DnsMessageView message = new DnsMessageView();
      DnsAnswers answers = new DnsAnswers(message);
      message.wrap(ByteBuffer.wrap(bytes), 0, bytes.length);
      if (answers.find()) {
        for (int i = 0; i < answers.count(); i++) {
          answers.address(i);
          answers.names(i);
        }
      }
      DhcpMessageView dhcp = new DhcpMessageView();
      if (dhcp.wrap(ByteBuffer.wrap(bytes), 0, bytes.length)) {
        dhcp.name();
      }
      new Talk(bytes, Talk.Transport.NAMES).analyzeInBounds();
    }
  },
  /** Capture files that begin as pcap. */
  PCAP {
    @Override
    void run(byte[] bytes) {
      capture(bytes, 0xD4C3B2A1);
    }
  },
  /** Capture files that begin as pcapng. */
  PCAPNG {
    @Override
    void run(byte[] bytes) {
      capture(bytes, 0x0A0D0D0A);
    }
  },
  /** Captures compressed by gzip. */
  GZIP {
    @Override
    void run(byte[] bytes) {
      capture(bytes, 0x1F8B0800);
    }
  },
  /** Captures compressed by zstd. */
  ZSTD {
    @Override
    void run(byte[] bytes) {
      capture(bytes, 0x28B52FFD);
    }
  },
  /** Captures compressed by lz4. */
  LZ4 {
    @Override
    void run(byte[] bytes) {
      capture(bytes, 0x04224D18);
    }
  },
  /** The whole of a scan, from a file to lines of JSON. */
  SCAN {
    @Override
    void run(byte[] bytes) {
      CommandLine.lines(bytes, "scan", "--all", "--format", "jsonl", "-");
    }
  },
  /** Says what is said of each connection of a capture, message by message. */
  EXPLAIN {
    @Override
    void run(byte[] bytes) {
      withFile(
          bytes,
          ".pcap",
          file -> {
            CommandLine.text(bytes, "explain", "--all", file.toString());
            return file;
          });
    }
  },
  /** Says what proves the findings on a capture. */
  EVIDENCE {
    @Override
    void run(byte[] bytes) {
      withFile(
          new byte[0],
          ".pcapng",
          proof -> {
            CommandLine.text(bytes, "scan", "--evidence", proof.toString(), "-");
            Files.deleteIfExists(Path.of(proof + ".manifest.json"));
            return proof;
          });
    }
  },
  /** Lines that an earlier run saved. */
  SAVED_LINES {
    @Override
    void run(byte[] bytes) {
      CommandLine.page(bytes, "report", "--all", "-o", "-", "-");
    }
  },
  /** A policy file. */
  POLICY {
    @Override
    void run(byte[] bytes) {
      withFile(bytes, ".toml", file -> PolicyFile.read(file, Set.of()));
    }
  },
  /** A list of endpoints, as the service publishes it or as this program keeps it. */
  CATALOGUE {
    @Override
    void run(byte[] bytes) {
      withFile(bytes, ".json", file -> Catalogue.load(file, Catalogue.WORLDWIDE));
    }
  };

  private static final int[] LINK_TYPES = {1, 0, 9, 12, 101, 105, 113, 127, 192, 228, 229, 276};

  /** Gives bytes to the target; returns if all is well. */
  abstract void run(byte[] bytes);

  /** The name as options have it. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void capture(byte[] bytes, int magic) {
    byte[] file = Arrays.copyOf(bytes, Math.max(bytes.length, 4));
    if (magic != 0xD4C3B2A1 || (file[0] & 0xFF) != 0xA1) { // of pcap either byte order will do
      ByteBuffer.wrap(file).putInt(0, magic);
    }
    Work.inBounds(
        () -> {
          long[] uncompressed = new long[1];
          ChainReader reader =
              new ChainReader(
                  AnalyzerOptions.standard(address -> address.v4()),
                  null,
                  connection -> {},
                  null,
                  () -> uncompressed[0]++ > 2_000, // of a bomb the beginning is enough
                  read -> {});
          reader.read(new ByteArrayInputStream(file), "fuzz");
          ChainResult result = reader.end();
          return new Work.Done(result.inputs().get(0).packets() + 64, 16L * file.length);
        });
  }

  private interface Reader {
    Object read(Path file) throws IOException;
  }

  private static void withFile(byte[] bytes, String suffix, Reader reader) {
    try {
      Path file = Files.createTempFile("tlsfloor-fuzz", suffix);
      try {
        Files.write(file, bytes);
        reader.read(file);
      } catch (IOException refused) {
        if (refused.getMessage() == null) {
          throw new AssertionError("refused without a reason", refused);
        }
      } finally {
        Files.delete(file);
      }
    } catch (IOException machine) {
      throw new UncheckedIOException(machine);
    }
  }
}
