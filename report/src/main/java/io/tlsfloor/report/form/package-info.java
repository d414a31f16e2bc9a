/**
 * The forms that results come in, each in a package of its own. A form turns results into bytes
 * with the escaping that its readers need, and knows of no sink.
 */
@NullMarked
package io.tlsfloor.report.form;

import org.jspecify.annotations.NullMarked;
