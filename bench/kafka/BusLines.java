import io.tlsfloor.kafka.KafkaBus;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.bus.BusOptions;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.sink.Sink;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Sends lines of clients as a watch does, so many a second, and prints what was lost. */
public final class BusLines {
  private static final int DAYS = 10;

  public static void main(String[] args) throws Exception {
    long lines = Long.parseLong(args[2]);
    long rate = Long.parseLong(args[3]);
    Optional<Path> settings = args.length > 4 ? Optional.of(Path.of(args[4])) : Optional.empty();
    BusOptions options =
        new BusOptions(
            List.of(args[0]), "tlsfloor", settings, Optional.of(Path.of(args[1])), 4L << 30, "gw1");
    Sink sink = new KafkaBus().sink(options, true, event -> System.err.println("sender: " + event));
    long begun = System.nanoTime();
    for (long i = 0; i < lines; i++) {
      sink.take(line(i / DAYS, i % DAYS));
      if (i % 1000 == 0) {
        sink.tick();
        long due = begun + i * 1_000_000_000L / rate;
        long wait = (due - System.nanoTime()) / 1_000_000;
        if (wait > 0) {
          Thread.sleep(wait);
        }
      }
    }
    long lost = 0;
    String left = "";
    for (int run = 0; run < 20; run++) { // what a broker did not take in time, the next run sends
      left = sink.finish().orElse("");
      lost += sink.lost();
      if (left.isEmpty()) {
        break;
      }
      sink = new KafkaBus().sink(options, true, event -> System.err.println("sender: " + event));
    }
    System.out.println(lost + " " + (System.nanoTime() - begun) / 1_000_000 + " " + left);
    System.exit(0);
  }

  /** The line of a client and a day: client n has 1 + n % 7 connections a day. */
  private static Chunk line(long client, long day) {
    String ip = "10." + (client >> 16 & 255) + "." + (client >> 8 & 255) + "." + (client & 255);
    String start = "2026-10-" + (day + 1 < 10 ? "0" : "") + (day + 1) + "T09:00:00.000000000Z";
    String end = start.replace("T09", "T10");
    long connections = 1 + client % 7;
    String text =
        "{\"@timestamp\":\"" + start + "\",\"ecs\":{\"version\":\"8.11.0\"},\"event\":{\"kind\":\"event\","
            + "\"dataset\":\"tlsfloor.client\",\"start\":\"" + start + "\",\"end\":\"" + end + "\"},"
            + "\"observer\":{\"name\":\"gw1\"},\"source\":{\"ip\":\"" + ip + "\"},"
            + "\"tlsfloor\":{\"from\":\"" + start + "\",\"to\":\"" + end + "\","
            + "\"service\":{\"instance\":\"Worldwide\",\"area\":\"Exchange\",\"name\":\"Exchange Online\"},"
            + "\"client\":{\"connections\":" + connections + ",\"flagged\":" + connections + ","
            + "\"offered\":[{\"version\":\"TLS 1.0\",\"connections\":" + connections + "}],"
            + "\"negotiated\":[{\"version\":\"TLS 1.0\",\"connections\":" + connections + "}],"
            + "\"severity\":\"critical\",\"stacks\":[],\"names\":[],"
            + "\"behaviour\":{\"succeeded\":" + connections + ",\"failed\":0}}}}\n";
    return Chunk.of(
        new Chunk.About(
            "client", Optional.of(Instant.parse(start)), Optional.empty(), Optional.of(IpAddress.parse(ip))),
        text);
  }
}
