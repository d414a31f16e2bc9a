package io.tlsfloor.inventory.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An inventory that an older version made is brought up to date when it is opened. */
class SchemaTest {
  @TempDir Path folder;

  @Test
  void anOlderFileIsBroughtUpToDateWithWhatItHas() throws IOException {
    upgrade(Location.parse(folder.resolve("old.db").toString()));
  }

  @Test
  void anOlderDatabaseIsBroughtUpToDateWithWhatItHas() throws IOException {
    try (Postgres server = new Postgres()) {
      upgrade(Location.parse(server.url()));
    }
  }

  private static void upgrade(Location location) throws IOException {
    for (int version = 1; version < Schema.CURRENT; version++) {
      Flyway.configure()
          .dataSource(location.url(), null, null)
          .locations("classpath:io/tlsfloor/inventory/schema")
          .table("schema_history")
          .target(String.valueOf(version))
          .load()
          .migrate();
      String site = "site of " + version;
      int id = version;
      Jdbi.create(location.url())
          .useHandle(h -> h.execute("insert into site (id, name) values (?, ?)", id, site));
    }

    Store store = Store.open(location);
    assertThat(number(store, "select max(cast(version as integer)) from schema_history"))
        .isEqualTo(Schema.CURRENT);
    assertThat(number(store, "select count(*) from site")).isEqualTo(Schema.CURRENT - 1);
  }

  private static int number(Store store, String query) throws IOException {
    return store.<Integer>read(handle -> handle.createQuery(query).mapTo(Integer.class).one());
  }
}
