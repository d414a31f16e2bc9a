package io.tlsfloor.report.bus;

import io.tlsfloor.report.sink.Sink;
import java.io.IOException;
import java.util.function.Consumer;

/** A message bus. Found by {@link java.util.ServiceLoader} among the classes of an add-on. */
public interface Bus {
  /**
   * Opens a topic for lines.
   *
   * @param live whether the run goes on: then nothing is waited for, not even the first broker
   * @param events takes a sentence when the brokers go away and when they are back, from any thread
   * @throws io.tlsfloor.report.ReportException if the options are wrong, or no broker answers a run
   *     that is not live
   */
  Sink sink(BusOptions options, boolean live, Consumer<String> events) throws IOException;

  /**
   * Reads a topic, as a member of a group.
   *
   * @param group among whose members the topic is divided
   * @throws io.tlsfloor.report.ReportException if the options are wrong
   */
  BusReader reader(BusOptions options, String group) throws IOException;
}
