package io.tlsfloor.report.web;

import java.io.IOException;

/** A request that is not answered by the handler, and ends its connection. */
final class BadRequest extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  BadRequest(int status, String why) {
    super(why);
    this.status = status;
  }

  int status() {
    return status;
  }
}
