package io.tlsfloor.cli.endpoints;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The options of {@code endpoints}, in the order of its help. */
final class EndpointsFlags {
  static final String INSTANCE = "instance";
  static final String AREA = "area";
  static final String SET = "set";
  static final String CATEGORY = "category";
  static final String VALUES = "values";
  static final String TRANSPORT = "transport";
  static final String ENDPOINTS = "endpoints";
  static final String POLICY = "policy";
  static final String FROM = "from";
  static final String LIST_VERSION = "list-version";
  static final String ONLINE = "online";
  static final String SERVICE = "service";

  static final String SHOW = "show";
  static final String LOOKUP = "lookup";
  static final String UPDATE = "update";

  /** In the order of the help. */
  static final List<String> ACTIONS = List.of(SHOW, LOOKUP, UPDATE);

  /** The options that each action takes. */
  static final Map<String, Set<String>> OF_ACTION =
      Map.of(
          SHOW,
          Set.of(INSTANCE, AREA, SET, CATEGORY, VALUES, ENDPOINTS, POLICY),
          LOOKUP,
          Set.of(INSTANCE, TRANSPORT, ENDPOINTS, POLICY),
          UPDATE,
          Set.of(INSTANCE, FROM, LIST_VERSION, ONLINE, SERVICE));

  private EndpointsFlags() {}

  static Options options() {
    Options options = new Options();
    value(
        options,
        INSTANCE,
        "NAME",
        "only this cloud instance, such as Worldwide or China; may be repeated");
    value(options, AREA, "NAME", "show: only this service area, such as Exchange or Skype");
    value(options, SET, "N", "show: only the endpoint set with this number");
    value(options, CATEGORY, "NAME", "show: only this category: optimize, allow, default");
    flag(options, VALUES, "show: every name and prefix, instead of a line for each set");
    value(options, TRANSPORT, "NAME", "lookup: tcp (default) or udp");
    value(
        options,
        ENDPOINTS,
        "FILE",
        "show, lookup: this saved answer of Microsoft's endpoint service instead of the list in"
            + " use");
    value(options, POLICY, "FILE", "show, lookup: with the services of this policy file");
    value(options, FROM, "FILE", "update: store this saved answer of the endpoint service");
    value(options, LIST_VERSION, "NUMBER", "update: Microsoft's number of that list, ten digits");
    flag(options, ONLINE, "update: ask Microsoft's endpoint service, over HTTPS");
    value(
        options,
        SERVICE,
        "URL",
        "update: where the service is (default https://endpoints.office.com)");
    return options;
  }

  private static void value(Options options, String name, String argument, String description) {
    options.addOption(
        Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get());
  }

  private static void flag(Options options, String name, String description) {
    options.addOption(Option.builder().longOpt(name).desc(description).get());
  }
}
