package io.tlsfloor.capture.flow;

/**
 * How a {@link FlowTable} keeps a flow of which nothing more is wanted: as a few numbers, from
 * which it can be made again.
 *
 * @param <F> the flows
 */
public interface FlowNumbers<F extends Flow> {
  /** How many numbers a flow takes, without its ends and its place in the table. */
  int words();

  /** Writes a flow's numbers from index {@code at} on. */
  void write(F flow, int[] to, int at);

  /** Changes numbers to those of a flow that has ended. */
  void end(int[] of, int at);

  /** A flow with these numbers; the table gives it its ends. */
  F read(int[] from, int at);
}
