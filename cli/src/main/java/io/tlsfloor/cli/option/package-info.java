/**
 * The table of options: each is declared once, in a row of {@code options.txt}, to which {@link
 * io.tlsfloor.cli.option.Settings} gives a type.
 *
 * <p>From the rows come the parser, {@code --help}, the keys of {@code tlsfloor.conf}, and the
 * option tables of the manual, the man pages and the shell completions. A row says what an option
 * means; {@link Kind} reads its values, the same for the command line and for files.
 *
 * <p>Not here: what a command does with the values.
 */
@NullMarked
package io.tlsfloor.cli.option;

import org.jspecify.annotations.NullMarked;
