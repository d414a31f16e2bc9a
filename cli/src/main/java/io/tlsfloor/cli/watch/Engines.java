package io.tlsfloor.cli.watch;

import io.tlsfloor.capture.live.CaptureException;
import io.tlsfloor.capture.live.InterfaceCapture;
import io.tlsfloor.capture.live.LinkState;
import io.tlsfloor.capture.live.LiveCapture;
import io.tlsfloor.capture.live.LiveOptions;
import io.tlsfloor.capture.live.MergedCapture;
import io.tlsfloor.capture.live.pcap.PcapCapture;
import io.tlsfloor.capture.live.ring.RingCapture;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.Settings.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Opens interfaces, each by the engine that can capture it, and says which and why. */
final class Engines {
  private final LiveOptions live;
  private final Engine engine;
  private final Consumer<String> notes;

  private Engines(LiveOptions live, Engine engine, Consumer<String> notes) {
    this.live = live;
    this.engine = engine;
    this.notes = notes;
  }

  /**
   * Opens all interfaces, or none.
   *
   * @param notes takes a sentence about each
   * @param events takes a sentence each time something happens to one of them
   * @throws CommandException if one cannot be opened: exit 2, or 4 where the machine fails
   */
  static MergedCapture open(WatchOptions options, Consumer<String> notes, Consumer<String> events)
      throws CommandException {
    Engines engines = new Engines(options.capturing().live(), options.capturing().engine(), notes);
    List<InterfaceCapture> opened = new ArrayList<>();
    try {
      for (String name : options.capturing().interfaces()) {
        opened.add(new InterfaceCapture(name, () -> engines.open(name), events));
      }
      return new MergedCapture(opened);
    } catch (CaptureException e) {
      opened.forEach(InterfaceCapture::close);
      ExitCode exit =
          e.kind() == CaptureException.Obstacle.NO_NATIVE_CALLS ? ExitCode.FAULT : ExitCode.USAGE;
      throw new CommandException(exit, String.valueOf(e.getMessage()), e.hint(), e);
    }
  }

  /**
   * Refuses what can only be typed wrong: one who sits there sees it, and nothing has to wait.
   *
   * @throws CommandException if none of the interfaces is there: exit 2
   */
  static void refuseTypingErrors(List<String> interfaces) throws CommandException {
    if (interfaces.stream()
        .allMatch(name -> LinkState.of(name).kind() == LinkState.LinkStatus.GONE)) {
      CaptureException e = CaptureException.noInterface(interfaces.get(0), null);
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e.hint(), e);
    }
  }

  private LiveCapture open(String name) throws CaptureException {
    return switch (engine) {
      case PCAP -> pcap(name, "as asked");
      case RING -> {
        LiveCapture ring = RingCapture.open(name, live);
        notes.accept(name + ": engine ring, as asked");
        yield ring;
      }
      case AUTO -> auto(name);
    };
  }

  private LiveCapture auto(String name) throws CaptureException {
    Optional<String> obstacle = RingCapture.obstacle(name, live);
    if (obstacle.isPresent()) {
      return pcap(name, "no ring: " + obstacle.get());
    }
    try {
      LiveCapture ring = RingCapture.open(name, live);
      notes.accept(name + ": engine ring, which copies nothing");
      return ring;
    } catch (CaptureException e) {
      return switch (e.kind()) {
        case NOT_PERMITTED, NO_INTERFACE, NO_NATIVE_CALLS -> throw e;
        case BAD_FILTER, NO_LIBRARY, NOT_SUPPORTED, OTHER ->
            pcap(name, "no ring: " + e.getMessage());
      };
    }
  }

  private LiveCapture pcap(String name, String why) throws CaptureException {
    LiveCapture pcap = PcapCapture.open(name, live);
    notes.accept(name + ": engine pcap, " + why);
    return pcap;
  }
}
