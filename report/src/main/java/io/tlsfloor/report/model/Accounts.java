package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.text.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Accounts that Microsoft's reports name, in words: how many sign in or send mail below the floor,
 * with what, and how they fare. They are people and programs, and no machines.
 */
final class Accounts {
  /** The area of services whose accounts send mail; those of others sign in. */
  private static final String MAIL = "Exchange";

  private final List<ClientState> below;
  private final long all;
  private final boolean atLeast;
  private final String floor;

  /**
   * Those of a run.
   *
   * @param floor below which they are below, in words
   */
  Accounts(Run run, ClientStates clients, String floor) {
    below = clients.accountsBelow();
    all = Math.max(run.found().accounts(), clients.accounts().size());
    atLeast = clients.atLeast();
    this.floor = floor;
  }

  /** Returns whether there are any. */
  boolean isAny() {
    return all > 0;
  }

  /** Returns whether any of them is below the floor. */
  boolean isAnyBelow() {
    return !below.isEmpty();
  }

  /**
   * {@code 8 accounts sign in with TLS 1.0, from 3 programs: 8 work. 4 other accounts are not below
   * TLS 1.2.}
   */
  String text() {
    if (below.isEmpty()) {
      return Words.count(all, "account") + " in Microsoft's reports, none " + floor + ".";
    }
    List<String> sentences = new ArrayList<>();
    for (boolean mail : new boolean[] {false, true}) {
      List<ClientState.OfService> services = new ArrayList<>();
      Set<ClientState> who = new HashSet<>();
      for (ClientState account : below) {
        for (ClientState.OfService each : account.services()) {
          if (each.isBelow() && isMail(each) == mail) {
            services.add(each);
            who.add(account);
          }
        }
      }
      if (!services.isEmpty()) {
        sentences.add(sentence(services, who.size(), mail));
      }
    }
    long others = all - below.size();
    if (others > 0) {
      sentences.add(
          Words.count(others, "other account")
              + (others == 1 ? " is not " : " are not ")
              + floor
              + ".");
    }
    return (atLeast ? "At least " : "") + String.join(" ", sentences);
  }

  private static boolean isMail(ClientState.OfService service) {
    return service.sum().service().map(name -> name.area().equals(MAIL)).orElse(false);
  }

  private static String sentence(List<ClientState.OfService> services, int who, boolean mail) {
    String verb =
        mail ? (who == 1 ? " sends mail" : " send mail") : who == 1 ? " signs in" : " sign in";
    return Words.count(who, "account")
        + verb
        + " with "
        + versions(services)
        + (mail ? "" : programs(services))
        + ": "
        + Faring.inWords(services.stream().map(ClientState.OfService::faring).toList())
        + ".";
  }

  private static String versions(List<ClientState.OfService> services) {
    Set<TlsVersion> versions = new TreeSet<>();
    boolean unnamed = false;
    for (ClientState.OfService each : services) {
      for (Found found : each.sum().findings()) {
        if (found.isBelow()) {
          found.chosen().ifPresent(versions::add);
          unnamed |= found.isReportedOld();
        }
      }
    }
    return unnamed || versions.isEmpty()
        ? "old TLS (1.0, 1.1 or 3DES)"
        : String.join(" or ", versions.stream().map(TlsVersion::toString).toList());
  }

  /** {@code , from 3 programs}; empty where no report names one. */
  private static String programs(List<ClientState.OfService> services) {
    Set<String> programs = new HashSet<>();
    boolean more = false;
    for (ClientState.OfService each : services) {
      List<String> own =
          each.sum().names().stream()
              .filter(name -> name.from() == ClientNameSource.APPLICATION)
              .map(ClientName::name)
              .toList();
      programs.addAll(own);
      more |= own.size() >= ReportedNames.MAX_PROGRAMS;
    }
    return programs.isEmpty()
        ? ""
        : ", from " + (more ? "at least " : "") + Words.count(programs.size(), "program");
  }
}
