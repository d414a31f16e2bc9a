package io.tlsfloor.inventory.digest;

import io.tlsfloor.report.text.JsonLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Posts digests as JSON: {@code owner}, {@code below}, and {@code text} in Markdown, the field that
 * chats show. Redirects are not followed; the body of the answer is not read, and not waited for.
 */
final class DigestHook {
  static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int SUCCESS = 2; // hundreds

  private final Duration timeout;

  /** Webhooks that get {@code timeout} to answer. */
  DigestHook(Duration timeout) {
    this.timeout = timeout;
  }

  void send(Digest digest) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    JsonLine json = new JsonLine(body);
    json.open();
    json.text("owner", digest.to().owner());
    json.number("below", digest.below());
    json.text("text", digest.text());
    json.close();
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(digest.to().target()))
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", DigestMail.key(digest))
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build();
    try {
      HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
      answer.body().close(); // whatever it holds, and if it never ends
      if (answer.statusCode() / 100 != SUCCESS) {
        throw new IOException("the webhook answered " + answer.statusCode());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
