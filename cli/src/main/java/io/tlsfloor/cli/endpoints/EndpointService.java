package io.tlsfloor.cli.endpoints;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.report.text.Reasons;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Microsoft's endpoint web service ("Office 365 IP Address and URL web service"): GET over HTTPS,
 * with the server's certificate and name checked. Redirects are not followed.
 */
final class EndpointService {
  /** Where it is. */
  static final URI OFFICIAL = URI.create("https://endpoints.office.com");

  /** The longest answer that is read; the longest list today has 60 kB. */
  static final int MAX_ANSWER_BYTES = 16 << 20;

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int TOO_MANY = 429; // RFC 6585 §4

  private final URI base;
  private final UUID clientRequestId;
  private final Duration patience;
  private final HttpClient client;

  /**
   * Makes a client of the service.
   *
   * @param base an HTTPS address, without a path or with one that the methods lie below
   * @param clientRequestId the same for all requests of an installation
   * @param trust what decides on the certificate; empty for Java's own
   * @param patience for a whole answer
   */
  EndpointService(URI base, UUID clientRequestId, Optional<SSLContext> trust, Duration patience) {
    this.base = base;
    this.clientRequestId = clientRequestId;
    this.patience = patience;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1);
    trust.ifPresent(builder::sslContext);
    client = builder.build();
  }

  /** The service answered 429: it was asked too often. */
  static final class TooManyRequests extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /**
   * The number of the newest list of an instance, ten digits.
   *
   * @throws CommandException if it cannot be had; the message says why
   */
  String latest(String instance) throws CommandException, TooManyRequests {
    String latest =
        json("the version", "version", instance) instanceof Map<?, ?> answer
            ? String.valueOf(answer.get("latest"))
            : "";
    if (!latest.matches("[0-9]{10}")) {
      throw failed("its answer about the version has no number of ten digits", null);
    }
    return latest;
  }

  /**
   * The list of an instance, as it is answered: not checked.
   *
   * @throws CommandException if it cannot be had; the message says why
   */
  byte[] endpoints(String instance) throws CommandException, TooManyRequests {
    return get("endpoints", instance);
  }

  /**
   * Names and prefixes that left the list of an instance after a version, in lower case. What else
   * a change holds is passed over: the service adds fields.
   *
   * @throws CommandException if it cannot be had; the message says why
   */
  Set<String> removedSince(String instance, String version)
      throws CommandException, TooManyRequests {
    if (!(json("changes", "changes", instance + "/" + version) instanceof Collection<?> changes)) {
      throw failed("its answer about changes is no list", null);
    }
    Set<String> removed = new HashSet<>();
    for (Object change : changes) {
      if (change instanceof Map<?, ?> fields && fields.get("remove") instanceof Map<?, ?> remove) {
        add(removed, remove.get("urls"));
        add(removed, remove.get("ips"));
      }
    }
    return removed;
  }

  private static void add(Set<String> to, @Nullable Object values) {
    if (values instanceof Collection<?> some) {
      some.forEach(value -> to.add(String.valueOf(value).toLowerCase(Locale.ROOT)));
    }
  }

  private Object json(String what, String method, String instance)
      throws CommandException, TooManyRequests {
    byte[] answer = get(method, instance);
    try {
      return JSON.std.anyFrom(answer);
    } catch (IOException e) {
      throw failed("its answer about " + what + " cannot be read: " + Reasons.of(e), e);
    }
  }

  private byte[] get(String method, String instance) throws CommandException, TooManyRequests {
    String root = base.toString().replaceAll("/+$", "");
    URI address =
        URI.create(root + "/" + method + "/" + instance + "?ClientRequestId=" + clientRequestId);
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(patience)
            .header("Accept", "application/json")
            .GET()
            .build();
    CompletableFuture<HttpResponse<byte[]>> asked = client.sendAsync(request, head -> capped());
    try {
      HttpResponse<byte[]> answer = asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (answer.statusCode() == TOO_MANY) {
        throw new TooManyRequests();
      }
      if (answer.statusCode() != OK) {
        throw failed("it answered " + answer.statusCode() + " to " + address.getPath(), null);
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("interrupted", e);
    } catch (TimeoutException e) {
      throw failed("no whole answer within " + patience.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw failed(reason(e.getCause()), e);
    } finally {
      asked.cancel(true);
    }
  }

  /** Collects the body of an answer, and breaks off one that is too long. */
  private static BodySubscriber<byte[]> capped() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    return BodySubscribers.mapping(
        BodySubscribers.ofByteArrayConsumer(
            piece -> {
              byte[] more = piece.orElse(new byte[0]);
              if (more.length > MAX_ANSWER_BYTES - body.size()) {
                throw new UncheckedIOException(
                    new IOException("the answer is longer than " + MAX_ANSWER_BYTES + " bytes"));
              }
              body.writeBytes(more);
            }),
        end -> body.toByteArray());
  }

  /** The innermost reason that has words: the outer ones only say that something failed. */
  private static String reason(@Nullable Throwable failure) {
    Throwable inner = failure;
    while (inner != null && inner.getCause() != null && inner.getCause().getMessage() != null) {
      inner = inner.getCause();
    }
    return inner == null || inner.getMessage() == null
        ? "it cannot be reached (" + (inner == null ? "" : inner.getClass().getSimpleName()) + ")"
        : Reasons.of(inner);
  }

  private CommandException failed(String why, @Nullable Throwable cause) {
    return new CommandException(
        ExitCode.FAULT,
        "the endpoint service at " + base + ": " + why,
        "The list in use stays as it was. A list saved elsewhere can be stored with --from FILE.",
        cause);
  }
}
