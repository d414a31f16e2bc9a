package io.tlsfloor.bench.inventory;

import com.sun.management.OperatingSystemMXBean;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.intake.LinesImport;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Imports lines made from those of a real scan: a line for each connection ({@code scan --all}), of
 * clients that are each like one of the scan's with another address; then their client lines and
 * the run's.
 */
public final class ImportSpeed {
  private static final Pattern SOURCE = Pattern.compile("\"source\":\\{\"ip\":\"([^\"]*)\"");
  private static final Pattern MAC = Pattern.compile("\"mac\":\"[^\"]*\"");
  private static final Pattern ID = Pattern.compile("\"tlsfloor.connection\",\"id\":\"[^\"]*\"");

  private ImportSpeed() {}

  /** {@code URL|FILE LINES_OF_A_SCAN CONNECTIONS CLIENTS FOLDER}. */
  public static void main(String[] words) throws IOException {
    int connections = Integer.parseInt(words[2]);
    Path made = Path.of(words[4], "import.jsonl");
    long client =
        make(Files.readAllLines(Path.of(words[1])), connections, Integer.parseInt(words[3]), made);
    Location location = Location.parse(words[0]);
    Store store = Store.open(location, notice -> {});
    for (String what : List.of("first", "again")) {
      Files.copy(made, made.resolveSibling(what + ".jsonl")); // another file, so that all is read
      long begun = System.nanoTime();
      long used = used();
      new LinesImport(store, "bench").file(made.resolveSibling(what + ".jsonl").toString());
      double seconds = (System.nanoTime() - begun) / 1e9;
      double processor = (used() - used) / 1e9;
      Derivation.refresh(store);
      double all = (System.nanoTime() - begun) / 1e9;
      System.out.printf(
          "import of %d connections and %d client lines, %d MB, %s\t%.0f lines a second"
              + " (%.1f s, processor %.1f s; %.1f s with what follows)%n",
          connections,
          client,
          Files.size(made) >> 20,
          what.equals("first") ? "clients new" : "all known",
          (connections + client) / seconds,
          seconds,
          processor,
          all);
    }
    for (String what : List.of("import", "first", "again")) {
      Files.delete(made.resolveSibling(what + ".jsonl"));
    }
  }

  private static long used() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** Writes the lines; how many of them are clients'. */
  private static long make(List<String> scan, int connections, int clients, Path to)
      throws IOException {
    List<List<String>> single = byClient(scan, "tlsfloor.connection");
    Map<String, List<String>> sums = new HashMap<>();
    byClient(scan, "tlsfloor.client").forEach(lines -> sums.put(address(lines.get(0)), lines));
    Random random = new Random(2);
    long lines = 0;
    try (BufferedWriter out = Files.newBufferedWriter(to)) {
      for (int i = 0; i < connections; i++) {
        int client = random.nextInt(clients);
        List<String> own = single.get(client % single.size());
        out.write(moved(own.get(random.nextInt(own.size())), client, i));
        out.write('\n');
      }
      for (int client = 0; client < clients; client++) {
        String like = address(single.get(client % single.size()).get(0));
        for (String line : sums.getOrDefault(like, List.of())) {
          out.write(moved(line, client, 0));
          out.write('\n');
          lines++;
        }
      }
      out.write(
          scan.stream().filter(l -> l.contains("\"tlsfloor.run\"")).findFirst().orElseThrow());
      out.write('\n');
    }
    return lines;
  }

  /** Lines of a kind, put together by their client. */
  private static List<List<String>> byClient(List<String> scan, String dataset) {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    for (String line : scan) {
      if (line.contains('"' + dataset + '"')) {
        lines.computeIfAbsent(address(line), key -> new ArrayList<>()).add(line);
      }
    }
    return List.copyOf(lines.values());
  }

  private static String address(String line) {
    Matcher source = SOURCE.matcher(line);
    return source.find() ? source.group(1) : "";
  }

  /** The line of another client: its address, link address and event.id are replaced. */
  private static String moved(String line, int client, int number) {
    String address = "10." + (client >> 16) + "." + (client >> 8 & 255) + "." + (client & 255);
    String mac =
        String.format("00-00-5E-%02X-%02X-%02X", client >> 16, client >> 8 & 255, client & 255);
    String id = String.format("%032x", (long) client << 32 | number);
    String at = SOURCE.matcher(line).replaceFirst("\"source\":{\"ip\":\"" + address + "\"");
    String link = MAC.matcher(at).replaceFirst("\"mac\":\"" + mac + "\"");
    return ID.matcher(link).replaceFirst("\"tlsfloor.connection\",\"id\":\"" + id + "\"");
  }
}
