/**
 * Evidence: for each finding a small capture with what proves it and no more, and a manifest.
 *
 * <p>In: judgements, and the frames that were kept of their connections. Out: pcapng files and
 * {@code manifest.json}. Start at {@link io.tlsfloor.cli.evidence.EvidenceWriter}.
 *
 * <p>Not here: which bytes prove what ({@code capture.record}), and the bytes of a pcapng file
 * ({@code capture.file}).
 */
@NullMarked
package io.tlsfloor.cli.evidence;

import org.jspecify.annotations.NullMarked;
