package io.tlsfloor.inventory.login;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/**
 * Asks a provider over HTTP, with a bound on time and size. Redirects are not followed.
 * Certificates and names are checked as Java does.
 */
final class ProviderHttp implements HTTPRequestSender, ResourceRetriever {
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int MAX_ANSWER_BYTES = 1 << 20;
  private static final int FIRST_ERROR = 400;

  @Override
  public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
    HttpURLConnection connection = open(request.getURL());
    try {
      connection.setRequestMethod(request.getMethod().name());
      request
          .getHeaderMap()
          .forEach(
              (name, values) ->
                  values.forEach(value -> connection.addRequestProperty(name, value)));
      String body = request.getBody();
      if (body != null) {
        connection.setDoOutput(true);
        try (OutputStream out = connection.getOutputStream()) {
          out.write(body.getBytes(StandardCharsets.UTF_8));
        }
      }
      HTTPResponse response = new HTTPResponse(connection.getResponseCode());
      String type = connection.getContentType();
      if (type != null) {
        response.setContentType(type);
      }
      response.setBody(text(connection));
      return response;
    } catch (ParseException e) {
      throw new IOException("its answer has no content type", e);
    } finally {
      connection.disconnect();
    }
  }

  @Override
  public Resource retrieveResource(URL url) throws IOException {
    HttpURLConnection connection = open(url);
    try {
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw new IOException(url + " answered " + status);
      }
      return new Resource(text(connection), connection.getContentType());
    } finally {
      connection.disconnect();
    }
  }

  private static HttpURLConnection open(URL url) throws IOException {
    if (!(url.openConnection() instanceof HttpURLConnection connection)) {
      throw new IOException(url + " is not HTTP");
    }
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("Accept", "application/json"); // else some answer with a page
    return connection;
  }

  private static String text(HttpURLConnection connection) throws IOException {
    boolean failed = connection.getResponseCode() >= FIRST_ERROR;
    try (InputStream in = failed ? connection.getErrorStream() : connection.getInputStream()) {
      if (in == null) {
        return "";
      }
      byte[] content = in.readNBytes(MAX_ANSWER_BYTES + 1);
      if (content.length > MAX_ANSWER_BYTES) {
        throw new IOException("its answer has more than " + MAX_ANSWER_BYTES + " bytes");
      }
      return new String(content, StandardCharsets.UTF_8);
    }
  }
}
