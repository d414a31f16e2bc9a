/**
 * From one connection to one judgement: finds the service and the direction, asks each rule.
 *
 * <p>Start at {@link io.tlsfloor.rules.judge.Judge}. Not here: the rules themselves, which are in
 * {@code rules.rule}, and the list of endpoints, which is in {@code rules.catalogue}.
 */
@NullMarked
package io.tlsfloor.rules.judge;

import org.jspecify.annotations.NullMarked;
