package io.tlsfloor.capture.flow;

import org.jspecify.annotations.Nullable;

/** Flows in the order of their last use, the oldest first: linked through the flows themselves. */
final class FlowQueue {
  private @Nullable Flow oldest;
  private @Nullable Flow newest;

  @Nullable Flow oldest() {
    return oldest;
  }

  void append(Flow flow) {
    flow.older = newest;
    flow.newer = null;
    if (newest == null) {
      oldest = flow;
    } else {
      newest.newer = flow;
    }
    newest = flow;
  }

  void unlink(Flow flow) {
    Flow older = flow.older;
    Flow newer = flow.newer;
    if (older == null) {
      oldest = newer;
    } else {
      older.newer = newer;
    }
    if (newer == null) {
      newest = older;
    } else {
      newer.older = older;
    }
    flow.older = null;
    flow.newer = null;
  }
}
