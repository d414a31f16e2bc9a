package io.tlsfloor.rules.stack;

import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.resource.Tsv;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The known hellos, and which of them one looks like: the same in every part, or alike but for a
 * suite or two. What is alike is named by its library only, since programs of one library differ by
 * as little.
 */
public final class StackTable {
  /** Differences up to this one are a likeness: one suite moved, or two put in or taken out. */
  private static final int LIKE = 2;

  /** In the table of families: what is alike gets the page of the family. */
  private static final String FAMILYS_PAGE = "family";

  /** A likeness needs this many suites for each difference, or every short list is like another. */
  private static final int SUITES_PER_DIFFERENCE = 4;

  private static final int MAX_RECENT = 1 << 10; // more kinds of hello than an office has
  private static final int PLACES = 1 << 8;
  private static final int MAX_KNOWN_LENGTH = 1 << 9; // parts of a hello; a large one has 100

  /** Parts that likeness leaves out: two signalling suites, and the server name. */
  private static final int LEFT_OUT = 3;

  private final Map<HelloShape, List<Stack>> exact = new HashMap<>();

  /** Stacks that shuffle their extensions, under the sorted hello. */
  private final Map<HelloShape, List<Stack>> shuffled = new HashMap<>();

  private final Map<String, String> pages = new HashMap<>();
  private final Map<String, String> families = new HashMap<>();

  /**
   * Answers for the hellos last asked for: a client's are all alike, and measuring likeness takes
   * time.
   */
  private final Map<HelloShape, Optional<ClientStack>> recent =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(
                Map.Entry<HelloShape, Optional<ClientStack>> eldest) {
              return size() > MAX_RECENT;
            }
          });

  /**
   * Answers by which lists an offer holds: those of one kind share them. Read and written by
   * several threads, of which each sees whole answers or none.
   */
  private final @Nullable CachedStack[] known = new CachedStack[PLACES];

  private final List<Stack> stacks;

  /** Parts of a hello that may still be like one of the table: beyond, it was made to be long. */
  private final int maxLength;

  private StackTable(List<Stack> stacks) {
    this.stacks = List.copyOf(stacks);
    for (Stack stack : stacks) {
      (stack.shuffles() ? shuffled : exact)
          .computeIfAbsent(stack.hello(), hello -> new ArrayList<>(1))
          .add(stack);
      pages.put(stack.key(), stack.page());
      pages.put(stack.family().key(), stack.family().page());
      families.put(stack.key(), stack.family().key());
      families.put(stack.family().key(), stack.family().key());
    }
    int longest = 0;
    for (Stack stack : stacks) {
      longest = Math.max(longest, stack.hello().length());
    }
    maxLength = longest + LIKE + LEFT_OUT;
  }

  /** The hellos that this program carries. */
  public static StackTable bundled() {
    return Bundled.TABLE;
  }

  private static final class Bundled {
    static final StackTable TABLE = new StackTable(read());
  }

  /** A table of some stacks, for tests. */
  static StackTable of(List<Stack> stacks) {
    return new StackTable(stacks);
  }

  static List<Stack> read() {
    Map<String, Stack.Family> families = new LinkedHashMap<>();
    for (String[] row : Tsv.rows(StackTable.class, "families.tsv", 4)) {
      families.put(row[0], new Stack.Family(row[0], row[1], row[2], row[3].equals(FAMILYS_PAGE)));
    }
    List<Stack> stacks = new ArrayList<>();
    for (String file : List.of("stacks.tsv", "stacks-lab.tsv")) {
      for (String[] row : Tsv.rows(StackTable.class, file, 8)) {
        Stack.Family family = families.get(row[1]);
        if (family == null) {
          throw new IllegalStateException(file + ": " + row[0] + ": no family " + row[1]);
        }
        stacks.add(Stack.of(row[0], family, row[2], row[3], row[5]));
      }
    }
    return stacks;
  }

  /** The page of the remedies for a stack or a family of stacks, without directory and ending. */
  public Optional<String> page(String key) {
    return Optional.ofNullable(pages.get(key));
  }

  /** The key of the family that a stack belongs to; a family belongs to itself. */
  public Optional<String> family(String key) {
    return Optional.ofNullable(families.get(key));
  }

  /** The names, for people, of all stacks and of their families. */
  public Set<String> names() {
    Set<String> names = new HashSet<>();
    for (Stack stack : stacks) {
      names.add(stack.name());
      names.add(stack.family().name());
    }
    return names;
  }

  /** The keys of all stacks and of their families. */
  public Set<String> keys() {
    return Set.copyOf(families.keySet());
  }

  /**
   * Returns what an offer looks like.
   *
   * @return empty for half a hello and for one that is like none
   */
  public Optional<ClientStack> match(Offer offer) {
    if (!offer.whole()) {
      return Optional.empty();
    }
    int place = System.identityHashCode(offer.suites()) & PLACES - 1;
    CachedStack answer = known[place];
    if (answer == null || !answer.isFor(offer)) {
      answer = new CachedStack(offer, matched(offer));
      known[place] = answer.length() <= MAX_KNOWN_LENGTH ? answer : null;
    }
    return answer.stack;
  }

  /** Holds what was found for an offer, and for all that hold the same lists. */
  private record CachedStack(Offer offer, Optional<ClientStack> stack) {
    int length() {
      return offer.suites().size()
          + offer.extensions().size()
          + offer.groups().size()
          + offer.pointFormats().size();
    }

    @SuppressWarnings("ReferenceEquality") // the same list is equal, and an equal one looked up
    boolean isFor(Offer other) {
      return offer.suites() == other.suites()
          && offer.extensions() == other.extensions()
          && offer.groups() == other.groups()
          && offer.pointFormats() == other.pointFormats()
          && offer.legacyVersion().equals(other.legacyVersion())
          && offer.format() == other.format();
    }
  }

  private Optional<ClientStack> matched(Offer offer) {
    if (!mayBeLikeOne(HelloShape.suiteBits(offer))) {
      return Optional.empty(); // made to be unlike all: its shape is not worth the time
    }
    HelloShape hello = HelloShape.of(offer);
    if (hello.length() > maxLength) {
      return Optional.empty(); // neither compared nor remembered
    }
    List<Stack> same = exact.get(hello);
    return same != null
        ? Optional.of(named(same))
        : recent.computeIfAbsent(hello, this::shuffledOrAlike);
  }

  private boolean mayBeLikeOne(long suiteBits) {
    for (int i = 0; i < stacks.size(); i++) {
      if (stacks.get(i).hello().mayBeLike(suiteBits, LIKE)) {
        return true;
      }
    }
    return false;
  }

  private Optional<ClientStack> shuffledOrAlike(HelloShape hello) {
    HelloShape sorted = hello.sorted();
    List<Stack> same = shuffled.get(sorted);
    return same != null ? Optional.of(named(same)) : nearest(hello, sorted);
  }

  private static ClientStack named(List<Stack> same) {
    Stack first = same.get(0);
    List<String> candidates = same.stream().map(Stack::name).distinct().toList();
    return new ClientStack(first.name(), first.key(), Confidence.HIGH, candidates);
  }

  private Optional<ClientStack> nearest(HelloShape hello, HelloShape sorted) {
    int least = Math.min(LIKE, hello.size() / SUITES_PER_DIFFERENCE);
    List<Stack> nearest = new ArrayList<>();
    for (Stack stack : stacks) {
      HelloShape shape = stack.shuffles() ? sorted : hello;
      int difference = shape.differenceFrom(stack.hello(), least);
      if (difference < least) {
        nearest.clear();
        least = difference;
      }
      if (difference <= least) {
        nearest.add(stack);
      }
    }
    return nearest.isEmpty() ? Optional.empty() : Optional.of(alike(nearest, least));
  }

  private static ClientStack alike(List<Stack> nearest, int difference) {
    Stack first = nearest.get(0);
    boolean onePage = nearest.stream().allMatch(stack -> stack.page().equals(first.page()));
    boolean theirs = onePage && (difference == 0 || !first.family().ofPrograms());
    List<String> families =
        nearest.stream().map(stack -> stack.family().name()).distinct().toList();
    List<String> candidates = nearest.stream().map(Stack::name).distinct().toList();
    return new ClientStack(
        families.get(0),
        theirs ? first.key() : first.family().key(),
        Confidence.MEDIUM,
        candidates);
  }
}
