package io.tlsfloor.rules;

import org.jspecify.annotations.Nullable;

/**
 * Holds what to do about a finding.
 *
 * @param text one sentence in the imperative
 * @param reference the command that says it in full, or a vendor's page
 */
public record Remedy(String text, String reference) {
  @Override
  public boolean equals(@Nullable Object other) { // the compiler's takes the JDK long to link
    return other instanceof Remedy remedy
        && text.equals(remedy.text)
        && reference.equals(remedy.reference);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
