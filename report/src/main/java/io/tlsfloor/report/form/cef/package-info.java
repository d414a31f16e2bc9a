/** ArcSight's Common Event Format: one line a finding. Start at {@code CefReport}. */
@NullMarked
package io.tlsfloor.report.form.cef;

import org.jspecify.annotations.NullMarked;
