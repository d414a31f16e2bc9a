/**
 * The rules: each a function of {@link io.tlsfloor.rules.rule.Facts}, without memory, clock or
 * input.
 *
 * <p>One class for each rule, named as outputs name it. {@link io.tlsfloor.rules.rule.Rules} lists
 * them. What they have in common, the sentence and the confidence, is in {@code FindingWriter}.
 */
@NullMarked
package io.tlsfloor.rules.rule;

import org.jspecify.annotations.NullMarked;
