package io.tlsfloor.rules;

import java.util.Optional;

/** How bad a finding is, in rising order. */
public enum Severity {
  LOW(21),
  MEDIUM(47),
  HIGH(73),
  CRITICAL(99);

  private final int ecs;

  Severity(int ecs) {
    this.ecs = ecs;
  }

  /** The number for ECS's {@code event.severity}; 0 stands for no finding. */
  public int ecs() {
    return ecs;
  }

  /** The worse of two; empty for none. */
  public static Optional<Severity> worse(Optional<Severity> a, Optional<Severity> b) {
    return a.isEmpty() || b.isPresent() && b.get().compareTo(a.get()) > 0 ? b : a;
  }

  /** Compares so that the worse comes first, and none last. */
  public static int worstFirst(Optional<Severity> a, Optional<Severity> b) {
    return a.isPresent() && b.isPresent()
        ? b.get().compareTo(a.get())
        : Boolean.compare(b.isPresent(), a.isPresent());
  }
}
