/** Loads what docs/siem has for Elasticsearch into a real OpenSearch, with lines of samples. */
@NullMarked
package io.tlsfloor.siem;

import org.jspecify.annotations.NullMarked;
