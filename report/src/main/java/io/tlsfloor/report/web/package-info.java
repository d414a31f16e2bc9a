/**
 * A small server of HTTP/1.1, plain or over TLS: requests in, answers of a handler out.
 *
 * <p>It is asked by whoever reaches its port, so that everything a peer can hold has a bound:
 * connections, bytes of a request, and the time to ask and to take the answer. Where all
 * connections are taken the one goes that has kept it waiting longest, of the peer that holds most:
 * so one who asks properly is answered while others hold connections. A handler gets whole requests
 * alone, and never waits for a peer but while it writes.
 *
 * <p>Not here: who may ask what, and what an answer says. No transfer coding of requests, no
 * ranges, no upgrades.
 */
@NullMarked
package io.tlsfloor.report.web;

import org.jspecify.annotations.NullMarked;
