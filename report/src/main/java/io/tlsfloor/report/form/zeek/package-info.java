/** Zeek's logs in JSON. Start at {@code ZeekReport}. */
@NullMarked
package io.tlsfloor.report.form.zeek;

import org.jspecify.annotations.NullMarked;
