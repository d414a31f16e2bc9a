package io.tlsfloor.logs;

import io.tlsfloor.capture.names.ClientNames;
import io.tlsfloor.capture.names.ServerNames;
import io.tlsfloor.logs.LogFields.BadEntryException;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Names of servers and of clients, from entries on DNS, DHCP and mail. */
final class LoggedNames {
  private static final int MAX_NAMES = 64; // of one connection
  private static final int MAX_ANSWERS = 64; // of one entry
  private static final int DNS_PORT = 53;

  private final ServerNames servers = new ServerNames();
  private final ClientNames clients = new ClientNames();

  /** An entry of Zeek's {@code dns.log}: the answers are aliases and addresses, in order. */
  void zeekDns(LogFields entry, FrameRef place) throws BadEntryException {
    List<String> answers = entry.texts("answers");
    if (answers.isEmpty()) {
      return;
    }
    IpAddress client = entry.address("id.orig_h");
    List<String> names = new ArrayList<>();
    entry.text("query").ifPresent(names::add);
    List<String> ttls = entry.texts("TTLs");
    for (int i = 0; i < Math.min(MAX_ANSWERS, answers.size()); i++) {
      Optional<IpAddress> address = LogFields.parsedAddress(answers.get(i));
      if (address.isPresent()) {
        long seconds = i < ttls.size() ? seconds(ttls.get(i)) : 0;
        servers.answered(client, names, address.get(), seconds, place);
      } else {
        names.add(answers.get(i));
      }
    }
  }

  /** An event {@code dns} of EVE, of any of its three versions. */
  void eveDns(LogFields event, FrameRef place) throws BadEntryException {
    String type = event.text("dns.type").orElse("");
    if (!type.equals("answer") && !type.equals("response")) {
      return;
    }
    boolean toServer = event.number("src_port").orElse(-1L) != DNS_PORT;
    IpAddress client = event.address(toServer ? "src_ip" : "dest_ip");
    List<String> names = new ArrayList<>();
    List<LogFields> queries = event.objects("dns.queries");
    (queries.isEmpty() ? event.text("dns.rrname") : queries.get(0).text("rrname"))
        .ifPresent(names::add);
    List<LogFields> answers = event.objects("dns.answers");
    for (LogFields answer : answers.subList(0, Math.min(MAX_ANSWERS, answers.size()))) {
      eveAnswer(client, names, answer.text("rrtype"), answer.text("rdata"), ttl(answer), place);
    }
    if (!answers.isEmpty()) {
      return;
    }
    Optional<String> single = event.text("dns.rdata"); // of version 1
    if (single.isPresent()) {
      long seconds = event.number("dns.ttl").orElse(0L);
      eveAnswer(client, names, event.text("dns.rrtype"), single, seconds, place);
      return;
    }
    for (String kind : List.of("CNAME", "A", "AAAA")) {
      List<String> grouped = event.texts("dns.grouped." + kind);
      for (String data : grouped.subList(0, Math.min(MAX_ANSWERS, grouped.size()))) {
        eveAnswer(client, names, Optional.of(kind), Optional.of(data), 0, place);
      }
    }
  }

  private static long ttl(LogFields answer) {
    return answer.number("ttl").orElse(0L);
  }

  private void eveAnswer(
      IpAddress client,
      List<String> names,
      Optional<String> type,
      Optional<String> data,
      long seconds,
      FrameRef place) {
    String kind = type.orElse("");
    if (kind.equals("CNAME") && data.isPresent()) {
      names.add(data.get());
    } else if (kind.equals("A") || kind.equals("AAAA")) {
      Optional<IpAddress> address = data.flatMap(LogFields::parsedAddress);
      if (address.isPresent()) {
        servers.answered(client, names, address.get(), seconds, place);
      }
    }
  }

  private static long seconds(String ttl) {
    int point = ttl.indexOf('.');
    String whole = point < 0 ? ttl : ttl.substring(0, point);
    boolean number = !whole.isEmpty() && whole.length() < 12;
    return number && whole.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(whole) : 0;
  }

  /** The name that a client gave to DHCP, at the address that it was given. */
  void dhcp(Optional<IpAddress> address, Optional<String> name, FrameRef place) {
    if (address.isPresent() && name.isPresent()) {
      clients.add(address.get(), name.get(), ClientNameSource.DHCP, place);
    }
  }

  /** The argument of a client's EHLO or HELO. */
  void ehlo(IpAddress client, Optional<String> name, FrameRef place) {
    if (name.isPresent()) {
      clients.add(client, name.get(), ClientNameSource.EHLO, place);
    }
  }

  /** All names for a server, in order of trust, without repeats. */
  List<NameSeen> of(LoggedFacts facts) {
    Set<NameSeen> names = new LinkedHashSet<>();
    facts.serverName().ifPresent(name -> names.add(new NameSeen(name, NameSource.SNI)));
    long nanos = facts.place().timeNanos();
    names.addAll(
        servers.of(facts.client().address(), facts.serverName(), facts.server().address(), nanos));
    if (facts.certificate().isPresent()) {
      for (String name : facts.certificate().get().alternativeNames()) {
        names.add(new NameSeen(name, NameSource.CERTIFICATE));
      }
      facts
          .certificate()
          .get()
          .commonName()
          .ifPresent(name -> names.add(new NameSeen(name, NameSource.CERTIFICATE)));
    }
    return names.stream().limit(MAX_NAMES).toList();
  }

  ClientNames clients() {
    return clients;
  }

  /** Names that were forgotten for lack of room. */
  long forgotten() {
    return servers.evicted() + servers.crowded() + clients.evicted();
  }
}
