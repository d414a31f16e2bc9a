package io.tlsfloor.rules.rule;

/** One thing that can be wrong with a connection. Never throws, whatever was seen. */
public interface Rule {
  /** Returns what is wrong, or why nothing is. */
  Answer judge(Facts facts);
}
