package io.tlsfloor.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.fs.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what a user names in a file system that is not local. */
class ArchiveFilesTest {
  @ParameterizedTest
  @CsvSource({
    "s3a://captures,           s3a://captures/",
    "s3a://captures/,          s3a://captures/",
    "s3a://captures/2026,      s3a://captures/2026",
    "hdfs://namenode:8020,     hdfs://namenode:8020/",
    "captures,                 captures",
  })
  void aBucketIsAllThatItHolds(String input, String path) {
    assertThat(ArchiveFiles.rooted(new Path(input))).hasToString(path);
  }
}
