package io.tlsfloor.rules.catalogue;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An index that is made when it is first asked for, once. */
final class LazyIndex implements Supplier<RowIndex> {
  private final Supplier<List<Row>> rows;
  private volatile @Nullable RowIndex index;

  LazyIndex(Supplier<List<Row>> rows) {
    this.rows = rows;
  }

  @Override
  public RowIndex get() {
    RowIndex made = index;
    return made != null ? made : make();
  }

  private synchronized RowIndex make() {
    RowIndex made = index;
    if (made == null) {
      made = new RowIndex(rows.get());
      index = made;
    }
    return made;
  }
}
