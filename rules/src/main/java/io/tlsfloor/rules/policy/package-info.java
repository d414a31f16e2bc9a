/**
 * Reads policies and services of the user from TOML files.
 *
 * <p>In: a file that a person wrote. Out: {@link io.tlsfloor.rules.Policy} and rows of the
 * catalogue, or a {@link io.tlsfloor.rules.policy.ConfigException} that says what is wrong, in
 * which line, and what to do. Start at {@link io.tlsfloor.rules.policy.PolicyFile}. Other modules
 * read tables of their own from the same file through {@link io.tlsfloor.rules.policy.ConfigTable}.
 */
@NullMarked
package io.tlsfloor.rules.policy;

import org.jspecify.annotations.NullMarked;
