package io.tlsfloor.cli.endpoints;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.endpoints.EndpointService.TooManyRequests;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.policy.CatalogueLoader;
import io.tlsfloor.cli.policy.ListKeeper;
import io.tlsfloor.cli.policy.ListStore;
import io.tlsfloor.cli.policy.ListStore.StoredList;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Reasons;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.catalogue.ListVersion;
import io.tlsfloor.rules.policy.GivenFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** Stores a new list, from a file or from Microsoft's service. */
final class UpdateAction {
  /**
   * The service asks to be asked at most once an hour, and to be left alone that long after 429.
   */
  private static final Duration PAUSE = Duration.ofHours(1);

  private final Values values;
  private final Console console;
  private final Optional<SSLContext> trust;
  private final Duration patience;
  private final ListStore store;
  private final Set<String> instances = new LinkedHashSet<>();

  UpdateAction(Values values, Console console, Optional<SSLContext> trust, Duration patience)
      throws CommandException {
    this.values = values;
    this.console = console;
    this.trust = trust;
    this.patience = patience;
    this.store = ListStore.of(console);
    for (String name : values.all(Settings.INSTANCE)) {
      instances.add(CatalogueLoader.instance(name));
    }
  }

  ExitCode run() throws CommandException, IOException {
    Optional<String> from = values.last(Settings.ENDPOINTS_FROM);
    if (from.isPresent() && isFolder(from.get())) {
      fromFolder(from.get());
    } else if (from.isPresent()) {
      fromFile(from.get());
    } else {
      online();
    }
    return ExitCode.CLEAN;
  }

  private static boolean isFolder(String from) {
    try {
      return Files.isDirectory(Path.of(from));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Lists as another machine stored them, with their versions and days. */
  private void fromFolder(String folder) throws CommandException, IOException {
    List<StoredList> found = new ArrayList<>(ListStore.in(Path.of(folder)).all());
    found.removeIf(each -> !instances.isEmpty() && !instances.contains(each.instance()));
    if (found.isEmpty()) {
      throw CommandException.usage(
          "--from " + folder + " holds no list of endpoints update",
          "Give the folder that tlsfloor endpoints show names on the other machine, or a copy.");
    }
    for (StoredList each : found) {
      store(each.instance(), each.file().toString(), each.version());
    }
  }

  private void fromFile(String file) throws CommandException, IOException {
    if (instances.size() > 1) {
      throw CommandException.usage(
          "--from " + file + " is the list of one instance, but several are given",
          "Give one --instance, the one that the file is of.");
    }
    if (values.last(Settings.ENDPOINTS_SERVICE).isPresent()) {
      throw CommandException.usage("--service has no use for a saved list", "Leave it out.");
    }
    String instance = instances.isEmpty() ? Catalogue.WORLDWIDE : instances.iterator().next();
    Optional<String> number = values.last(Settings.LIST_VERSION);
    Optional<LocalDate> day = Optional.empty();
    if (number.isPresent()) {
      day = Optional.of(day(number.get()));
    }
    store(instance, file, new ListVersion(file, number, day));
    if (number.isEmpty()) {
      console.warn("the age of " + file + " is not known; --list-version tells it");
    }
  }

  /** Microsoft's number of the list in use, where it is known. */
  private Optional<String> used(String instance) {
    try {
      return number(store.find(instance));
    } catch (CommandException unusable) { // told where it is replaced
      return Optional.empty();
    }
  }

  private static Optional<String> number(Optional<StoredList> stored) {
    return stored.isPresent()
        ? stored.get().version().version()
        : Catalogue.bundled().version().version();
  }

  private static byte[] read(String file) throws CommandException {
    try (InputStream in = GivenFile.open(Path.of(file))) {
      byte[] json = in.readNBytes(EndpointService.MAX_ANSWER_BYTES + 1);
      if (json.length > EndpointService.MAX_ANSWER_BYTES) {
        throw new IOException("longer than " + EndpointService.MAX_ANSWER_BYTES + " bytes");
      }
      return json;
    } catch (InvalidPathException | IOException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "--from: cannot read " + file + ": " + Reasons.of(e),
          "Give a saved answer of https://endpoints.office.com/endpoints/worldwide, in JSON.",
          e);
    }
  }

  /** The day that a list's number begins with: the list is of that day, or holds since then. */
  private static LocalDate day(String number) throws CommandException {
    try {
      if (number.matches("[0-9]{10}")) {
        return LocalDate.parse(number.substring(0, 8), DateTimeFormatter.BASIC_ISO_DATE);
      }
    } catch (DateTimeException noDay) { // told below
    }
    throw CommandException.usage(
        "--list-version cannot be \"" + number + "\"",
        "Give the number that https://endpoints.office.com/version answers: YYYYMMDDNN.");
  }

  private void online() throws CommandException, IOException {
    if (values.last(Settings.LIST_VERSION).isPresent()) {
      throw CommandException.usage(
          "--list-version is for --from", "Leave it out: the service tells the number.");
    }
    URI base = base();
    ListKeeper keeper = new ListKeeper(store);
    EndpointService service = new EndpointService(base, keeper.clientRequestId(), trust, patience);
    if (instances.isEmpty()) {
      instances.add(Catalogue.WORLDWIDE);
      store.all().forEach(list -> instances.add(list.instance()));
    }
    for (String instance : instances) {
      online(instance, service, keeper);
    }
  }

  private URI base() throws CommandException {
    Optional<String> text = values.last(Settings.ENDPOINTS_SERVICE);
    try {
      URI base = text.map(URI::create).orElse(EndpointService.OFFICIAL);
      if ("https".equalsIgnoreCase(base.getScheme())
          && base.getHost() != null
          && base.getQuery() == null
          && base.getFragment() == null) {
        return base;
      }
    } catch (IllegalArgumentException noAddress) { // told below
    }
    throw CommandException.usage(
        "--service cannot be \"" + text.orElse("") + "\"",
        "Give an HTTPS address, such as " + EndpointService.OFFICIAL + ".");
  }

  private void online(String instance, EndpointService service, ListKeeper keeper)
      throws CommandException, IOException {
    Instant now = console.now();
    Optional<Instant> asked = keeper.asked(instance);
    if (asked.isPresent() && !now.isBefore(asked.get()) && now.isBefore(asked.get().plus(PAUSE))) {
      say(
          instance
              + ": not asked, because the service was asked less than an hour ago; again from "
              + asked.get().plus(PAUSE).truncatedTo(ChronoUnit.SECONDS));
      return;
    }
    try {
      ask(instance, service, keeper, now);
    } catch (TooManyRequests e) {
      keeper.setAsked(instance, now);
      throw new CommandException(
          ExitCode.FAULT,
          "the endpoint service was asked too often (429)",
          "The list in use stays as it was. Try again in an hour.",
          e);
    }
  }

  private void ask(String instance, EndpointService service, ListKeeper keeper, Instant now)
      throws CommandException, IOException, TooManyRequests {
    String latest = service.latest(instance);
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    ListVersion version = new ListVersion("", Optional.of(latest), Optional.of(today));
    Optional<StoredList> stored = store.find(instance);
    Optional<String> used = number(stored);
    int order = used.map(latest::compareTo).orElse(1);
    if (order < 0) {
      say(
          instance
              + ": kept, because the service's list "
              + latest
              + " is older than the one in use, "
              + used.orElseThrow());
    } else if (order == 0 && stored.isPresent()) {
      keeper.confirm(stored.get(), version);
      say(instance + ": version " + latest + " is still the newest");
    } else {
      byte[] json = service.endpoints(instance);
      Shrinkage shrinkage = shrinkage(instance, json, "the answer of the service");
      refuseHalf(shrinkage, instance, used, service);
      store(instance, json, version, shrinkage);
    }
    keeper.setAsked(instance, now);
  }

  /** Uses what may be half an answer only if the service says that it took the rest out. */
  private static void refuseHalf(
      Shrinkage shrinkage, String instance, Optional<String> used, EndpointService service)
      throws CommandException {
    if (!shrinkage.isSuspicious(Set.of())) {
      return;
    }
    Set<String> announced = Set.of();
    String why = "";
    if (used.isPresent()) {
      try {
        announced = service.removedSince(instance, used.get());
      } catch (CommandException e) {
        why = " (" + e.getMessage() + ")";
      } catch (TooManyRequests e) {
        why = " (it does not answer about changes: 429)";
      }
    }
    if (shrinkage.isSuspicious(announced)) {
      throw new CommandException(
          ExitCode.FAULT,
          "the service's list of "
              + instance
              + " looks like half an answer: it has "
              + shrinkage.offered()
              + " names and prefixes, the list in use has "
              + shrinkage.used()
              + ", and "
              + shrinkage.unannounced(announced)
              + " are gone that the service does not tell of"
              + why,
          "The list in use stays as it was. If the new one is right all the same, save it and store"
              + " it with --from FILE.");
    }
  }

  private void store(String instance, String file, ListVersion version)
      throws CommandException, IOException {
    Optional<String> used = used(instance);
    byte[] json = read(file);
    store(instance, json, version, shrinkage(instance, json, file));
    Optional<String> number = version.version();
    if (number.isPresent() && used.isPresent() && number.get().compareTo(used.get()) < 0) {
      console.warn(
          "version "
              + number.get()
              + " is older than the one that was in use, "
              + used.get()
              + "; tlsfloor endpoints update brings the newest");
    }
  }

  /** Returns what a list lacks of the one in use, if it is one at all. */
  private Shrinkage shrinkage(String instance, byte[] json, String source) throws CommandException {
    try {
      Catalogue offered = Catalogue.read(new ByteArrayInputStream(json), source, instance);
      return new Shrinkage(inUse(), offered, instance);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE, String.valueOf(e.getMessage()), "The list in use stays as it was.", e);
    }
  }

  private void store(String instance, byte[] json, ListVersion version, Shrinkage shrinkage)
      throws CommandException, IOException {
    new ListKeeper(store).replace(instance, json, version);
    say(
        instance
            + ": stored "
            + version.version().map(number -> "version " + number).orElse("a list")
            + " in "
            + store.folder().orElseThrow()
            + ": "
            + shrinkage.offered()
            + " names and prefixes, "
            + shrinkage.gained()
            + " new, "
            + shrinkage.lost()
            + " gone");
  }

  private Catalogue inUse() {
    try {
      return store.addTo(Catalogue.bundled());
    } catch (CommandException unusable) {
      console.warn(unusable.getMessage() + "; it is replaced");
      return Catalogue.bundled();
    }
  }

  private void say(String text) throws IOException {
    console.out().write((Printable.text(text) + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
