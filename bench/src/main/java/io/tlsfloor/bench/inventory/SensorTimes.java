package io.tlsfloor.bench.inventory;

import io.tlsfloor.inventory.answer.ClientStory;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.intake.Forgetting;
import io.tlsfloor.inventory.intake.LinesImport;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Times what many small sensors ask of an inventory that {@link FillInventory} filled: files of ten
 * clients, one after the other and from several writers, files that come late, and clients that are
 * forgotten. Each with all that follows from it.
 */
public final class SensorTimes {
  private static final int CLIENTS_OF_A_FILE = 10;
  private static final int WRITERS = 4;
  private static final int TODAY = FillInventory.LAST_DAY + 1;

  private final Store store;
  private final int clients;
  private final int days;
  private final Path folder;

  private SensorTimes(Store store, int clients, int days, Path folder) {
    this.store = store;
    this.clients = clients;
    this.days = days;
    this.folder = folder;
  }

  /** {@code URL|FILE CLIENTS DAYS SENSORS FOLDER}. */
  public static void main(String[] words) throws IOException, InterruptedException {
    int clients = Integer.parseInt(words[1]);
    int sensors = Integer.parseInt(words[3]);
    Store store = Store.open(Location.parse(words[0]), notice -> {}).patient();
    SensorTimes times =
        new SensorTimes(store, clients, Integer.parseInt(words[2]), Path.of(words[4]));
    long took = times.take(times.file("hq", TODAY, 0));
    System.out.printf("a file of ten clients, the first of a process\t%.0f ms%n", took / 1e6);
    List<Path> files = new ArrayList<>();
    for (int number = 1; number <= 20; number++) {
      files.add(times.file("hq", TODAY, number));
    }
    times.each("a file of ten clients", files);
    files.clear();
    for (int number = 1; number <= 5; number++) {
      files.add(times.file("hq", TODAY - 20 - number, 100 + number));
    }
    times.each("the same, three weeks late", files);
    times.all(sensors);
    times.forget(5);
  }

  /** Makes a file of a watch of its own; clients of the large site are known. */
  private Path file(String site, int day, int number) throws IOException {
    Path file = folder.resolve(site + "-" + day + "-" + number + ".jsonl");
    int first = number * CLIENTS_OF_A_FILE % (clients - CLIENTS_OF_A_FILE) + 1;
    Files.write(
        file, FillInventory.lines(site, day, days, number, first, first + CLIENTS_OF_A_FILE - 1));
    return file;
  }

  private long take(Path file) throws IOException {
    long begun = System.nanoTime();
    new LinesImport(store, "hq").file(file.toString());
    Derivation.refresh(store);
    long took = System.nanoTime() - begun;
    Files.delete(file);
    return took;
  }

  private void each(String what, List<Path> files) throws IOException {
    long[] took = new long[files.size()];
    for (int i = 0; i < took.length; i++) {
      took[i] = take(files.get(i));
    }
    print(what, took);
  }

  private static void print(String what, long[] took) {
    Arrays.sort(took);
    System.out.printf(
        "%s\tmedian %.0f ms, longest %.0f%n",
        what, took[took.length / 2] / 1e6, took[took.length - 1] / 1e6);
  }

  /** Each sensor is a site of its own. */
  private void all(int sensors) throws IOException, InterruptedException {
    List<Path> files = new ArrayList<>();
    for (int number = 0; number < sensors; number++) {
      files.add(file("branch-" + number, TODAY, number));
    }
    AtomicInteger next = new AtomicInteger();
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    long begun = System.nanoTime();
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        done.add(
            writers.submit(
                () -> {
                  for (int i = next.getAndIncrement(); i < sensors; i = next.getAndIncrement()) {
                    take(files.get(i));
                  }
                  return true;
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e);
    } finally {
      writers.shutdownNow();
    }
    System.out.printf(
        "%d such files from %d writers\t%.1f s%n",
        sensors, WRITERS, (System.nanoTime() - begun) / 1e9);
  }

  private void forget(int times) throws IOException {
    long[] took = new long[times];
    for (int i = 0; i < times; i++) {
      String address = FillInventory.address(clients / 2 + i);
      long begun = System.nanoTime();
      store.write(
          handle -> {
            Forgetting.client(handle, ClientStory.find(handle, address), TODAY);
            return true;
          });
      Derivation.refresh(store);
      took[i] = System.nanoTime() - begun;
    }
    print("forgetting one client", took);
  }
}
