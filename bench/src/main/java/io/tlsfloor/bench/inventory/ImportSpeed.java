package io.tlsfloor.bench.inventory;

import com.sun.management.OperatingSystemMXBean;
import io.tlsfloor.inventory.intake.LinesImport;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Imports lines made from those of a real scan: a line for each connection ({@code scan --all}), of
 * clients with other addresses, then their client lines and the run's.
 */
public final class ImportSpeed {
  private ImportSpeed() {}

  /** {@code URL|FILE LINES_OF_A_SCAN CONNECTIONS CLIENTS FOLDER}. */
  public static void main(String[] words) throws IOException {
    int connections = Integer.parseInt(words[2]);
    Path made = Path.of(words[4], "import.jsonl");
    long client =
        make(Files.readAllLines(Path.of(words[1])), connections, Integer.parseInt(words[3]), made);
    Location location = Location.parse(words[0]);
    Store store = Store.open(location);
    for (String what : List.of("first", "again")) {
      Files.copy(made, made.resolveSibling(what + ".jsonl")); // another file, so that all is read
      long begun = System.nanoTime();
      long used = used();
      new LinesImport(store, "bench").file(made.resolveSibling(what + ".jsonl").toString());
      double seconds = (System.nanoTime() - begun) / 1e9;
      double processor = (used() - used) / 1e9;
      System.out.printf(
          "import of %d connections and %d client lines, %d MB, %s\t%.0f connections a second"
              + " (%.1f s, processor %.1f s)%n",
          connections,
          client,
          Files.size(made) >> 20,
          what.equals("first") ? "clients new" : "all known",
          connections / seconds,
          seconds,
          processor);
    }
    for (String what : List.of("import", "first", "again")) {
      Files.delete(made.resolveSibling(what + ".jsonl"));
    }
  }

  private static long used() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static long make(List<String> scan, int connections, int clients, Path to)
      throws IOException {
    List<String> single = scan.stream().filter(l -> l.contains("\"tlsfloor.connection\"")).toList();
    List<String> sums = scan.stream().filter(l -> l.contains("\"tlsfloor.client\"")).toList();
    List<String> runs = scan.stream().filter(l -> l.contains("\"tlsfloor.run\"")).toList();
    Random random = new Random(2);
    long lines = 0;
    try (BufferedWriter out = Files.newBufferedWriter(to)) {
      for (int i = 0; i < connections; i++) {
        String line = single.get(i % single.size());
        out.write(moved(line, random.nextInt(clients)));
        out.write('\n');
      }
      for (int i = 0; i < clients; i++) {
        out.write(moved(sums.get(i % sums.size()), i));
        out.write('\n');
        lines++;
      }
      out.write(runs.get(0));
      out.write('\n');
    }
    return lines;
  }

  /** The line of another client: its address, link address and event.id are replaced. */
  private static String moved(String line, int client) {
    String address = "10." + (client >> 16) + "." + (client >> 8 & 255) + "." + (client & 255);
    String mac =
        String.format("00-00-5E-%02X-%02X-%02X", client >> 16, client >> 8 & 255, client & 255);
    String id = String.format("%032x", (long) line.hashCode() << 32 | client);
    return line.replaceFirst(
            "\"source\":\\{\"ip\":\"[^\"]*\"", "\"source\":{\"ip\":\"" + address + "\"")
        .replaceFirst("\"mac\":\"[^\"]*\"", "\"mac\":\"" + mac + "\"")
        .replaceFirst(
            "\"tlsfloor.connection\",\"id\":\"[^\"]*\"",
            "\"tlsfloor.connection\",\"id\":\"" + id + "\"");
  }
}
