package io.tlsfloor.logs;

/** Which of day and month comes first in a date whose year is last: {@code 02/11/2026}. */
public enum DateOrder {
  /** 2 November, as most of the world writes it. */
  DMY,
  /** 11 February, as in the United States. */
  MDY
}
