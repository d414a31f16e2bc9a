package io.tlsfloor.inventory.page;

import io.tlsfloor.inventory.state.Ledger.Question;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.TableNumbers;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The latest views. One is read again when the inventory has changed since; while a large one is
 * being read, the one before is shown. Safe for use by several threads.
 */
final class LatestViews {
  /** A view that is read faster than this is waited for. */
  private static final long PATIENCE_NANOS = 150_000_000;

  /**
   * A large view rests for so many times as long as it takes to read, while a watch changes the
   * inventory twice a second.
   */
  private static final int REST = 4;

  private static final int MAX_VIEWS = 4;

  private final Store store;
  private final int window;
  private final OptionalInt target;
  private final Map<Question, View> views =
      new LinkedHashMap<>(8, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, View> eldest) {
          return size() > MAX_VIEWS;
        }
      };
  private volatile long lastTook;
  private volatile long lastReadAt;
  private volatile boolean reading;

  LatestViews(Store store, int window, OptionalInt target) {
    this.store = store;
    this.window = window;
    this.target = target;
  }

  Store store() {
    return store;
  }

  Question question(int asOf) {
    return new Question(asOf, window, Optional.empty());
  }

  /** What is shown of a day. */
  View of(int asOf) throws IOException {
    Question question = question(asOf);
    Optional<View> known = known(question);
    if (known.isPresent() && known.get().changes() == store.read(TableNumbers::changes)) {
      return known.get();
    }
    if (known.isPresent() && lastTook > PATIENCE_NANOS) {
      readLater(question);
      return known.get();
    }
    return read(question);
  }

  private synchronized Optional<View> known(Question question) {
    return Optional.ofNullable(views.get(question));
  }

  private View read(Question question) throws IOException {
    long begun = System.nanoTime();
    View view = store.read(handle -> View.of(handle, question, target));
    lastReadAt = System.nanoTime();
    lastTook = lastReadAt - begun;
    synchronized (this) {
      views.put(question, view);
    }
    return view;
  }

  private synchronized void readLater(Question question) {
    if (reading || System.nanoTime() - lastReadAt < REST * lastTook) {
      return;
    }
    reading = true;
    Thread reader =
        new Thread(
            () -> {
              try {
                read(question);
              } catch (IOException e) {
                // the view before stays; the next request tries again
              } finally {
                reading = false;
              }
            },
            "inventory view");
    reader.setDaemon(true);
    reader.start();
  }
}
