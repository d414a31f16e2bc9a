/** Keeps the tables: a SQLite file or a PostgreSQL database, one schema for both. */
@NullMarked
package io.tlsfloor.inventory.store;

import org.jspecify.annotations.NullMarked;
