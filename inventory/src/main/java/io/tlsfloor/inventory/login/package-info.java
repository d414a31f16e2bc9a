/** Who somebody is, by a provider of OpenID Connect. Loaded only where one is configured. */
@NullMarked
package io.tlsfloor.inventory.login;

import org.jspecify.annotations.NullMarked;
