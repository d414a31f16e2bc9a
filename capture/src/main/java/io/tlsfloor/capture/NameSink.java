package io.tlsfloor.capture;

import io.tlsfloor.parser.observation.IpAddress;

/** Takes names that a capture file gives to addresses in its name-resolution blocks. */
@FunctionalInterface
public interface NameSink {
  /** Says that {@code address} is called {@code name}, as written in the file. */
  void name(IpAddress address, String name);

  /** Says that an address has so many more names, which were not looked at. */
  default void leftOut(int names) {}
}
