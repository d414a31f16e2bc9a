package io.tlsfloor.bench.inventory;

import com.sun.management.OperatingSystemMXBean;
import io.tlsfloor.inventory.page.Access;
import io.tlsfloor.inventory.page.PageServer;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;

/** Asks for each page of an inventory, over and over, and prints how long the server took. */
public final class PageTimes {
  private final HttpClient client = HttpClient.newHttpClient();
  private final Random random = new Random(1);
  private final String url;
  private final int clients;

  private PageTimes(String url, int clients) {
    this.url = url;
    this.clients = clients;
  }

  /** {@code URL|FILE CLIENTS ROUNDS}. */
  public static void main(String[] words) throws IOException, InterruptedException {
    int clients = Integer.parseInt(words[1]);
    int rounds = Integer.parseInt(words[2]);
    PageServer.Setup setup =
        new PageServer.Setup(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 14, OptionalInt.empty());
    Clock clock =
        Clock.fixed(
            Instant.ofEpochSecond(FillInventory.LAST_DAY * 86_400L + 43_200), ZoneOffset.UTC);
    Access local = Access.local();
    Consumer<String> errors = System.err::println;
    long begun = System.nanoTime();
    try (PageServer server =
        new PageServer(
            Store.open(Location.parse(words[0]), notice -> {}), local, setup, clock, errors)) {
      PageTimes times = new PageTimes("http://127.0.0.1:" + server.port(), clients);
      times.ask("/");
      System.out.printf("first page after\t%.1f s%n", (System.nanoTime() - begun) / 1e9);
      for (String page :
          List.of(
              "/",
              "/clients?state=below,back,excepted",
              "/clients?state=below,back,excepted&page=9",
              "/clients?q=CLIENT",
              "/clients?service=exchange&stack=java",
              "/clients?sort=-last",
              "/clients?sort=name&page=77",
              "/client?id=CLIENT",
              "/fixes",
              "/exceptions",
              "/owners")) {
        times.time(page, rounds);
      }
      Runtime memory = Runtime.getRuntime();
      System.gc();
      System.out.printf(
          "memory in use by the page\t%d MB%n", (memory.totalMemory() - memory.freeMemory()) >> 20);
      times.ask("/"); // the server is still there
    }
  }

  private void time(String page, int rounds) throws IOException, InterruptedException {
    double[] millis = new double[rounds];
    int bytes = 0;
    ask(page);
    long used = used();
    for (int round = 0; round < rounds; round++) {
      long begun = System.nanoTime();
      bytes = ask(page);
      millis[round] = (System.nanoTime() - begun) / 1e6;
    }
    Arrays.sort(millis);
    System.out.printf(
        "`%s`\t%.0f ms at the 95th percentile, median %.0f, processor %.0f, %d KB%n",
        page,
        millis[Math.min(rounds - 1, rounds * 95 / 100)],
        millis[rounds / 2],
        (used() - used) / 1e6 / rounds,
        bytes >> 10);
  }

  /** Processor time of this process: of the server, and of who asks. */
  private static long used() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private int ask(String page) throws IOException, InterruptedException {
    int id = 1 + random.nextInt(clients);
    String address = "10." + (id >> 16) + "." + (id >> 8 & 255) + "." + (id & 255);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + page.replace("CLIENT", address))).build();
    var answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(page + " answered " + answer.statusCode());
    }
    return answer.body().length();
  }
}
