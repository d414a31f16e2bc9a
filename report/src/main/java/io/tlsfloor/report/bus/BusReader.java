package io.tlsfloor.report.bus;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Lines of a topic, each in the order of its key. Confined to one thread. */
public interface BusReader extends Closeable {
  /**
   * The next lines, without their ends; none if none came in time.
   *
   * @throws io.tlsfloor.report.ReportException if the topic cannot be read
   */
  List<byte[]> next(Duration patience) throws IOException;

  /**
   * What was given so far is stored, and is not given again to any member of the group.
   *
   * @return false if another member has it now, to which it is given again
   * @throws io.tlsfloor.report.ReportException if the brokers refuse
   */
  boolean stored() throws IOException;
}
