package io.tlsfloor.logs;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.tlsfloor.logs.LogFields.BadEntryException;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value over many lines, as portals and interfaces give it: a list of objects, or an
 * object with such lists in it ({@code value}, {@code Results}). Memory holds one object at a time.
 */
final class JsonDocument implements EntrySource {
  /** An answer of Graph, or of advanced hunting, in one line. */
  private static final Pattern ANSWER =
      Pattern.compile("(?is)\\{\\s*\"(?:@odata|value\"\\s*:\\s*\\[|schema\"|stats\"|results\").*");

  /** An object whose first line is nothing but its beginning. */
  private static final Pattern SPREAD = Pattern.compile("(?s)\\{[ \\t]*\\r?\\n.*");

  private final JsonParser parser;
  private boolean ended;
  private long line = 1;

  JsonDocument(InputStream in) throws IOException {
    parser = JsonEntry.parser(in);
  }

  /** Returns whether a stream begins as such a document does, and not with an object to a line. */
  static boolean begins(String head) {
    String text = head.stripLeading();
    return text.startsWith("[") || SPREAD.matcher(text).matches() || ANSWER.matcher(text).matches();
  }

  @Override
  public @Nullable LogFields next() throws IOException, BadEntryException {
    try {
      while (!ended) {
        JsonToken token = parser.nextToken();
        line = parser.currentTokenLocation().getLineNr();
        if (token == null) {
          ended = true;
        } else if (token == JsonToken.START_OBJECT
            && parser.getParsingContext().getParent().inArray()) {
          return entry();
        }
      }
      return null;
    } catch (JsonProcessingException noJson) {
      ended = true;
      line = Math.max(1, noJson.getLocation() == null ? line : noJson.getLocation().getLineNr());
      throw new BadEntryException("is no JSON, or ends too soon: the rest was not read");
    }
  }

  private LogFields entry() throws IOException, BadEntryException {
    var outside = parser.getParsingContext().getParent();
    try {
      return JsonEntry.read(parser).folded();
    } catch (BadEntryException tooMuch) {
      boolean more = true;
      while (more && parser.getParsingContext() != outside) { // to the end of this one
        more = parser.nextToken() != null;
      }
      throw tooMuch;
    }
  }

  @Override
  public long line() {
    return line;
  }
}
