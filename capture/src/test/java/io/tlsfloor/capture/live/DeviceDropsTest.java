package io.tlsfloor.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceDropsTest {
  @TempDir Path devices;

  @BeforeEach
  void device() throws IOException {
    Files.createDirectories(devices.resolve("eth0/statistics"));
    set("rx_missed_errors", 100);
    set("rx_fifo_errors", 10);
  }

  private void set(String name, long value) throws IOException {
    Files.writeString(devices.resolve("eth0/statistics").resolve(name), value + "\n");
  }

  @Test
  void countsWhatTheDeviceMissedAndHadNoRoomForSinceItBegan() throws IOException {
    DeviceDrops drops = new DeviceDrops(devices, "eth0", 0);
    assertThat(drops.count()).isZero();
    set("rx_missed_errors", 105);
    set("rx_fifo_errors", 12);

    assertThat(drops.count()).isEqualTo(7);
    assertThat(drops.count()).isEqualTo(7);
  }

  @Test
  void goesOnWhenTheDeviceCountsFromZeroAgain() throws IOException {
    DeviceDrops drops = new DeviceDrops(devices, "eth0", 0);
    set("rx_missed_errors", 103);
    assertThat(drops.count()).isEqualTo(3);
    set("rx_missed_errors", 0);
    set("rx_fifo_errors", 0);
    assertThat(drops.count()).isEqualTo(3);
    set("rx_fifo_errors", 2);

    assertThat(drops.count()).isEqualTo(5);
  }

  @Test
  void isZeroForADeviceThatTellsNothing() {
    assertThat(new DeviceDrops(devices, "tun0", 0).count()).isZero();
    assertThat(new DeviceDrops("any").count()).isZero();
  }
}
