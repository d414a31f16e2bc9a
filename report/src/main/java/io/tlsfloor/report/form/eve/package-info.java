/** Suricata's events in JSON. Start at {@code EveReport}. */
@NullMarked
package io.tlsfloor.report.form.eve;

import org.jspecify.annotations.NullMarked;
