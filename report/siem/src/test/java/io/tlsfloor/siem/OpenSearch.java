package io.tlsfloor.siem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.common.settings.Settings;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.node.NodeValidationException;
import org.opensearch.transport.Netty4Plugin;

/** A server of one node in this process, which answers on a port of 127.0.0.1. */
final class OpenSearch implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Node node;
  private final String address;

  /** The constructor that takes plugins is for those who extend it. */
  private static final class Embedded extends Node {
    Embedded(Settings settings) {
      super(
          InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "test"),
          List.of(Netty4Plugin.class),
          false);
    }
  }

  /** Starts one that keeps its data in {@code home}. */
  OpenSearch(Path home) throws NodeValidationException {
    node =
        new Embedded(
            Settings.builder()
                .put("path.home", home.toString())
                .put("cluster.name", "test")
                .put("discovery.type", "single-node")
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .put("network.host", "127.0.0.1")
                .put("http.port", "0")
                .put("transport.port", "0")
                .put("http.type", "netty4")
                .put("transport.type", "netty4")
                .build());
    node.start();
    address =
        "http://"
            + node.injector()
                .getInstance(HttpServerTransport.class)
                .boundAddress()
                .publishAddress();
  }

  /** Asks, and gives the answer, also one that refuses. */
  JsonNode ask(String method, String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  @Override
  public void close() throws IOException {
    node.close();
  }
}
