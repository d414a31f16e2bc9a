package io.tlsfloor.report.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.report.form.cef.CefReport;
import io.tlsfloor.report.model.Told;
import io.tlsfloor.report.model.Wants;
import io.tlsfloor.report.sink.Sink;
import io.tlsfloor.report.sink.StreamSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two outputs, the reader of the first of which goes away. */
class FailingOutputTest {
  private final ByteArrayOutputStream second = new ByteArrayOutputStream();
  private boolean gone;

  private Outputs outputs() throws IOException {
    OutputStream first =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            if (gone) {
              throw new IOException("Broken pipe");
            }
          }
        };
    Outputs outputs = new Outputs(Optional.empty());
    for (OutputStream out : new OutputStream[] {first, second}) {
      Sink sink = StreamSink.live(out);
      outputs.add(new Output(new CefReport(sink), sink, Wants.ALL));
    }
    return outputs;
  }

  private long lines() {
    return second.toString(StandardCharsets.UTF_8).lines().count();
  }

  @Test
  void endsARunOverFiles() throws IOException {
    Outputs outputs = outputs();
    gone = true;

    assertThatThrownBy(() -> outputs.connection(new Told().judgement(), Optional.empty()))
        .hasMessage("Broken pipe");
    assertThat(outputs.failure()).isEmpty();
  }

  @Test
  void isLeftOutOfARunThatGoesOnAndTheOthersGetAllOfIt() throws IOException {
    Outputs outputs = outputs();
    outputs.live();
    outputs.connection(new Told().judgement(), Optional.empty());
    assertThat(outputs.failure()).isEmpty();
    gone = true;
    outputs.connection(new Told().judgement(), Optional.empty());
    outputs.connection(new Told().judgement(), Optional.empty());

    assertThat(outputs.finish()).isEmpty();
    outputs.close();
    assertThat(outputs.failure()).hasValueSatisfying(e -> assertThat(e).hasMessage("Broken pipe"));
    assertThat(lines()).isEqualTo(3);
  }
}
