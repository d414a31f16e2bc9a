package io.tlsfloor.logs;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Exports of Microsoft's that people give for one of the reports, and that tell nothing, or not in
 * a form that is read: known by the names of their columns or keys.
 */
enum OtherExport {
  MESSAGE_TRACE(
      "holds mail without the versions of TLS, such as a message trace",
      "export the SMTP AUTH clients report instead: Exchange admin center, Reports, Mail flow"),
  AUDIT_LOG(
      "is an audit log, which holds no sign-ins",
      "export the sign-in logs instead: Entra admin center, Monitoring & health, Sign-in logs"),
  AUTHENTICATION_DETAILS(
      "says how users proved who they are, and no version of TLS",
      "give the sign-ins of the same download, or download JSON"),
  NETWORK_EVENTS(
      "holds network events of Defender without ActionType, RemoteIP or AdditionalFields",
      "export all columns of the query in docs/microsoft-reports.md"),
  SENDERS_IN_ANOTHER_LANGUAGE(
      "has versions of TLS, and no column called Sender address: its heading is in another language",
      "set the language of the Exchange admin center to English, and export the SMTP AUTH clients"
          + " report again"),
  SIGN_INS_IN_ANOTHER_LANGUAGE(
      "looks like sign-ins under a heading in another language",
      "set the language of the Entra admin center to English and download again, or download JSON"),
  SHELL_TEXT(
      "is how a shell shows one of Microsoft's reports to people",
      "write it with ConvertTo-Json -Depth 5"),
  WORKBOOK(
      "is a workbook with one of Microsoft's reports in it",
      "save the sheet as CSV UTF-8, or export CSV"),
  ARCHIVE(
      "is an archive with one of Microsoft's reports in it", "unpack it, and give what it holds");

  private static final List<String> SENDER =
      List.of("senderaddress", "sender", "senderfromaddress", "sendermailfromaddress");
  private static final List<String> MESSAGE =
      List.of(
          "recipientaddress",
          "recipient",
          "recipients",
          "recipientstatus",
          "recipientemailaddress",
          "messageid",
          "messagetraceid",
          "networkmessageid",
          "subject",
          "messagesubject");

  private static final int MAX_MAIL = 320; // RFC 3696 §3
  private static final int MAX_SHOWN = 100; // lines of an object
  private static final int MAX_LINE = 4096;

  /** Loaded by the first heading with an address or versions: most texts have neither. */
  private static final class Languages {
    private static final Pattern IP =
        Pattern.compile("(?i)(?:^|[^\\p{L}])IP(?:$|[^\\p{L}])|.*IP-?\\p{L}*adr.*");

    /** How names of users, and of senders, begin or end in the languages of the portals. */
    private static final Pattern USER =
        Pattern.compile(
            "benutzer|utilisateur|usuario|usuário|utente|gebruiker|użytkownik|användar|bruger|bruker"
                + "|käyttäj|uživatel|používate|пользовател|користувач|ユーザー|用户|使用者|사용자|kullanıcı|felhasználó");

    private static final Pattern MAIL_SENDER =
        Pattern.compile(
            "absender|expéditeur|remitente|mittente|remetente|afzender|nadawc|avsändar|afsender|avsender"
                + "|lähettäj|odesílatel|odosielate|отправител|відправник|送信者|差出人|发件人|寄件者|보낸|gönderen"
                + "|feladó");

    private static final Pattern MAIL =
        Pattern.compile("\"?[^@\\s\"]{1,64}@[^@\\s\"]+\\.[^@\\s\"]+\"?");
  }

  private final String what;
  private final String advice;

  OtherExport(String what, String advice) {
    this.what = what;
    this.advice = advice;
  }

  /** Returns what it is, as a clause that fits after its name and a colon. */
  String what() {
    return what;
  }

  /** Returns what to do, as an imperative clause. */
  String advice() {
    return advice;
  }

  /**
   * The export that has keys or columns of these names.
   *
   * @param names as {@link ReportEntry#folded} has them
   */
  static Optional<OtherExport> of(LogFields names) {
    if (ReportEntry.kind(names) != LogKind.OTHER) {
      return Optional.empty();
    }
    if (hasAny(names, SENDER) && hasAny(names, MESSAGE)) {
      return Optional.of(MESSAGE_TRACE);
    }
    if (isAudit(names)) {
      return Optional.of(AUDIT_LOG);
    }
    if (names.has("requestid") && names.has("authenticationmethod") && !names.has("ipaddress")) {
      return Optional.of(AUTHENTICATION_DETAILS);
    }
    boolean events =
        hasTwo(names, List.of("actiontype", "remoteip", "additionalfields"))
            && hasAny(names, List.of("devicename", "deviceid", "localip"));
    return events ? Optional.of(NETWORK_EVENTS) : Optional.empty();
  }

  private static boolean isAudit(LogFields names) {
    return names.has("auditdata")
        || names.has("activitydisplayname")
            && hasAny(names, List.of("initiatedby", "targetresources"))
        || names.has("operationname") && hasTwo(names, List.of("initiatedby", "targetresources"))
        || names.has("activity") && names.has("category") && names.has("actortype")
        || names.has("operation")
            && names.has("recordtype")
            && hasAny(names, List.of("userid", "creationdate", "creationtime"));
  }

  /**
   * The export of this heading in no language that is read.
   *
   * @param cells of the heading
   * @param rows some lines after it
   */
  static Optional<OtherExport> inAnotherLanguage(List<String> cells, Stream<String> rows) {
    List<String> lower = cells.stream().map(cell -> cell.toLowerCase(Locale.ROOT)).toList();
    long versions = cells.stream().map(ReportEntry::folded).filter(OtherExport::isVersion).count();
    boolean mayHoldAddress = lower.stream().anyMatch(cell -> cell.contains("ip"));
    if (versions < 2 && !(mayHoldAddress && any(cells, Languages.IP))) {
      return Optional.empty();
    }
    boolean mail =
        rows.flatMap(row -> Stream.of(row.split("[,;\t|]")))
            .anyMatch(
                cell -> cell.length() < MAX_MAIL && Languages.MAIL.matcher(cell.strip()).matches());
    if (versions > 1 && (mail || any(lower, Languages.MAIL_SENDER))) {
      return Optional.of(SENDERS_IN_ANOTHER_LANGUAGE);
    }
    boolean utc = lower.stream().anyMatch(cell -> cell.contains("utc"));
    return any(cells, Languages.IP) && (any(lower, Languages.USER) || utc && mail)
        ? Optional.of(SIGN_INS_IN_ANOTHER_LANGUAGE)
        : Optional.empty();
  }

  /** {@code tls10} to {@code tls13}, and what follows. */
  private static boolean isVersion(String folded) {
    return folded.startsWith("tls1")
        && folded.length() > 4
        && "0123".indexOf(folded.charAt(4)) >= 0;
  }

  /** The report that a shell has written as a list or as columns of text. */
  static Optional<OtherExport> shown(String head) {
    List<String> lines = head.lines().limit(MAX_SHOWN).toList();
    Map<String, Object> names = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int colon = line.indexOf(" : ");
      if (colon > 0 && colon < MAX_MAIL) {
        names.put(ReportEntry.folded(line.substring(0, colon)), "");
      }
      boolean heading = i + 1 < lines.size() && isRule(lines.get(i + 1));
      if (heading && line.length() < MAX_LINE) {
        Stream.of(line.strip().split("\\s+")).forEach(n -> names.put(ReportEntry.folded(n), ""));
      }
    }
    LogFields folded = JsonEntry.of(names);
    boolean report = names.containsKey("userprincipalname") || names.containsKey("actiontype");
    return report && ReportEntry.kind(folded) != LogKind.OTHER
        ? Optional.of(SHELL_TEXT)
        : Optional.empty();
  }

  /** Returns whether it is what a shell writes below the names of columns. */
  private static boolean isRule(String line) {
    return line.contains("-- ") && line.chars().allMatch(c -> c == '-' || c == ' ');
  }

  private static boolean any(List<String> cells, Pattern word) {
    return cells.stream().anyMatch(cell -> word.matcher(cell).find());
  }

  private static boolean hasAny(LogFields names, List<String> some) {
    return some.stream().anyMatch(names::has);
  }

  private static boolean hasTwo(LogFields names, List<String> some) {
    return some.stream().filter(names::has).count() > 1;
  }
}
