/**
 * Reads capture files: pcap and pcapng in all their forms, plain or compressed, whole or growing.
 *
 * <p>In: a path or a stream, hostile. Out: frames that lie in one reused buffer, names and drop
 * counts that the file gives, and {@link io.tlsfloor.capture.Damage} where it stops following its
 * format. Start at {@link io.tlsfloor.capture.file.CaptureFiles}; {@link
 * io.tlsfloor.capture.file.CaptureSet} orders many files.
 *
 * <p>Packets are read by hand; the pcap header and the cold pcapng blocks by classes that the build
 * makes from {@code src/main/ksy}. Not here: anything about what a frame holds, and any guess where
 * the next packet might begin after damage.
 */
@NullMarked
package io.tlsfloor.capture.file;

import org.jspecify.annotations.NullMarked;
