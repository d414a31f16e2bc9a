package io.tlsfloor.parser.observation;

/** The transport under the connection. */
public enum Transport {
  TCP,
  UDP
}
