/**
 * Scans captures on a Spark cluster, wherever Hadoop's file systems reach.
 *
 * <p>In: folders of captures. Out: what {@code scan} reports of the same captures, and Parquet
 * tables. A chain of captures is one task; its connections come back to the driver, which judges
 * and tells them by the code of {@code scan}. Start at {@link ArchiveJob}. Not here: an engine, an
 * analysis or an opinion of its own.
 */
@NullMarked
package io.tlsfloor.archive;

import org.jspecify.annotations.NullMarked;
