package io.tlsfloor.cli.explain;

import java.io.IOException;
import java.util.List;

/** One form of explanation. */
interface StoryWriter {
  /**
   * Writes the stories of connections.
   *
   * @param notes what is to be said before them, in sentences: what a frame is, what was left out
   */
  void write(List<String> notes, List<Story> stories) throws IOException;
}
