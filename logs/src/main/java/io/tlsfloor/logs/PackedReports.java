package io.tlsfloor.logs;

import io.tlsfloor.parser.text.WideText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Exports of Microsoft's in a workbook or an archive, which are not read: they are known, so that
 * they can be named.
 */
final class PackedReports {
  private static final int[] ZIP = {'P', 'K', 3, 4};
  private static final long MAX_FILE_BYTES = 1 << 26; // whose directory fits in memory
  private static final int MAX_ENTRIES = 200;
  private static final int MAX_TEXTS = 500; // the heading's come first
  private static final Pattern WORKSHEET =
      Pattern.compile("xl/(?:sharedStrings|worksheets/sheet[0-9]+)\\.xml");
  private static final Pattern TEXT = Pattern.compile("<t(?: [^>]*)?>([^<]{1,256})</t>");

  private PackedReports() {}

  /** Returns whether a file begins as workbooks and archives do. */
  static boolean begins(byte[] head) {
    for (int i = 0; i < ZIP.length; i++) {
      if (head.length <= i || head[i] != ZIP[i]) {
        return false;
      }
    }
    return true;
  }

  /** The workbook or archive with such an export that a file is; empty if it is none. */
  static Optional<OtherExport> in(Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        return Optional.empty();
      }
      try (ZipFile zip = new ZipFile(file.toFile())) {
        int left = MAX_ENTRIES;
        for (var all = zip.entries(); all.hasMoreElements() && left > 0; left--) {
          Optional<OtherExport> found = in(zip, all.nextElement());
          if (found.isPresent()) {
            return found;
          }
        }
      }
    } catch (IOException | IllegalArgumentException damaged) { // nothing of it is known
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<OtherExport> in(ZipFile zip, ZipEntry entry) throws IOException {
    String name = entry.getName().toLowerCase(Locale.ROOT);
    if (WORKSHEET.matcher(entry.getName()).matches()) {
      return isWorksheet(head(zip, entry)) ? Optional.of(OtherExport.WORKBOOK) : Optional.empty();
    }
    if (!name.matches(".*\\.(?:csv|json|tsv|txt)")) {
      return Optional.empty();
    }
    ReportHead report = ReportHead.of(WideText.text(head(zip, entry)));
    return report.kind() == LogKind.OTHER && report.other().isEmpty()
        ? Optional.empty()
        : Optional.of(OtherExport.ARCHIVE);
  }

  private static byte[] head(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readNBytes(LogLook.MAX_BYTES);
    }
  }

  private static boolean isWorksheet(byte[] head) {
    Map<String, Object> names = new HashMap<>();
    Matcher texts = TEXT.matcher(new String(head, StandardCharsets.UTF_8));
    while (names.size() < MAX_TEXTS && texts.find()) {
      names.put(ReportEntry.folded(texts.group(1)), "");
    }
    LogFields folded = JsonEntry.of(names);
    return ReportEntry.kind(folded) != LogKind.OTHER || OtherExport.of(folded).isPresent();
  }
}
