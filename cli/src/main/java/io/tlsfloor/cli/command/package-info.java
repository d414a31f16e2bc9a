/**
 * Holds what every command is made of: its contract, its surroundings, its exit status and its
 * errors.
 *
 * <p>Start at {@link io.tlsfloor.cli.command.Command}. Not here: any one command.
 */
@NullMarked
package io.tlsfloor.cli.command;

import org.jspecify.annotations.NullMarked;
